/* Content codings (gzip, br): which of them a client takes, by its Accept-Encoding (RFC 9110, 12.5.3). */
#ifndef SIJANG_CODING_H
#define SIJANG_CODING_H

/* How much the client would like `coding` (in lower case), in thousandths: 0 if it refuses it or does not speak of it. A `*`
 * speaks of what is not named. `accept` may be NULL: without the header nothing is packed. */
unsigned coding_weight(const char *accept, const char *coding);

#endif
