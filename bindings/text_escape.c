/* One table a context: 0 for a byte that passes, else which replacement it gets. Runs of bytes that pass are copied
 * whole, since nearly every value on a page needs no escape at all. */
#include "text_escape.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

struct replacement {
    unsigned char length;
    char text[7];
};

enum { AMP = 1, LT, GT, QUOT, APOS, TICK };

static const struct replacement entities[] = {
    [AMP] = {5, "&amp;"},  [LT] = {4, "&lt;"},    [GT] = {4, "&gt;"},
    [QUOT] = {5, "&#34;"}, [APOS] = {5, "&#39;"}, [TICK] = {5, "&#96;"},
};

static const unsigned char html_class[256] = {['&'] = AMP, ['<'] = LT, ['>'] = GT, ['"'] = QUOT, ['\''] = APOS};

static const unsigned char attr_class[256] = {
    ['&'] = AMP, ['<'] = LT, ['>'] = GT, ['"'] = QUOT, ['\''] = APOS, ['`'] = TICK,
};

static size_t replace(const char *s, size_t n, char *out, const unsigned char class[static 256])
{
    char *to = out;
    const char *end = s + n;
    while (s < end) {
        const char *run = s;
        while (s < end && class[(unsigned char)*s] == 0)
            s++;
        size_t length = (size_t)(s - run);
        memcpy(to, run, length);
        to += length;
        if (s == end)
            break;
        const struct replacement *entity = &entities[class[(unsigned char)*s++]];
        memcpy(to, entity->text, entity->length);
        to += entity->length;
    }
    return (size_t)(to - out);
}

size_t text_escape_html(const char *s, size_t n, char *out)
{
    return replace(s, n, out, html_class);
}

size_t text_escape_attr(const char *s, size_t n, char *out)
{
    return replace(s, n, out, attr_class);
}

static const char hex[] = "0123456789ABCDEF";

static char *percent(char *to, unsigned char byte)
{
    *to++ = '%';
    *to++ = hex[byte >> 4];
    *to++ = hex[byte & 15];
    return to;
}

static bool is_alnum(unsigned char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

size_t text_escape_url(const char *s, size_t n, char *out)
{
    char *to = out;
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)s[i];
        if (is_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~')
            *to++ = (char)c;
        else
            to = percent(to, c);
    }
    return (size_t)(to - out);
}

static char *unicode(char *to, unsigned point)
{
    *to++ = '\\';
    *to++ = 'u';
    for (int shift = 12; shift >= 0; shift -= 4)
        *to++ = hex[point >> shift & 15];
    return to;
}

size_t text_escape_js(const char *s, size_t n, char *out)
{
    char *to = out;
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)s[i];
        if (c < 0x20 || c == 0x7F || c == '"' || c == '\'' || c == '\\' || c == '`' || c == '<' || c == '>' ||
            c == '&' || c == '/' || c == '$') {
            to = unicode(to, c);
        } else if (c == 0xE2 && n - i >= 3 && (unsigned char)s[i + 1] == 0x80 &&
                   ((unsigned char)s[i + 2] & 0xFE) == 0xA8) {
            to = unicode(to, 0x2028u + ((unsigned char)s[i + 2] & 1u)); /* line ends to older JavaScript */
            i += 2;
        } else {
            *to++ = (char)c;
        }
    }
    return (size_t)(to - out);
}

/* Browsers strip these before they look for a scheme, so "java\nscript:" must not pass either. */
static bool is_ignored(unsigned char c)
{
    return c <= 0x20 || c == 0x7F;
}

/* A scheme is what precedes the first ':' if no '/', '?' or '#' comes earlier. */
static bool scheme_allowed(const char *s, size_t n)
{
    char scheme[8];
    size_t length = 0;
    bool known = true;
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)s[i];
        if (is_ignored(c))
            continue;
        if (c == '/' || c == '?' || c == '#' || c == '\\')
            return true;
        if (c == ':') {
            static const char *const allowed[] = {"http", "https", "mailto", "tel"};
            scheme[length] = '\0';
            for (size_t k = 0; known && k < sizeof allowed / sizeof *allowed; k++) {
                if (strcasecmp(scheme, allowed[k]) == 0)
                    return true;
            }
            return false;
        }
        if (length < sizeof scheme - 1)
            scheme[length++] = (char)c;
        else
            known = false;
    }
    return true;
}

size_t text_escape_href(const char *s, size_t n, char *out)
{
    while (n > 0 && is_ignored((unsigned char)s[0]))
        s++, n--;
    while (n > 0 && is_ignored((unsigned char)s[n - 1]))
        n--;
    if (!scheme_allowed(s, n)) {
        *out = '#';
        return 1;
    }
    char *to = out;
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)s[i];
        if (c == '&') {
            memcpy(to, "&amp;", 5);
            to += 5;
        } else if (c <= 0x20 || c >= 0x7F || strchr("\"'<>\\^`{|}", c) != NULL) {
            to = percent(to, c);
        } else {
            *to++ = (char)c;
        }
    }
    return (size_t)(to - out);
}
