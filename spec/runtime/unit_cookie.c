/* Cookie headers, as browsers send them and as others do. */
#include "cookie.h"

#include "unit.h"

#include <stdlib.h>
#include <string.h>

static char seen[8192];
static size_t seen_length;

static bool note(void *context, const char *name, size_t name_length, const char *value, size_t value_length)
{
    unsigned *left = context;
    seen_length += (size_t)snprintf(seen + seen_length, sizeof seen - seen_length, "%.*s=%.*s|", (int)name_length, name,
                                    (int)value_length, value);
    return --*left > 0;
}

static unsigned parse(const char *text, unsigned most)
{
    size_t n = strlen(text);
    char *copy = malloc(n > 0 ? n : 1);
    memcpy(copy, text, n);
    seen_length = 0;
    seen[0] = '\0';
    unsigned count = cookie_parse(copy, n, note, &most);
    free(copy);
    return count;
}

static bool reads(const char *text, const char *expected)
{
    parse(text, 1000);
    return strcmp(seen, expected) == 0;
}

int main(void)
{
    UNIT("pairs come in order, with or without spaces between them")
    {
        EXPECT(reads("a=1; b=2", "a=1|b=2|"));
        EXPECT(reads("a=1;b=2;", "a=1|b=2|"));
        EXPECT(reads(" \ta=1 ;\t b=2 ", "a=1|b=2|"));
        EXPECT(reads("", ""));
        EXPECT(reads("a=", "a=|"));
    }
    UNIT("a value may hold equals signs and stand in quotes")
    {
        EXPECT(reads("a=b=c==", "a=b=c==|"));
        EXPECT(reads("a=\"b\"", "a=b|"));
        EXPECT(reads("a=\"\"", "a=|"));
        EXPECT(reads("__Host-sijang=AB-_.~", "__Host-sijang=AB-_.~|"));
    }
    UNIT("broken pairs do not take the others away")
    {
        EXPECT(reads("a; b=2", "b=2|"));
        EXPECT(reads("=1; b=2", "b=2|"));
        EXPECT(reads("a b=1; b=2", "b=2|"));
        EXPECT(reads("a=1 2; b=2", "b=2|"));
        EXPECT(reads("a={\"x\":1,\"y\":2}; b=2", "b=2|"));
        EXPECT(reads("a=\xED\x95\x9C; b=2", "b=2|"));
        EXPECT(reads("\xED\x95\x9C=1; b=2", "b=2|"));
        EXPECT(reads("a=\"1; b=2", "b=2|"));
        EXPECT(reads("a=\\; b=2", "b=2|"));
        EXPECT(reads(";;; ; b=2", "b=2|"));
        EXPECT(reads("a=\x7F; c=\x01; b=2", "b=2|"));
    }
    UNIT("no more than 64 are read")
    {
        char many[100 * 5 + 1] = "";
        for (size_t i = 0; i < 100; i++)
            memcpy(many + 5 * i, "a=1; ", 6);
        EXPECT(parse(many, 1000) == COOKIE_MOST);
    }
    UNIT("the receiver can stop")
    {
        EXPECT(parse("a=1; b=2; c=3", 2) == 2);
        EXPECT(strcmp(seen, "a=1|b=2|") == 0);
    }
    return unit_end();
}
