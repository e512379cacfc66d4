/* One connection to Redis: our own socket with hiredis's reader, because hiredis 0.14 knows neither timeouts nor a
 * way out of a server that has stopped. What is written in a turn of the loop leaves together at its end. A
 * connection counts only once AUTH, SELECT and a PING have been answered; until the first one stands, commands
 * wait EARLY_MS at most, and after any failure they are refused at once while a probe in the background tries
 * again. */
#include "redis.h"

#include "log.h"
#include "loop.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PAUSE_FIRST_MS = 50, PAUSE_MAX_MS = 1000, OUT_FIRST = 4096, READS_A_TURN = 32, RECEIVE_ROOM = 32768 };
static const size_t out_most = (size_t)64 << 20;

static struct link *dirty;
static uv_check_t turn_end;
static uv_idle_t turn_next;
static bool turns_made;

static void end_asks(struct link *link, const char *problem);
static void receive(struct link *link);
static void on_socket(void *context, int events, bool failed);
static void keep_alive(struct link *link);

/* ── The socket ── */

static void stop_socket(struct link *link)
{
    poller_close(link->poller);
    link->poller = NULL;
    if (link->fd >= 0)
        close(link->fd);
    link->fd = -1;
}

bool link_watch(struct link *link, int fd)
{
    link->fd = fd;
    link->poller = poller_open(fd, on_socket, link);
    if (link->poller == NULL)
        return false;
    poller_for(link->poller, UV_WRITABLE);
    keep_alive(link);
    return true;
}

void link_await(struct link *link)
{
    poller_for(link->poller, UV_READABLE);
}

/* The process's loop goes on only for what somebody waits for. */
static void keep_alive(struct link *link)
{
    if (link->poller != NULL)
        poller_keep_alive(link->poller, link->in_flight > 0 || link->early != NULL);
}

/* ── Asks ── */

static struct ask *take(struct ask **head, struct ask ***tail)
{
    struct ask *ask = *head;
    *head = ask->next;
    if (*head == NULL)
        *tail = head;
    ask->next = NULL;
    return ask;
}

static void append(struct ask ***tail, struct ask *ask)
{
    ask->next = NULL;
    **tail = ask;
    *tail = &ask->next;
}

/* A command that is late takes the connection with it, because its answer would be taken for the next one's. It is not
 * late while bytes move, nor when its answer lies in the socket and this process alone was slow. */
static void on_late(uv_timer_t *timer)
{
    struct link *link = timer->data;
    uint64_t now = loop_now();
    if (link->head != NULL && link->head != link->unsent && link->head->deadline <= now)
        receive(link);
    struct ask *first = link->head != NULL ? link->head : link->early;
    if (first == NULL || first == link->unsent)
        return;
    uint64_t deadline = first->deadline;
    if (link->head != NULL && link->heard + COMMAND_MS > deadline)
        deadline = link->heard + COMMAND_MS;
    if (deadline > now) {
        uv_timer_start(timer, on_late, deadline - now, 0);
    } else if (link->head != NULL) {
        link_lost(link, "no answer within the time a command has");
    } else {
        /* The attempt goes on without those who have waited for it. */
        link->failures = 1;
        snprintf(link->problem, sizeof link->problem, "not connected yet");
        link->out_start = link->out_end = 0;
        end_asks(link, "not connected yet");
    }
}

static void put_in_flight(struct link *link, struct ask *ask)
{
    append(&link->tail, ask);
    link->in_flight++;
    if (link->unsent == NULL)
        link->unsent = ask;
    keep_alive(link);
}

/* The time of a command begins when it leaves, for this process may have been slow to come to it. */
static void begin_time(struct link *link)
{
    if (link->unsent == NULL)
        return;
    uv_update_time(loop_get());
    for (; link->unsent != NULL; link->unsent = link->unsent->next)
        link->unsent->deadline = loop_now() + COMMAND_MS;
    if (!uv_is_active((uv_handle_t *)&link->commands))
        uv_timer_start(&link->commands, on_late, COMMAND_MS, 0);
}

void link_ask(struct link *link, struct ask *ask)
{
    if (link->state == LINK_READY) {
        put_in_flight(link, ask);
    } else {
        ask->deadline = loop_now() + EARLY_MS;
        append(&link->early_tail, ask);
        if (!uv_is_active((uv_handle_t *)&link->commands))
            uv_timer_start(&link->commands, on_late, EARLY_MS, 0);
        keep_alive(link);
    }
}

const char *link_refuses(struct link *link)
{
    if (link->state == LINK_CLOSED && link->failures == 0)
        link_open(link);
    if (link->state == LINK_READY || (link->state == LINK_CONNECTING && link->failures == 0))
        return link->out_end - link->out_start > out_most ? "too much waits to be sent" : NULL;
    return link->problem;
}

