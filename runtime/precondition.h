/* Preconditions of GET and HEAD (RFC 9110, 13): whether the client has already what it asks for. */
#ifndef SIJANG_PRECONDITION_H
#define SIJANG_PRECONDITION_H

#include <stdbool.h>
#include <time.h>

enum { PRECONDITION_DATE = 30 };

/* `none_match` and `modified_since` are the headers' values, or NULL. Tags are compared weakly; the date counts only where
 * there is no If-None-Match. `modified` may be 0: unknown. */
bool precondition_met(const char *none_match, const char *modified_since, const char *tag, time_t modified);

/* A time as Last-Modified says it. */
void precondition_date(char text[PRECONDITION_DATE], time_t when);

#endif
