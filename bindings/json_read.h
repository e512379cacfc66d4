/* Reads JSON (RFC 8259) strictly, a token at a time, from bytes in memory. It knows no Lua and allocates nothing. What it
 * refuses is refused whole: hexadecimal and NaN, leading zeros, comments, trailing commas and garbage, control characters
 * in strings, invalid UTF-8, lone surrogates, nesting deeper than 64. */
#ifndef SIJANG_JSON_READ_H
#define SIJANG_JSON_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { JSON_DEPTH = 64 };

enum json_token {
    JSON_ERROR, /* see `error` and `at` */
    JSON_END,
    JSON_NULL,
    JSON_TRUE,
    JSON_FALSE,
    JSON_NUMBER, /* `text`: its spelling; `integral`: no fraction, no exponent */
    JSON_STRING, /* `text`: between the quotes; `escaped`: it has escapes, which are left in it */
    JSON_NAME,   /* a member's name; as a string. Its value follows */
    JSON_ARRAY,
    JSON_OBJECT,
    JSON_CLOSE, /* of the innermost array or object */
};

struct json_reader {
    const char *s;
    size_t n, at;
    const char *error; /* static text, what was expected */
    const char *text;
    size_t length;
    bool escaped, integral;
    /* private */
    unsigned depth;
    unsigned expects;
    uint64_t objects; /* bit d: the container at depth d is an object */
};

void json_begin(struct json_reader *reader, const char *s, size_t n);

/* The next token; after JSON_ERROR or JSON_END, the same again. */
enum json_token json_next(struct json_reader *reader);

#endif
