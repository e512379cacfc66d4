#include "json_read.h"

#include "utf8.h"

#include <string.h>

/* What may come next. A comma is read together with what follows it. */
enum expects {
    EXPECT_VALUE,
    EXPECT_FIRST_ELEMENT, /* or the end of the array */
    EXPECT_FIRST_NAME,    /* or the end of the object */
    EXPECT_NEXT,          /* a comma or the end of the container */
    EXPECT_COLON,
    EXPECT_END,
    EXPECT_NOTHING, /* an error has been told */
};

void json_begin(struct json_reader *reader, const char *s, size_t n)
{
    *reader = (struct json_reader){.s = s, .n = n, .expects = EXPECT_VALUE};
}

static enum json_token fail(struct json_reader *r, const char *expected)
{
    r->error = expected;
    r->expects = EXPECT_NOTHING;
    return JSON_ERROR;
}

static int peek(const struct json_reader *r)
{
    return r->at < r->n ? (unsigned char)r->s[r->at] : -1;
}

static void skip_space(struct json_reader *r)
{
    while (r->at < r->n && (r->s[r->at] == ' ' || r->s[r->at] == '\n' || r->s[r->at] == '\r' || r->s[r->at] == '\t'))
        r->at++;
}

static bool inside_object(const struct json_reader *r)
{
    return (r->objects >> (r->depth - 1) & 1) != 0;
}

/* A value is complete. */
static void after_value(struct json_reader *r)
{
    r->expects = r->depth == 0 ? EXPECT_END : EXPECT_NEXT;
}

static bool is_digit(int c)
{
    return c >= '0' && c <= '9';
}

static bool skip_digits(struct json_reader *r)
{
    size_t from = r->at;
    while (is_digit(peek(r)))
        r->at++;
    return r->at > from;
}

static enum json_token read_number(struct json_reader *r)
{
    r->text = r->s + r->at;
    size_t from = r->at;
    r->integral = true;
    if (peek(r) == '-')
        r->at++;
    if (peek(r) == '0')
        r->at++;
    else if (!skip_digits(r))
        return fail(r, "a digit");
    if (peek(r) == '.') {
        r->at++;
        r->integral = false;
        if (!skip_digits(r))
            return fail(r, "a digit");
    }
    if (peek(r) == 'e' || peek(r) == 'E') {
        r->at++;
        r->integral = false;
        if (peek(r) == '+' || peek(r) == '-')
            r->at++;
        if (!skip_digits(r))
            return fail(r, "a digit");
    }
    r->length = r->at - from;
    after_value(r);
    return JSON_NUMBER;
}

/* Four hexadecimal digits at `at`, or -1. */
static int read_hex(const char *s, size_t left)
{
    if (left < 4)
        return -1;
    int value = 0;
    for (int i = 0; i < 4; i++) {
        char c = s[i];
        int digit = is_digit(c)            ? c - '0'
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                    : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                           : -1;
        if (digit < 0)
            return -1;
        value = value << 4 | digit;
    }
    return value;
}

static bool is_high_surrogate(int unit)
{
    return unit >= 0xD800 && unit <= 0xDBFF;
}

static bool is_low_surrogate(int unit)
{
    return unit >= 0xDC00 && unit <= 0xDFFF;
}

/* After the backslash. */
static bool skip_escape(struct json_reader *r)
{
    int c = peek(r);
    if (c != 'u') {
        r->at++;
        return c > 0 && strchr("\"\\/bfnrt", c) != NULL;
    }
    r->at++;
    int unit = read_hex(r->s + r->at, r->n - r->at);
    if (unit < 0 || is_low_surrogate(unit))
        return false;
    r->at += 4;
    if (!is_high_surrogate(unit))
        return true;
    if (r->n - r->at < 6 || r->s[r->at] != '\\' || r->s[r->at + 1] != 'u')
        return false;
    if (!is_low_surrogate(read_hex(r->s + r->at + 2, r->n - r->at - 2)))
        return false;
    r->at += 6;
    return true;
}

/* A bit for each of eight bytes that is no plain character of ASCII; only the first of them is sure, which is enough. */
static uint64_t find_special(const char *s)
{
    const uint64_t ones = 0x0101010101010101;
    uint64_t word;
    memcpy(&word, s, sizeof word);
    return (word | (word - ones * 0x20) | ((word ^ ones * '"') - ones) | ((word ^ ones * '\\') - ones)) & ones * 0x80;
}

static size_t skip_ascii(const char *s, size_t at, size_t n)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    for (; n - at >= 8; at += 8) {
        uint64_t special = find_special(s + at);
        if (special != 0)
            return at + (size_t)__builtin_ctzll(special) / 8;
    }
