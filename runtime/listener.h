/* The listening sockets, made by the master and inherited by its workers: with TCP one a worker (SO_REUSEPORT
 * spreads new connections), kept open here so that what queues on a dead worker's socket waits for its successor. */
#ifndef SIJANG_LISTENER_H
#define SIJANG_LISTENER_H

#include <stdbool.h>
#include <stddef.h>

enum { LISTENERS_MOST = 64 };

struct listeners {
    int sockets[LISTENERS_MOST];
    unsigned count;
    unsigned port;     /* the real one, when 0 was asked for */
    char address[128]; /* for people: http://… or unix:/… */
};

/* Opens `count` sockets on HOST and PORT. False and a sentence in `problem` on failure, everything closed again. */
bool listener_open(struct listeners *listeners, unsigned count, char *problem, size_t size);
/* Takes sockets that another master opened. False and a sentence when they do not listen on HOST and PORT. */
bool listener_take(struct listeners *listeners, const int *sockets, unsigned count, char *problem, size_t size);
void listener_close(struct listeners *listeners);

#endif
