/* Reads "a=b&c=d": a query string or an application/x-www-form-urlencoded body (WHATWG URL, but strict: what is malformed
 * is refused, not guessed). Pure functions on bytes. */
#ifndef SIJANG_FORM_H
#define SIJANG_FORM_H

#include <stdbool.h>
#include <stddef.h>

enum form_result {
    FORM_OK,
    FORM_BAD_ESCAPE, /* a % without two hexadecimal digits */
    FORM_BAD_UTF8,
    FORM_NUL,      /* a NUL in a name or a value, raw or as %00 */
    FORM_TOO_MANY, /* pairs */
    FORM_STOPPED,  /* on_pair returned false */
};

enum { FORM_MOST_PAIRS = 1000 };

/* A decoded pair: valid UTF-8 without NUL, not terminated; it points into the text. False stops. */
typedef bool form_pair_fn(void *context, const char *name, size_t name_length, const char *value, size_t value_length);

/* Decodes in place and hands over each pair in order. '+' and %20 are spaces; a piece without '=' is a name with an empty
 * value; empty pieces are passed over. Pairs before a broken one have been handed over already. */
enum form_result form_parse(char *text, size_t n, form_pair_fn *on_pair, void *context, unsigned most_pairs);

/* What is wrong, in English, for the log; "ok" for FORM_OK. */
const char *form_message(enum form_result result);

#endif
