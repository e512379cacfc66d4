#include "xlsx_text.h"

#include <stdlib.h>
#include <string.h>

enum { STRINGS_MOST = 1000000, FIRST_ROOM = 4096 };

bool xlsx_bytes_add(struct xlsx_package *package, struct xlsx_bytes *bytes, const char *data, size_t length)
{
    if (!xlsx_package_spend(package, length))
        return false;
    if (length > bytes->room - bytes->length) {
        size_t room = bytes->room == 0 ? FIRST_ROOM : bytes->room * 2;
        while (room - bytes->length < length)
            room *= 2;
        char *larger = realloc(bytes->data, room);
        if (larger == NULL)
            return xlsx_fail(package, "memory", "no memory to read it");
        bytes->data = larger;
        bytes->room = room;
    }
    if (length > 0)
        memcpy(bytes->data + bytes->length, data, length);
    bytes->length += length;
    return true;
}

void xlsx_bytes_free(struct xlsx_bytes *bytes)
{
    free(bytes->data);
    *bytes = (struct xlsx_bytes){0};
}

/* The unit of UTF-16 that `_xHHHH_` stands for, or -1. */
static long escaped_unit(const char *s, size_t n)
{
    enum { ESCAPE = 7 };
    if (n < ESCAPE || s[0] != '_' || s[1] != 'x' || s[ESCAPE - 1] != '_')
        return -1;
    char digits[5] = {s[2], s[3], s[4], s[5], '\0'}, *end;
    if (strspn(digits, "0123456789abcdefABCDEF") != 4)
        return -1;
    return strtol(digits, &end, 16);
}

void xlsx_bytes_unescape(struct xlsx_bytes *bytes, size_t from)
{
    if (from >= bytes->length || memchr(bytes->data + from, '_', bytes->length - from) == NULL)
        return;
    char *to = bytes->data + from;
    const char *at = to, *end = bytes->data + bytes->length;
    while (at < end) {
        long unit = *at == '_' ? escaped_unit(at, (size_t)(end - at)) : -1;
        if (unit < 0 || unit > 0x7f) { /* only control characters and the underscore need it */
            *to++ = *at++;
        } else {
            if (unit != 0)
                *to++ = (char)unit;
            at += 7;
        }
    }
    bytes->length = (size_t)(to - bytes->data);
}

/* ── The shared strings' part ── */

struct reading {
    struct xlsx_strings *strings;
    struct xlsx_package *package;
    bool in_text, in_phonetic; /* how a text is pronounced is no part of it */
};

static bool mark(struct xlsx_strings *strings, struct xlsx_package *package)
{
    if (strings->count > STRINGS_MOST)
        return xlsx_fail(package, "too_large", "more than %d different texts", STRINGS_MOST);
    if (strings->count == strings->room) {
        size_t room = strings->room == 0 ? FIRST_ROOM / sizeof *strings->starts : strings->room * 2;
        size_t *larger = realloc(strings->starts, room * sizeof *larger);
        if (larger == NULL)
            return xlsx_fail(package, "memory", "no memory to read it");
        strings->starts = larger;
        strings->room = room;
    }
    strings->starts[strings->count++] = strings->text.length;
    return true;
}

static void on_start(void *context, const char *name, const char **attributes)
{
    (void)attributes;
    struct reading *reading = context;
    if (strcmp(name, "t") == 0)
        reading->in_text = true;
    else if (strcmp(name, "rPh") == 0)
        reading->in_phonetic = true;
}

static void on_end(void *context, const char *name)
{
    struct reading *reading = context;
    struct xlsx_strings *strings = reading->strings;
    if (strcmp(name, "t") == 0) {
        reading->in_text = false;
    } else if (strcmp(name, "rPh") == 0) {
        reading->in_phonetic = false;
    } else if (strcmp(name, "si") == 0) {
        xlsx_bytes_unescape(&strings->text, strings->starts[strings->count - 1]);
        mark(strings, reading->package);
    }
}

static void on_text(void *context, const char *text, size_t length)
{
    struct reading *reading = context;
    if (reading->in_text && !reading->in_phonetic)
        xlsx_bytes_add(reading->package, &reading->strings->text, text, length);
}

bool xlsx_strings_read(struct xlsx_strings *strings, struct xlsx_package *package, const char *path)
{
    static const struct xlsx_handlers handlers = {on_start, on_end, on_text};
    struct reading reading = {.strings = strings, .package = package};
    return mark(strings, package) && xlsx_part_read(package, path, &handlers, &reading);
}

void xlsx_strings_free(struct xlsx_strings *strings)
{
    xlsx_bytes_free(&strings->text);
    free(strings->starts);
    *strings = (struct xlsx_strings){0};
}