/* ── Sending ── */

char *link_room(struct link *link, size_t bytes)
{
    if (link->out_start == link->out_end)
        link->out_start = link->out_end = 0;
    if (link->out_size - link->out_end < bytes) {
        if (link->out_start < link->out_end)
            memmove(link->out, link->out + link->out_start, link->out_end - link->out_start);
        link->out_end -= link->out_start;
        link->out_start = 0;
        size_t size = link->out_size < OUT_FIRST ? OUT_FIRST : link->out_size;
        while (size - link->out_end < bytes)
            size *= 2;
        char *out = size == link->out_size ? link->out : realloc(link->out, size);
        if (out == NULL)
            abort();
        link->out = out;
        link->out_size = size;
    }
    return link->out + link->out_end;
}

static void flush(struct link *link)
{
    /* What came early waits behind the greeting until the link is ready. */
    if (link->fd < 0 || link->greeting)
        return;
    begin_time(link);
    while (link->out_start < link->out_end) {
        ssize_t sent = send(link->fd, link->out + link->out_start, link->out_end - link->out_start, MSG_NOSIGNAL);
        if (sent > 0) {
            link->out_start += (size_t)sent;
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            poller_for(link->poller, UV_READABLE | UV_WRITABLE);
            return;
        } else if (errno != EINTR) {
            link_lost(link, strerror(errno));
            return;
        }
    }
    poller_for(link->poller, UV_READABLE);
}

static void flush_dirty(void)
{
    uv_idle_stop(&turn_next);
    while (dirty != NULL) {
        struct link *link = dirty;
        dirty = link->next_dirty;
        link->dirty = false;
        if (link->state == LINK_READY)
            flush(link);
    }
}

static void on_turn_end(uv_check_t *check)
{
    (void)check;
    flush_dirty();
}

static void on_turn_next(uv_idle_t *idle)
{
    (void)idle;
    flush_dirty();
}

void link_wrote(struct link *link, size_t bytes)
{
    link->out_end += bytes;
    if (link->dirty)
        return;
    if (!turns_made) {
        turns_made = true;
        uv_check_init(loop_get(), &turn_end);
        uv_check_start(&turn_end, on_turn_end);
        uv_unref((uv_handle_t *)&turn_end);
        uv_idle_init(loop_get(), &turn_next);
    }
    uv_idle_start(&turn_next, on_turn_next);
    link->dirty = true;
    link->next_dirty = dirty;
    dirty = link;
}

/* ── Answers ── */

static void ready(struct link *link)
{
    link->greeting = false;
    link->state = LINK_READY;
    link->failures = 0;
    link->problem[0] = '\0';
    uv_timer_stop(&link->timer);
    while (link->early != NULL)
        put_in_flight(link, take(&link->early, &link->early_tail));
    if (link->on_ready != NULL)
        link->on_ready(link);
    flush(link);
}

/* False: the link is gone. */
static bool take_reply(struct link *link, redisReply *reply)
{
    if (link->greeting) {
        bool failed = reply->type == REDIS_REPLY_ERROR;
        if (failed)
            link_lost(link, reply->str);
        freeReplyObject(reply);
        if (!failed && --link->greetings == 0)
            ready(link);
        return !failed && link->state == LINK_READY;
    }
    struct ask *ask = link->head;
    if (ask == NULL) {
        if (link->on_push != NULL)
            link->on_push(link, reply);
        freeReplyObject(reply);
        return link->state == LINK_READY;
    }
    ask->replies[ask->got++] = reply;
    if (ask->got == ask->wanted) {
        if (link->unsent == ask)
            link->unsent = ask->next;
        take(&link->head, &link->tail);
        link->in_flight--;
        ask_over(ask, NULL);
    }
    return link->state == LINK_READY;
}

static bool take_replies(struct link *link)
{
    for (;;) {
        void *reply = NULL;
        if (redisReaderGetReply(link->reader, &reply) != REDIS_OK) {
            link_lost(link, "Redis does not speak its protocol");
            return false;
        }
        if (reply == NULL)
            return true;
        bool greeting = link->greeting;
        if (!take_reply(link, reply) && !(greeting && link->greeting))
            return false;
    }
}

static void receive(struct link *link)
{
    static char room[RECEIVE_ROOM];
    for (int i = 0; i < READS_A_TURN; i++) {
        ssize_t got = recv(link->fd, room, sizeof room, 0);
        if (got == 0) {
            link_lost(link, "Redis closed the connection");
            return;
        }
        if (got < 0) {
            if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)
                link_lost(link, strerror(errno));
            return;
        }
        link->heard = loop_now();
        redisReaderFeed(link->reader, room, (size_t)got);
        if (!take_replies(link) || (size_t)got < sizeof room)
            return;
    }
}

