/* Who is at the other end: addresses, and which peers are believed when they say whom they speak for. */
#ifndef SIJANG_PEER_H
#define SIJANG_PEER_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>

/* Reads TRUSTED_PROXIES: addresses, CIDR blocks, and the word unix. False and a sentence in `problem` if one is
 * malformed. */
bool peer_open(char *problem, size_t size);

/* Writes the peer's address as text; a unix socket is "unix". */
void peer_text(const struct sockaddr *address, char *text, size_t size);
bool peer_trusted(const char *text);

/* The client behind trusted proxies: the rightmost address in X-Forwarded-For that is not itself trusted. Falls back
 * to the peer when the header is missing or holds something that is not an address. */
void peer_client(const char *peer, const char *forwarded, char *text, size_t size);

#endif
