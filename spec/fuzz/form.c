/* What a form gave, written down again and read again, is the same: decoding loses and invents nothing. */
#include "form.h"

#include "fuzz.h"
#include "text_escape.h"

#include <string.h>

struct written {
    char *s;
    size_t n;
};

static void append(struct written *out, const char *s, size_t n)
{
    out->n += text_escape_url(s, n, out->s + out->n);
}

static bool on_pair(void *context, const char *name, size_t name_length, const char *value, size_t value_length)
{
    struct written *out = context;
    append(out, name, name_length);
    out->s[out->n++] = '=';
    append(out, value, value_length);
    out->s[out->n++] = '&';
    return true;
}

static enum form_result rewrite(const char *s, size_t n, struct written *out)
{
    char *copy = malloc(n + (n == 0));
    memcpy(copy, s, n);
    *out = (struct written){malloc(6 * n + 8), 0};
    enum form_result result = form_parse(copy, n, on_pair, out, FORM_MOST_PAIRS);
    free(copy);
    return result;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct written once, again;
    if (rewrite((const char *)bytes, n, &once) == FORM_OK) {
        HOLDS(rewrite(once.s, once.n, &again) == FORM_OK);
        HOLDS(once.n == again.n && memcmp(once.s, again.s, once.n) == 0);
        free(again.s);
    }
    free(once.s);
    return 0;
}
