/* PostgreSQL's protocol 3 as bytes: what is written gathers in a buffer that leaves once in a turn of the loop,
 * for all queries of that turn together. libpq 15 would push at every Sync, one system call and one wake-up of the
 * server a query; it connects, authenticates and encrypts for us, and from then on the stream is ours. */
#include "pg.h"

#include <stdlib.h>
#include <string.h>

static const size_t message_most = (size_t)1 << 30;

char *buffer_room(struct buffer *buffer, size_t bytes)
{
    if (buffer->start == buffer->end)
        buffer->start = buffer->end = 0;
    if (buffer->size - buffer->end < bytes && buffer->start > 0) {
        memmove(buffer->data, buffer->data + buffer->start, buffer->end - buffer->start);
        buffer->end -= buffer->start;
        buffer->start = 0;
    }
    if (buffer->size - buffer->end < bytes) {
        size_t size = buffer->size < 16384 ? 16384 : buffer->size;
        while (size - buffer->end < bytes)
            size *= 2;
        char *data = realloc(buffer->data, size);
        if (data == NULL)
            abort();
        buffer->data = data;
        buffer->size = size;
    }
    return buffer->data + buffer->end;
}

void buffer_rest(struct buffer *buffer)
{
    if (buffer->start < buffer->end || buffer->size <= 1 << 20)
        return;
    buffer_free(buffer);
}

void buffer_free(struct buffer *buffer)
{
    free(buffer->data);
    *buffer = (struct buffer){0};
}

/* ── Writing ── */

static char *write_int16(char *at, unsigned value)
{
    at[0] = (char)(value >> 8);
    at[1] = (char)value;
    return at + 2;
}

static char *write_int32(char *at, uint32_t value)
{
    at[0] = (char)(value >> 24);
    at[1] = (char)(value >> 16);
    at[2] = (char)(value >> 8);
    at[3] = (char)value;
    return at + 4;
}

static char *write_bytes(char *at, const char *bytes, size_t length)
{
    memcpy(at, bytes, length);
    return at + length;
}

/* Type and length; what follows must have the length of `body`. */
static char *begin(struct buffer *out, char type, size_t body)
{
    char *at = buffer_room(out, body + 5);
    out->end += body + 5;
    *at = type;
    return write_int32(at + 1, (uint32_t)body + 4);
}

void wire_parse(struct buffer *out, const char *name, const struct op *op)
{
    size_t length = strlen(name) + 1;
    char *at = begin(out, 'P', length + op->sql_length + 1 + 2);
    at = write_bytes(at, name, length);
    at = write_bytes(at, op->sql, op->sql_length + 1);
    write_int16(at, 0);
}

void wire_describe(struct buffer *out, char what, const char *name)
{
    size_t length = strlen(name) + 1;
    char *at = begin(out, 'D', 1 + length);
    *at = what;
    write_bytes(at + 1, name, length);
}

void wire_close(struct buffer *out, const char *name)
{
    size_t length = strlen(name) + 1;
    char *at = begin(out, 'C', 1 + length);
    *at = 'S';
    write_bytes(at + 1, name, length);
}

void wire_bind(struct buffer *out, const char *name, const struct op *op)
{
    size_t length = strlen(name) + 1, body = 1 + length + 2 + 2 + 2;
    for (int i = 0; i < op->parameters; i++)
        body += 4 + (op->values[i].text != NULL ? op->values[i].length : 0);
    char *at = begin(out, 'B', body);
    *at = '\0'; /* the unnamed portal */
    at = write_bytes(at + 1, name, length);
    at = write_int16(at, 0); /* all parameters are text */
    at = write_int16(at, (unsigned)op->parameters);
    for (int i = 0; i < op->parameters; i++) {
        if (op->values[i].text == NULL) {
            at = write_int32(at, UINT32_MAX);
        } else {
            at = write_int32(at, (uint32_t)op->values[i].length);
            at = write_bytes(at, op->values[i].text, op->values[i].length);
        }
    }
    write_int16(at, 0); /* all results too */
}

void wire_execute(struct buffer *out)
{
    char *at = begin(out, 'E', 1 + 4);
    *at = '\0';
    write_int32(at + 1, 0); /* all rows */
}

void wire_sync(struct buffer *out)
{
    begin(out, 'S', 0);
}

void wire_query(struct buffer *out, const struct op *op)
{
    char *at = begin(out, 'Q', op->sql_length + 1);
    write_bytes(at, op->sql, op->sql_length + 1);
}

/* ── Reading ── */

enum wire_message wire_next(struct buffer *in, char *type, struct cursor *body)
{
    size_t there = in->end - in->start;
    if (there < 5)
        return WIRE_PARTIAL;
    struct cursor cursor = {.at = in->data + in->start + 1, .left = 4};
    int32_t length;
    cursor_int32(&cursor, &length);
    if (length < 4 || (size_t)length > message_most)
        return WIRE_BROKEN;
    if (there < (size_t)length + 1) {
        buffer_room(in, (size_t)length + 1 - there);
        return WIRE_PARTIAL;
    }
    *type = in->data[in->start];
    *body = (struct cursor){.at = in->data + in->start + 5, .left = (size_t)length - 4};
    in->start += (size_t)length + 1;
    return WIRE_WHOLE;
}
