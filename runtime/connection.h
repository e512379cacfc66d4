/* The open connections: who is at the other end, and what libmicrohttpd does not watch. It closes a silent connection, but a
 * client that sends one byte a second is never silent; here a request's head and body must be whole in time. */
#ifndef SIJANG_CONNECTION_H
#define SIJANG_CONNECTION_H

#include <microhttpd.h>
#include <stdbool.h>
#include <stdint.h>

struct generation;
struct request;

struct peer {
    struct peer *next, **link;
    struct request *request; /* the one under way */
    int socket;
    uint64_t since; /* loop time: of the request's first line, or when it could begin to send one */
    bool served, doomed, trusted;
    char text[46]; /* the peer's address, or "unix" */
};

/* Takes from the configuration anew how long a head and a body may take, and how long a connection may be silent. */
void connection_reread(void);

/* libmicrohttpd's notice of a new or a closed connection; *peer is its context. */
void connection_changed(void *context, struct MHD_Connection *connection, void **peer,
                        enum MHD_ConnectionNotificationCode code);

/* Ends those that take too long, with 408 where no answer has begun; while draining, the idle ones as well, with a moment for
 * those that have not asked for anything yet. */
void connection_watch(uint64_t now, bool draining);

/* Lets go of a generation for those whose body still arrives: the one that serves when it is whole will answer them. */
void connection_leave(struct generation *generation);

bool connection_any(void);

#endif
