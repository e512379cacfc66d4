/* Redis inside the loop, between the redis*.c files only. A `link` is one connection with its questions (`ask`) in
 * flight; the Lua face owns one for commands, the subscriber one for messages. Redis may be gone at any time and
 * nobody may wait for it: a link that fails is a breaker that is open until a probe in the background has been
 * answered. */
#ifndef SIJANG_REDIS_H
#define SIJANG_REDIS_H

#include "poller.h"
#include "task.h"

#include <hiredis/hiredis.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uv.h>

struct vm;

/* ── redis_address.c ── */

struct redis_address {
    char host[256]; /* or "" */
    char path[108]; /* of a unix socket, or "" */
    char user[128], password[512];
    int port, database;
};

/* Reads redis://[[user]:password@]host[:port][/database] or unix:/path[?db=N]. NULL, or what is wrong with it. */
const char *address_read(const char *url, struct redis_address *address);

/* ── redis_link.c ── */

/* Milliseconds: for an attempt, for commands that wait for the first one, for a command's answer once it has been sent. */
enum { CONNECT_MS = 1000, EARLY_MS = 50, COMMAND_MS = 50 };

/* One Lua call's commands, waiting for as many replies. */
struct ask {
    struct wait wait;
    struct ask *next;
    unsigned wanted, got;
    bool many; /* a pipeline: its results come as a table */
    bool abandoned;
    uint64_t deadline; /* loop time */
    redisReply *replies[];
};

enum link_state { LINK_CLOSED, LINK_CONNECTING, LINK_READY };

struct link {
    enum link_state state;
    const char *name; /* in the log */
    int fd;
    struct poller *poller;
    uv_timer_t timer, commands; /* the next attempt or the end of one; the first ask's deadline */
    bool made, dirty, greeting; /* greeting: replies of AUTH, SELECT, PING are still to come */
    unsigned greetings, failures;
    char *out;
    size_t out_start, out_end, out_size;
    struct link *next_dirty;
    redisReader *reader;
    struct ask *head, **tail;        /* in flight, in order */
    struct ask *unsent;              /* the first of them that has not left yet: its time has not begun */
    struct ask *early, **early_tail; /* came before the first connection stood */
    unsigned in_flight;
    uint64_t heard; /* loop time */
    uv_getaddrinfo_t *resolving;
    char problem[256];
    void (*on_ready)(struct link *link);                   /* may be NULL */
    void (*on_lost)(struct link *link);                    /* may be NULL */
    void (*on_push)(struct link *link, redisReply *reply); /* what no ask waits for; may be NULL */
};

/* Starts connecting if it does not yet. */
void link_open(struct link *link);
/* Leaves the present connection and makes a new one: at once, as if it were the first. */
void link_reopen(struct link *link);
/* NULL when commands may be sent or queued; else why not (the breaker is open). */
const char *link_refuses(struct link *link);
/* Room for `bytes` more to be sent at the end of the turn. */
char *link_room(struct link *link, size_t bytes);
void link_wrote(struct link *link, size_t bytes);
/* The commands just written belong to this. Its end is ask_over's. */
void link_ask(struct link *link, struct ask *ask);
/* What is in flight ends with this problem, and a new attempt follows. */
void link_lost(struct link *link, const char *problem);
/* Has a socket that connects watched, false when it cannot be; and, once it has connected, for what comes. */
bool link_watch(struct link *link, int fd);
void link_await(struct link *link);

/* ── redis_dial.c ── */

/* Begins to connect; ends in dial_connected, which the link calls when the socket is writable, or in link_lost. */
void dial(struct link *link);
void dial_connected(struct link *link);
/* Connections made from now on go there instead of where the settings say. */
void link_use(const char *url);

/* ── redis.c ── */

/* All replies have come, or `problem` says why none will. Frees the ask. */
void ask_over(struct ask *ask, const char *problem);

/* ── redis_subscribe.c ── */

int subscribe_add(lua_State *L);
int subscribe_start(lua_State *L);
int subscribe_healthy(lua_State *L);
void subscribe_reopen(void);

#endif
