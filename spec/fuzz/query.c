/* Whatever the query string: no read or write outside it, and what comes out is UTF-8 without NUL, in so many pairs. */
#include "form.h"

#include "fuzz.h"
#include "utf8.h"

#include <string.h>

enum { MOST = 20 };

struct text {
    const char *start;
    size_t n;
    unsigned pairs;
};

static void check_inside(const struct text *text, const char *s, size_t n)
{
    HOLDS(s >= text->start && n <= text->n && s + n <= text->start + text->n);
    HOLDS(utf8_valid(s, n));
    HOLDS(n == 0 || memchr(s, '\0', n) == NULL);
}

static bool on_pair(void *context, const char *name, size_t name_length, const char *value, size_t value_length)
{
    struct text *text = context;
    check_inside(text, name, name_length);
    check_inside(text, value, value_length);
    text->pairs++;
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    char *copy = malloc(n + (n == 0));
    memcpy(copy, bytes, n);
    struct text text = {copy, n, 0};
    enum form_result result = form_parse(copy, n, on_pair, &text, MOST);
    HOLDS(result != FORM_STOPPED && text.pairs <= MOST);
    HOLDS(form_message(result)[0] != '\0');
    free(copy);
    return 0;
}
