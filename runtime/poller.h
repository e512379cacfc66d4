/* One socket on the loop, for as long as its owner wants to hear of it. Over libuv's own handle it adds what three
 * bindings would otherwise each have to know: libuv silently stops a handle whose descriptor has an error pending, and
 * what can still be read from such a socket (a server's last words) is then never heard of. A poller keeps watching. */
#ifndef SIJANG_POLLER_H
#define SIJANG_POLLER_H

#include <stdbool.h>
#include <uv.h>

struct poller;

/* `events`: UV_READABLE, UV_WRITABLE; with an error both, and `failed`: reading or writing says which it is. May close
 * the poller. */
typedef void poller_on_event(void *context, int events, bool failed);

/* Watches for nothing yet. NULL when the loop still watches that descriptor for somebody else, who has closed it
 * without closing their poller. */
struct poller *poller_open(int fd, poller_on_event *on_event, void *context);
/* What to watch for from now on: UV_READABLE, UV_WRITABLE. */
void poller_for(struct poller *poller, int events);
/* Whether the loop goes on for its sake; true unless said. */
void poller_keep_alive(struct poller *poller, bool alive);
/* NULL is nothing. Before the descriptor is closed, or at least before another can get its number: what the loop forgets
 * is a number, whoever has it. */
void poller_close(struct poller *poller);

#endif
