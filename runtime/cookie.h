/* Reads a Cookie header (RFC 6265 section 4.2.1). Pure functions on bytes. */
#ifndef SIJANG_COOKIE_H
#define SIJANG_COOKIE_H

#include <stdbool.h>
#include <stddef.h>

enum { COOKIE_MOST = 64 };

/* Points into the header, not terminated; printable ASCII without quotes, commas, semicolons, backslashes and spaces.
 * False stops. */
typedef bool cookie_fn(void *context, const char *name, size_t name_length, const char *value, size_t value_length);

/* Hands over each well-formed pair in order, at most COOKIE_MOST of them. Others are passed over: a cookie that some other
 * software on our domain has set must not take ours away. Returns how many were handed over. */
unsigned cookie_parse(const char *header, size_t n, cookie_fn *on_cookie, void *context);

#endif
