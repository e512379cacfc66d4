/* Query strings and urlencoded bodies. */
#include "form.h"

#include "unit.h"

#include <stdlib.h>
#include <string.h>

static char seen[4096]; /* every pair as name=value| */
static size_t seen_length;
static unsigned stop_after;

static bool note(void *context, const char *name, size_t name_length, const char *value, size_t value_length)
{
    (void)context;
    seen_length += (size_t)snprintf(seen + seen_length, sizeof seen - seen_length, "%.*s=%.*s|", (int)name_length, name,
                                    (int)value_length, value);
    return stop_after == 0 || --stop_after > 0;
}

/* On an exact copy on the heap, so that the sanitizer sees a read past the end. */
static enum form_result parse_bytes(const char *text, size_t n, unsigned most)
{
    char *copy = malloc(n > 0 ? n : 1);
    memcpy(copy, text, n);
    seen_length = 0;
    seen[0] = '\0';
    enum form_result result = form_parse(copy, n, note, NULL, most);
    free(copy);
    return result;
}

static enum form_result parse(const char *text)
{
    return parse_bytes(text, strlen(text), FORM_MOST_PAIRS);
}

static bool reads(const char *text, const char *expected)
{
    return parse(text) == FORM_OK && strcmp(seen, expected) == 0;
}

int main(void)
{
    UNIT("pairs come in order, repeated names included")
    {
        EXPECT(reads("a=1&b=2&a=3", "a=1|b=2|a=3|"));
        EXPECT(reads("", ""));
    }
    UNIT("a piece without an equals sign is a name, an empty piece is nothing")
    {
        EXPECT(reads("a", "a=|"));
        EXPECT(reads("a=", "a=|"));
        EXPECT(reads("=b", "=b|"));
        EXPECT(reads("&&a=1&&&b&", "a=1|b=|"));
        EXPECT(reads("a=b=c", "a=b=c|"));
        EXPECT(reads("a=1;b=2", "a=1;b=2|"));
    }
    UNIT("plus and percent escapes are decoded on both sides")
    {
        EXPECT(reads("a+b=c+d", "a b=c d|"));
        EXPECT(reads("q=%EC%82%AC%ea%b3%bc", "q=사과|"));
        EXPECT(reads("%26=%3D%2B%25", "&==+%|"));
    }
    UNIT("a broken escape is refused wherever it stands")
    {
        static const char *const broken[] = {"a=%", "a=%4", "a=%4g",    "a=%g4", "a=%%41",
                                             "%=1", "%4=1", "a=%4&b=1", "a=% 1"};
        for (size_t i = 0; i < sizeof broken / sizeof *broken; i++)
            EXPECT(parse(broken[i]) == FORM_BAD_ESCAPE);
    }
    UNIT("what is not UTF-8 is refused")
    {
        static const char *const broken[] = {"a=%FF", "a=%C0%80", "a=%ED%A0%80",   "a=%EC%82",
                                             "%FF=1", "a=\xFF",   "a=%F4%90%80%80"};
        for (size_t i = 0; i < sizeof broken / sizeof *broken; i++)
            EXPECT(parse(broken[i]) == FORM_BAD_UTF8);
    }
    UNIT("a NUL is refused, escaped or not")
    {
        EXPECT(parse("a=%00") == FORM_NUL);
        EXPECT(parse("%00=1") == FORM_NUL);
        EXPECT(parse_bytes("a=\0b", 4, 10) == FORM_NUL);
    }
    UNIT("pairs are counted, empty pieces are not")
    {
        EXPECT(parse_bytes("a&b&c", 5, 3) == FORM_OK);
        EXPECT(parse_bytes("a&b&c", 5, 2) == FORM_TOO_MANY);
        EXPECT(parse_bytes("a&&&&b", 6, 2) == FORM_OK);
        EXPECT(parse_bytes("", 0, 0) == FORM_OK);
    }
    UNIT("the receiver can stop")
    {
        stop_after = 2;
        EXPECT(parse("a&b&c") == FORM_STOPPED);
        EXPECT(strcmp(seen, "a=|b=|") == 0);
        stop_after = 0;
    }
    UNIT("each outcome has words")
    {
        EXPECT(strcmp(form_message(FORM_BAD_ESCAPE), "a broken %-escape") == 0);
        EXPECT(strcmp(form_message(FORM_OK), "ok") == 0);
    }
    return unit_end();
}
