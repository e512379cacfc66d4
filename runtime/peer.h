/* Who is at the other end: addresses, and which peers are believed when they say whom they speak for. */
#ifndef SIJANG_PEER_H
#define SIJANG_PEER_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>

/* Whether a list of TRUSTED_PROXIES is well formed: addresses, CIDR blocks, and the word unix; else a sentence in
 * `problem`. */
bool peer_check(const char *list, char *problem, size_t size);
/* From now on those are trusted; a list that is not well formed changes nothing. */
void peer_trust(const char *list);

/* Writes the peer's address as text; a unix socket is "unix". */
void peer_text(const struct sockaddr *address, char *text, size_t size);
bool peer_trusted(const char *text);

/* The client behind trusted proxies: the rightmost address in X-Forwarded-For that is not itself trusted. Falls back
 * to the peer when the header is missing or holds something that is not an address. */
void peer_client(const char *peer, const char *forwarded, char *text, size_t size);

#endif
