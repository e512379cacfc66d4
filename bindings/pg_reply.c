/* What a statement was answered, kept as it came until it becomes Lua values: rows one after the other in one
 * block, the columns' names and types shared with the prepared statement, or a failure. Nothing here trusts a
 * length that it has not compared with what is there. */
#include "pg.h"

#include <stdlib.h>
#include <string.h>

enum { ROWS_FIRST = 512 };
static const size_t rows_most = (size_t)1 << 30;

bool cursor_int16(struct cursor *cursor, int *value)
{
    if (cursor->left < 2)
        return false;
    const unsigned char *at = (const unsigned char *)cursor->at;
    *value = (int16_t)((unsigned)at[0] << 8 | at[1]);
    cursor->at += 2;
    cursor->left -= 2;
    return true;
}

bool cursor_int32(struct cursor *cursor, int32_t *value)
{
    if (cursor->left < 4)
        return false;
    const unsigned char *at = (const unsigned char *)cursor->at;
    *value = (int32_t)((uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3]);
    cursor->at += 4;
    cursor->left -= 4;
    return true;
}

const char *cursor_text(struct cursor *cursor)
{
    const char *text = cursor->at, *end = memchr(text, '\0', cursor->left);
    if (end == NULL)
        return NULL;
    cursor->left -= (size_t)(end + 1 - text);
    cursor->at = end + 1;
    return text;
}

/* ── Columns ── */

struct shape *shape_read(struct cursor body)
{
    int columns;
    size_t room = body.left; /* as much as all names together */
    if (!cursor_int16(&body, &columns) || columns < 0)
        return NULL;
    struct shape *shape = malloc(sizeof *shape + (size_t)columns * sizeof shape->column[0] + room);
    if (shape == NULL)
        abort();
    shape->references = 1;
    shape->columns = columns;
    char *names = (char *)&shape->column[columns];
    for (int i = 0; i < columns; i++) {
        const char *name = cursor_text(&body);
        int32_t table, type, modifier;
        int number, size, format;
        if (name == NULL || !cursor_int32(&body, &table) || !cursor_int16(&body, &number) ||
            !cursor_int32(&body, &type) || !cursor_int16(&body, &size) || !cursor_int32(&body, &modifier) ||
            !cursor_int16(&body, &format)) {
            free(shape);
            return NULL;
        }
        size_t length = strlen(name);
        memcpy(names, name, length + 1);
        shape->column[i].name = names;
        shape->column[i].length = length;
        shape->column[i].type = (Oid)type;
        names += length + 1;
    }
    return shape;
}

struct shape *shape_hold(struct shape *shape)
{
    if (shape != NULL)
        shape->references++;
    return shape;
}

void shape_release(struct shape *shape)
{
    if (shape != NULL && --shape->references == 0)
        free(shape);
}

/* ── Failures ── */

struct failure *failure_read(struct cursor body)
{
    struct failure *failure = malloc(sizeof *failure + body.left + 1);
    if (failure == NULL)
        abort();
    *failure = (struct failure){.message = "", .sqlstate = "XX000"};
    char *text = failure->text;
    while (body.left > 0 && *body.at != '\0') {
        char field = *body.at++;
        body.left--;
        const char *value = cursor_text(&body);
        if (value == NULL)
            break;
        size_t length = strlen(value);
        memcpy(text, value, length + 1);
        if (field == 'M')
            failure->message = text;
        else if (field == 'D')
            failure->detail = text;
        else if (field == 'n')
            failure->constraint = text;
        else if (field == 'C' && length == 5)
            memcpy(failure->sqlstate, value, 6);
        else if (field == 'V')
            failure->fatal = strcmp(value, "FATAL") == 0 || strcmp(value, "PANIC") == 0;
        text += length + 1;
    }
    return failure;
}

/* ── Rows ── */

bool reply_add_row(struct reply *reply, struct cursor body)
{
    /* A row is its length and then what came; one byte more than is used lets a reader put a NUL behind any value. */
    size_t needed = reply->used + sizeof(uint32_t) + body.left + 1;
    if (needed > reply->size) {
        size_t size = reply->size < ROWS_FIRST ? ROWS_FIRST : reply->size;
        while (size < needed)
            size *= 2;
        if (size > rows_most)
            return false;
        char *rows = realloc(reply->rows, size);
        if (rows == NULL)
            return false;
        reply->rows = rows;
        reply->size = size;
    }
    uint32_t length = (uint32_t)body.left;
    memcpy(reply->rows + reply->used, &length, sizeof length);
    memcpy(reply->rows + reply->used + sizeof length, body.at, body.left);
    reply->used += sizeof length + body.left;
    reply->count++;
    return true;
}

bool reply_next_row(const struct reply *reply, size_t *offset, struct cursor *row)
{
    if (*offset >= reply->used)
        return false;
    uint32_t length;
    memcpy(&length, reply->rows + *offset, sizeof length);
    *row = (struct cursor){.at = reply->rows + *offset + sizeof length, .left = length};
    *offset += sizeof length + length;
    return true;
}

void reply_reset(struct reply *reply)
{
    shape_release(reply->shape);
    free(reply->failure);
    free(reply->rows);
    *reply = (struct reply){0};
}

long long reply_affected(const struct reply *reply)
{
    const char *number = strrchr(reply->tag, ' ');
    return number != NULL ? strtoll(number + 1, NULL, 10) : 0;
}
