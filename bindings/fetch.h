/* What the files of the fetch module share: one transfer, the engine that carries transfers, and which addresses are
 * anybody's to reach. */
#ifndef SIJANG_FETCH_H
#define SIJANG_FETCH_H

#include "binding.h"
#include "task.h"

#include <curl/curl.h>
#include <sys/socket.h>

/* From request() to its answer. Everything it points to is its own. */
struct transfer {
    struct wait wait;
    CURL *easy;
    struct curl_slist *headers;
    char *request_body;
    char *body, *head; /* the answer: what is read of it so far; header lines end with \n */
    size_t body_length, body_room, head_length, head_room, most;
    bool allow_private, refused, too_large;
    char error[CURL_ERROR_SIZE];
};

/* Hands the transfer to curl. The engine and its connections are the process's, not a generation's. False: no memory. */
bool fetch_engine_add(struct transfer *transfer);
/* Takes it back before its end. */
void fetch_engine_remove(struct transfer *transfer);
/* fetch.c's: called once for each transfer that ended, after the engine let go of it. */
void fetch_ended(struct transfer *transfer, CURLcode result);

/* Whether the address is a public one: not loopback, private, link-local, multicast, reserved, nor a v6 form of such. */
bool fetch_address_public(const struct sockaddr *address);

#endif