/* ── Connecting ── */

static void on_socket(void *context, int events, bool failed)
{
    struct link *link = context;
    if (link->state == LINK_CONNECTING && link->greetings == 0) {
        dial_connected(link);
        return;
    }
    if (failed || (events & UV_READABLE) != 0)
        receive(link);
    if (link->state == LINK_READY && (events & UV_WRITABLE) != 0) {
        link->heard = loop_now(); /* it takes what was too much before: it lives */
        flush(link);
    }
    keep_alive(link);
}

/* The attempt begins in the loop, so that whoever asked for it is waiting when it fails. */
static void on_timer(uv_timer_t *timer)
{
    struct link *link = timer->data;
    if (link->state == LINK_CLOSED)
        link->state = LINK_CONNECTING;
    if (link->fd >= 0 || link->resolving != NULL) {
        link_lost(link, "no answer while connecting");
        return;
    }
    uv_timer_start(timer, on_timer, CONNECT_MS, 0);
    uv_unref((uv_handle_t *)timer);
    link->greeting = true;
    link->greetings = 0;
    link->reader = redisReaderCreate();
    if (link->reader == NULL)
        abort();
    dial(link);
}

void link_open(struct link *link)
{
    if (!link->made) {
        link->made = true;
        link->fd = -1;
        link->tail = &link->head;
        link->early_tail = &link->early;
        uv_timer_init(loop_get(), &link->timer);
        uv_timer_init(loop_get(), &link->commands);
        link->timer.data = link->commands.data = link;
        uv_unref((uv_handle_t *)&link->commands);
    }
    if (link->state != LINK_CLOSED || uv_is_active((uv_handle_t *)&link->timer))
        return;
    link->state = LINK_CONNECTING;
    uv_timer_start(&link->timer, on_timer, 0, 0);
    uv_ref((uv_handle_t *)&link->timer);
}

/* ── Loss ── */

static uint64_t pause_of(const struct link *link)
{
    uint64_t longest = PAUSE_FIRST_MS;
    for (unsigned i = 1; i < link->failures && longest < PAUSE_MAX_MS; i++)
        longest *= 2;
    if (longest > PAUSE_MAX_MS)
        longest = PAUSE_MAX_MS;
    uint64_t dice = (uv_hrtime() / 1000 + (uint64_t)uv_os_getpid()) * UINT64_C(0x9E3779B97F4A7C15) >> 33;
    return longest / 2 + dice % (longest / 2 + 1);
}

static void let_go(struct link *link)
{
    stop_socket(link);
    link->resolving = NULL; /* its callback sees that nobody wants it any more */
    link->state = LINK_CLOSED;
    link->greeting = false;
    link->greetings = 0;
    link->in_flight = 0;
    link->unsent = NULL;
    link->out_start = link->out_end = 0;
    if (link->reader != NULL)
        redisReaderFree(link->reader);
    link->reader = NULL;
    uv_timer_stop(&link->commands);
}

static void end_asks(struct link *link, const char *problem)
{
    /* Off the link first: who is told may ask again. */
    struct ask *asks = link->head, **end = asks != NULL ? link->tail : &asks;
    *end = link->early;
    link->head = link->early = NULL;
    link->tail = &link->head;
    link->early_tail = &link->early;
    while (asks != NULL) {
        struct ask *ask = asks;
        asks = ask->next;
        ask_over(ask, problem);
    }
}

void link_lost(struct link *link, const char *problem)
{
    bool was_ready = link->state == LINK_READY;
    snprintf(link->problem, sizeof link->problem, "%s", problem);
    link->failures++;
    if (was_ready || link->failures == 1) {
        log_begin(LOG_WARN, was_ready ? "redis.lost" : "redis.unreachable");
        log_text("connection", link->name);
        log_text("message", link->problem);
        log_end();
    }
    let_go(link);
    uv_timer_start(&link->timer, on_timer, pause_of(link), 0);
    uv_unref((uv_handle_t *)&link->timer);
    if (link->on_lost != NULL)
        link->on_lost(link);
    char said[sizeof link->problem];
    memcpy(said, link->problem, sizeof said);
    end_asks(link, said);
}

void link_reopen(struct link *link)
{
    if (!link->made)
        return;
    let_go(link);
    uv_timer_stop(&link->timer);
    link->failures = 0;
    if (link->on_lost != NULL)
        link->on_lost(link);
    end_asks(link, "the connection was left");
    link_open(link);
}
