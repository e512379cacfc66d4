/* UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF. Pure functions on bytes. */
#ifndef SIJANG_UTF8_H
#define SIJANG_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether all n bytes are valid UTF-8. NUL is a valid character. */
bool utf8_valid(const char *s, size_t n);

/* The length of the well-formed character at s (1 to 4), its code point in *point; 0 when there is none in n bytes. */
size_t utf8_decode(const char *s, size_t n, uint32_t *point);

/* Writes 1 to 4 bytes; `point` must be a scalar value. */
size_t utf8_encode(uint32_t point, char *out);

#endif
