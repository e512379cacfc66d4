/* The first byte says how to cut the body. Cut or whole, the events and the outcome are the same, names are UTF-8, and a
 * part ends before the next begins. */
#include "multipart.h"

#include "fuzz.h"
#include "utf8.h"

#include <string.h>

struct record {
    char *s; /* everything that was told, in a row */
    size_t n, room;
    bool inside;
};

static void note(struct record *record, const char *s, size_t n)
{
    while (record->room - record->n < n + 1) {
        record->room = record->room * 2 + 64;
        record->s = realloc(record->s, record->room);
    }
    if (n > 0)
        memcpy(record->s + record->n, s, n);
    record->n += n;
}

static bool on_part(void *context, const struct multipart_part *part)
{
    struct record *record = context;
    HOLDS(!record->inside);
    record->inside = true;
    HOLDS(utf8_valid(part->name, part->name_length) && strlen(part->name) == part->name_length);
    note(record, part->name, part->name_length + 1);
    if (part->filename != NULL) {
        HOLDS(utf8_valid(part->filename, part->filename_length) && strlen(part->filename) == part->filename_length);
        HOLDS(strpbrk(part->filename, "/\\\r\n") == NULL);
        note(record, part->filename, part->filename_length + 1);
    }
    note(record, part->type, strlen(part->type) + 1);
    return true;
}

static bool on_data(void *context, const char *bytes, size_t n)
{
    struct record *record = context;
    HOLDS(record->inside && n > 0);
    note(record, bytes, n);
    return true;
}

static bool on_part_end(void *context)
{
    struct record *record = context;
    HOLDS(record->inside);
    record->inside = false;
    note(record, ";", 2);
    return true;
}

static enum multipart_result parse(const uint8_t *bytes, size_t n, size_t step, struct record *record)
{
    static const struct multipart_limits limits = {8, 256, 64, 2048};
    struct multipart_events events = {on_part, on_data, on_part_end, record};
    enum multipart_result result;
    struct multipart *parser = multipart_new("multipart/form-data; boundary=XX", &limits, &events, &result);
    for (size_t at = 0; at < n; at += step) {
        size_t length = n - at < step ? n - at : step;
        char *piece = malloc(length);
        memcpy(piece, bytes + at, length);
        multipart_feed(parser, piece, length);
        free(piece);
    }
    result = multipart_end(parser);
    multipart_free(parser);
    return result;
}

static void try_type(const uint8_t *bytes, size_t n)
{
    static const struct multipart_limits limits = {8, 256, 64, 2048};
    struct multipart_events events = {on_part, on_data, on_part_end, NULL};
    enum multipart_result result;
    char *type = malloc(n + 1);
    memcpy(type, bytes, n);
    type[n] = '\0';
    multipart_free(multipart_new(type, &limits, &events, &result));
    HOLDS(result == MULTIPART_OK || result == MULTIPART_BAD_TYPE);
    free(type);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    if (n == 0)
        return 0;
    size_t step = bytes[0] % 32u;
    bytes++;
    n--;
    if (step == 0) {
        try_type(bytes, n);
        return 0;
    }
    struct record whole = {NULL, 0, 0, false}, cut = whole;
    enum multipart_result result = parse(bytes, n, n + 1, &whole);
    HOLDS(parse(bytes, n, step, &cut) == result);
    HOLDS(whole.n == cut.n && (cut.n == 0 || memcmp(whole.s, cut.s, cut.n) == 0));
    HOLDS(result != MULTIPART_OK || !whole.inside);
    free(whole.s);
    free(cut.s);
    return 0;
}
