/* Whatever the header: pairs lie inside it, are clean, and are no more than the most. */
#include "cookie.h"

#include "fuzz.h"

#include <string.h>

struct header {
    const char *start;
    size_t n;
    unsigned pairs;
};

static void check_inside(const struct header *header, const char *s, size_t n, const char *forbidden)
{
    HOLDS(s >= header->start && n <= header->n && s + n <= header->start + header->n);
    for (size_t i = 0; i < n; i++)
        HOLDS(s[i] > ' ' && s[i] < 0x7F && strchr(forbidden, s[i]) == NULL);
}

static bool on_cookie(void *context, const char *name, size_t name_length, const char *value, size_t value_length)
{
    struct header *header = context;
    HOLDS(name_length > 0);
    check_inside(header, name, name_length, "=;,\" ");
    check_inside(header, value, value_length, ";,\"\\ ");
    header->pairs++;
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    char *copy = malloc(n + (n == 0));
    memcpy(copy, bytes, n);
    struct header header = {copy, n, 0};
    unsigned count = cookie_parse(copy, n, on_cookie, &header);
    HOLDS(count == header.pairs && count <= COOKIE_MOST);
    free(copy);
    return 0;
}
