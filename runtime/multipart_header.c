#include "multipart_header.h"

#include "utf8.h"

#include <string.h>
#include <strings.h>

struct slice {
    char *s;
    size_t n;
};

static bool is_token_char(char c)
{
    return c > ' ' && c < 0x7F && strchr("()<>@,;:\\\"/[]?={}", c) == NULL;
}

static bool same(struct slice slice, const char *word)
{
    return slice.n == strlen(word) && strncasecmp(slice.s, word, slice.n) == 0;
}

static void skip_space(struct slice *rest)
{
    while (rest->n > 0 && (*rest->s == ' ' || *rest->s == '\t')) {
        rest->s++;
        rest->n--;
    }
}

static struct slice take_while(struct slice *rest, bool (*belongs)(char))
{
    struct slice taken = {rest->s, 0};
    while (taken.n < rest->n && belongs(rest->s[taken.n]))
        taken.n++;
    rest->s += taken.n;
    rest->n -= taken.n;
    return taken;
}

/* After the opening quote. Browsers escape no backslash in a file's name, so one that escapes neither a quote nor itself
 * is just a character. */
static bool take_quoted(struct slice *rest, struct slice *value)
{
    *value = (struct slice){rest->s, 0};
    for (size_t i = 0; i < rest->n; i++) {
        char c = rest->s[i];
        if (c == '"') {
            rest->s += i + 1;
            rest->n -= i + 1;
            return true;
        }
        if (c == '\\' && i + 1 < rest->n && (rest->s[i + 1] == '"' || rest->s[i + 1] == '\\'))
            c = rest->s[++i];
        value->s[value->n++] = c;
    }
    return false;
}

static bool is_bare_char(char c)
{
    return c != ';' && c != '"' && c != ' ' && c != '\t';
}

/* Takes `; name=value` off. False at the end and at anything else: then rest->n tells which. */
static bool take_parameter(struct slice *rest, struct slice *name, struct slice *value)
{
    struct slice at = *rest;
    skip_space(&at);
    if (at.n == 0 || *at.s != ';') {
        rest->n = at.n;
        return false;
    }
    at.s++;
    at.n--;
    skip_space(&at);
    if (at.n == 0) { /* a closing semicolon */
        rest->n = 0;
        return false;
    }
    *name = take_while(&at, is_token_char);
    if (name->n == 0 || at.n < 2 || *at.s != '=')
        return false;
    at.s++;
    at.n--;
    if (*at.s == '"') {
        at.s++;
        at.n--;
        if (!take_quoted(&at, value))
            return false;
    } else {
        *value = take_while(&at, is_bare_char);
        if (value->n == 0)
            return false;
    }
    *rest = at;
    return true;
}

/* ── The boundary ── */

static bool is_boundary(struct slice value)
{
    for (size_t i = 0; i < value.n; i++) {
        char c = value.s[i];
        bool letter = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        if (!letter && (c == '\0' || strchr("'()+_,-./:=? ", c) == NULL))
            return false;
    }
    return value.n > 0 && value.n <= MULTIPART_BOUNDARY_MOST && value.s[value.n - 1] != ' ';
}

static bool is_type_char(char c)
{
    return is_token_char(c) || c == '/';
}

size_t multipart_header_boundary(const char *content_type, char *boundary)
{
    char text[512];
    size_t length = strlen(content_type), found = 0;
    if (length > sizeof text)
        return 0;
    memcpy(text, content_type, length);
    struct slice rest = {text, length}, name, value;
    skip_space(&rest);
    if (!same(take_while(&rest, is_type_char), "multipart/form-data"))
        return 0;
    while (take_parameter(&rest, &name, &value)) {
        if (!same(name, "boundary"))
            continue;
        if (found > 0 || !is_boundary(value))
            return 0;
        memcpy(boundary, value.s, value.n);
        found = value.n;
    }
    return rest.n == 0 ? found : 0;
}

/* ── The headers of a part ── */

static bool is_clean(struct slice text)
{
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.s[i];
        if ((c < 0x20 && c != '\t') || c == 0x7F)
            return false;
    }
    return true;
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* UTF-8''%EC%82%AC (RFC 5987), in place. */
static bool decode_extended(struct slice *value)
{
    static const char charset[] = "UTF-8'";
    if (value->n < sizeof charset || strncasecmp(value->s, charset, sizeof charset - 1) != 0)
        return false;
    char *from = memchr(value->s + sizeof charset - 1, '\'', value->n - (sizeof charset - 1));
    if (from == NULL)
        return false;
    char *end = value->s + value->n, *to = value->s;
    for (from++; from < end;) {
        char c = *from++;
        if (c == '%') {
            int high = end - from >= 2 ? hex_value(from[0]) : -1;
            int low = high >= 0 ? hex_value(from[1]) : -1;
            if (low < 0)
                return false;
            c = (char)(high << 4 | low);
            from += 2;
        }
        *to++ = c;
    }
    value->n = (size_t)(to - value->s);
    return true;
}

