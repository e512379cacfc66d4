/* Passwords that so many people have that they are tried first. */
#ifndef SIJANG_PASSWORD_COMMON_H
#define SIJANG_PASSWORD_COMMON_H

#include <stdbool.h>
#include <stddef.h>

/* Whether a password, in lower case, is on the list. One in 200,000 others is taken for one of them. */
bool password_common_has(const char *password, size_t length);

#endif
