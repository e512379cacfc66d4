#include "form.h"

#include "utf8.h"

#include <string.h>

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Decodes *n bytes in place. */
static enum form_result decode(char *s, size_t *n)
{
    size_t from = 0, to = 0;
    while (from < *n) {
        char c = s[from++];
        if (c == '+') {
            c = ' ';
        } else if (c == '%') {
            int high = *n - from >= 2 ? hex_value(s[from]) : -1;
            int low = high >= 0 ? hex_value(s[from + 1]) : -1;
            if (low < 0)
                return FORM_BAD_ESCAPE;
            c = (char)(high << 4 | low);
            from += 2;
        }
        if (c == '\0')
            return FORM_NUL;
        s[to++] = c;
    }
    *n = to;
    return utf8_valid(s, to) ? FORM_OK : FORM_BAD_UTF8;
}

enum form_result form_parse(char *text, size_t n, form_pair_fn *on_pair, void *context, unsigned most_pairs)
{
    char *end = text + n;
    for (char *piece = text; piece < end;) {
        char *stop = memchr(piece, '&', (size_t)(end - piece));
        if (stop == NULL)
            stop = end;
        if (stop > piece) {
            if (most_pairs-- == 0)
                return FORM_TOO_MANY;
            char *equals = memchr(piece, '=', (size_t)(stop - piece));
            char *value = equals == NULL ? stop : equals + 1;
            size_t name_length = (size_t)((equals == NULL ? stop : equals) - piece);
            size_t value_length = (size_t)(stop - value);
            enum form_result result = decode(piece, &name_length);
            if (result == FORM_OK)
                result = decode(value, &value_length);
            if (result != FORM_OK)
                return result;
            if (!on_pair(context, piece, name_length, value, value_length))
                return FORM_STOPPED;
        }
        piece = stop + (stop < end);
    }
    return FORM_OK;
}

const char *form_message(enum form_result result)
{
    switch (result) {
    case FORM_OK:
        return "ok";
    case FORM_BAD_ESCAPE:
        return "a broken %-escape";
    case FORM_BAD_UTF8:
        return "not UTF-8";
    case FORM_NUL:
        return "a NUL character";
    case FORM_TOO_MANY:
        return "too many fields";
    case FORM_STOPPED:
        return "stopped";
    }
    return "unknown";
}