/* Some browsers send a whole path; only its last part is a name. */
static struct slice without_directories(struct slice path)
{
    for (size_t i = path.n; i > 0; i--) {
        if (path.s[i - 1] == '/' || path.s[i - 1] == '\\')
            return (struct slice){path.s + i, path.n - i};
    }
    return path;
}

static enum multipart_result check_text(struct slice text)
{
    if (!utf8_valid(text.s, text.n))
        return MULTIPART_BAD_UTF8;
    bool tab = text.n > 0 && memchr(text.s, '\t', text.n) != NULL;
    return is_clean(text) && !tab ? MULTIPART_OK : MULTIPART_BAD_SYNTAX;
}

static enum multipart_result read_disposition(struct slice rest, struct multipart_part *part)
{
    struct slice parameter, value, name = {NULL, 0}, plain = {NULL, 0}, extended = {NULL, 0};
    if (!same(take_while(&rest, is_token_char), "form-data"))
        return MULTIPART_BAD_SYNTAX;
    while (take_parameter(&rest, &parameter, &value)) {
        struct slice *slot = same(parameter, "name")        ? &name
                             : same(parameter, "filename")  ? &plain
                             : same(parameter, "filename*") ? &extended
                                                            : NULL;
        if (slot == NULL)
            continue;
        if (slot->s != NULL)
            return MULTIPART_BAD_SYNTAX;
        *slot = value;
    }
    if (rest.n > 0 || name.s == NULL || (extended.s != NULL && !decode_extended(&extended)))
        return MULTIPART_BAD_SYNTAX;
    struct slice filename = extended.s != NULL ? extended : plain;
    enum multipart_result result = check_text(name);
    if (result == MULTIPART_OK && filename.s != NULL)
        result = check_text(filename);
    if (result != MULTIPART_OK)
        return result;
    name.s[name.n] = '\0'; /* there is a quote, a semicolon or a line end behind every value, all read by now */
    part->name = name.s;
    part->name_length = name.n;
    if (filename.s != NULL) {
        filename = without_directories(filename);
        filename.s[filename.n] = '\0';
        part->filename = filename.s;
        part->filename_length = filename.n;
    }
    return MULTIPART_OK;
}

static bool is_identity(struct slice encoding)
{
    return same(encoding, "7bit") || same(encoding, "8bit") || same(encoding, "binary");
}

enum multipart_result multipart_header_parse(char *text, size_t n, struct multipart_part *part)
{
    *part = (struct multipart_part){.type = ""};
    bool disposed = false, typed = false;
    char *end = text + n;
    for (char *line = text; line < end;) {
        char *stop = memchr(line, '\r', (size_t)(end - line));
        if (stop == NULL || end - stop < 2 || stop[1] != '\n')
            return MULTIPART_BAD_SYNTAX;
        struct slice rest = {line, (size_t)(stop - line)};
        line = stop + 2;
        struct slice name = take_while(&rest, is_token_char);
        if (name.n == 0 || rest.n == 0 || *rest.s != ':' || !is_clean(rest))
            return MULTIPART_BAD_SYNTAX;
        rest.s++;
        rest.n--;
        skip_space(&rest);
        while (rest.n > 0 && (rest.s[rest.n - 1] == ' ' || rest.s[rest.n - 1] == '\t'))
            rest.n--;
        if (same(name, "Content-Disposition")) {
            enum multipart_result result = disposed ? MULTIPART_BAD_SYNTAX : read_disposition(rest, part);
            if (result != MULTIPART_OK)
                return result;
            disposed = true;
        } else if (same(name, "Content-Type")) {
            if (typed)
                return MULTIPART_BAD_SYNTAX;
            typed = true;
            rest.s[rest.n] = '\0';
            part->type = rest.s;
        } else if (same(name, "Content-Transfer-Encoding") && !is_identity(rest)) {
            return MULTIPART_BAD_SYNTAX;
        }
    }
    return disposed ? MULTIPART_OK : MULTIPART_BAD_SYNTAX;
}
