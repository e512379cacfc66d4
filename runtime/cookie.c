#include "cookie.h"

#include <string.h>

static bool is_token(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (s[i] <= ' ' || s[i] >= 0x7F || strchr("()<>@,;:\\\"/[]?={}", s[i]) != NULL)
            return false;
    }
    return n > 0;
}

static bool is_value(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (s[i] <= ' ' || s[i] >= 0x7F || strchr("\",;\\", s[i]) != NULL)
            return false;
    }
    return true;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t';
}

unsigned cookie_parse(const char *header, size_t n, cookie_fn *on_cookie, void *context)
{
    unsigned count = 0;
    const char *end = header + n;
    for (const char *at = header; at < end && count < COOKIE_MOST;) {
        const char *stop = memchr(at, ';', (size_t)(end - at));
        const char *next = stop == NULL ? end : stop + 1;
        if (stop == NULL)
            stop = end;
        while (at < stop && is_space(*at))
            at++;
        while (stop > at && is_space(stop[-1]))
            stop--;
        const char *equals = memchr(at, '=', (size_t)(stop - at));
        if (equals != NULL && is_token(at, (size_t)(equals - at))) {
            const char *value = equals + 1;
            if (stop - value >= 2 && *value == '"' && stop[-1] == '"') {
                value++;
                stop--;
            }
            if (is_value(value, (size_t)(stop - value))) {
                count++;
                if (!on_cookie(context, at, (size_t)(equals - at), value, (size_t)(stop - value)))
                    break;
            }
        }
        at = next;
    }
    return count;
}