#endif
    while (at < n && (unsigned char)s[at] >= 0x20 && (unsigned char)s[at] < 0x80 && s[at] != '"' && s[at] != '\\')
        at++;
    return at;
}

/* The bytes of a string that are characters and stand for themselves; those of Hangul among them, three at a time. */
static size_t skip_plain(const char *s, size_t at, size_t n)
{
    for (;;) {
        at = skip_ascii(s, at, n);
        /* U+1000 to U+CFFF, where every three bytes of this shape are a character */
        if (n - at < 3 || (unsigned char)(s[at] - 0xE1) > 0xEC - 0xE1 || (s[at + 1] & 0xC0) != 0x80 ||
            (s[at + 2] & 0xC0) != 0x80)
            return at;
        at += 3;
    }
}

/* From the opening quote on. */
static enum json_token read_string(struct json_reader *r, enum json_token token)
{
    size_t from = ++r->at;
    r->escaped = false;
    for (;;) {
        r->at = skip_plain(r->s, r->at, r->n);
        int c = peek(r);
        if (c < 0)
            return fail(r, "the end of a string");
        if (c == '"')
            break;
        if (c < 0x20)
            return fail(r, "an escape for a control character");
        if (c == '\\') {
            r->escaped = true;
            r->at++;
            if (!skip_escape(r))
                return fail(r, "an escape that stands for a character");
        } else {
            uint32_t point;
            size_t length = utf8_decode(r->s + r->at, r->n - r->at, &point);
            if (length == 0)
                return fail(r, "UTF-8");
            r->at += length;
        }
    }
    r->text = r->s + from;
    r->length = r->at++ - from;
    return token;
}

static enum json_token read_word(struct json_reader *r, const char *word, enum json_token token)
{
    size_t length = strlen(word);
    if (r->n - r->at < length || memcmp(r->s + r->at, word, length) != 0)
        return fail(r, "a value");
    r->at += length;
    after_value(r);
    return token;
}

static enum json_token open_container(struct json_reader *r, bool object)
{
    if (r->depth == JSON_DEPTH)
        return fail(r, "nesting no deeper than 64");
    r->at++;
    uint64_t mark = (uint64_t)1 << r->depth++;
    r->objects = object ? r->objects | mark : r->objects & ~mark;
    r->expects = object ? EXPECT_FIRST_NAME : EXPECT_FIRST_ELEMENT;
    return object ? JSON_OBJECT : JSON_ARRAY;
}

static enum json_token close_container(struct json_reader *r)
{
    r->at++;
    r->depth--;
    after_value(r);
    return JSON_CLOSE;
}

static enum json_token read_value(struct json_reader *r)
{
    switch (peek(r)) {
    case '{':
        return open_container(r, true);
    case '[':
        return open_container(r, false);
    case '"': {
        enum json_token token = read_string(r, JSON_STRING);
        if (token != JSON_ERROR)
            after_value(r);
        return token;
    }
    case 't':
        return read_word(r, "true", JSON_TRUE);
    case 'f':
        return read_word(r, "false", JSON_FALSE);
    case 'n':
        return read_word(r, "null", JSON_NULL);
    default:
        return peek(r) == '-' || is_digit(peek(r)) ? read_number(r) : fail(r, "a value");
    }
}

static enum json_token read_name(struct json_reader *r)
{
    if (peek(r) != '"')
        return fail(r, "a name in quotes");
    enum json_token token = read_string(r, JSON_NAME);
    if (token != JSON_ERROR)
        r->expects = EXPECT_COLON;
    return token;
}

enum json_token json_next(struct json_reader *r)
{
    skip_space(r);
    switch ((enum expects)r->expects) {
    case EXPECT_COLON:
        if (peek(r) != ':')
            return fail(r, "a colon");
        r->at++;
        skip_space(r);
        return read_value(r);
    case EXPECT_VALUE:
        return read_value(r);
    case EXPECT_FIRST_ELEMENT:
        return peek(r) == ']' ? close_container(r) : read_value(r);
    case EXPECT_FIRST_NAME:
        return peek(r) == '}' ? close_container(r) : read_name(r);
    case EXPECT_NEXT:
        if (peek(r) == (inside_object(r) ? '}' : ']'))
            return close_container(r);
        if (peek(r) != ',')
            return fail(r, inside_object(r) ? "a comma or the end of the object" : "a comma or the end of the array");
        r->at++;
        skip_space(r);
        return inside_object(r) ? read_name(r) : read_value(r);
    case EXPECT_END:
        return r->at == r->n ? JSON_END : fail(r, "nothing after the value");
    case EXPECT_NOTHING:
        break;
    }
    return JSON_ERROR;
}
