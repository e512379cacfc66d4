/* One libpq connection on the event loop: how it comes, how it is found dead, how it comes back. Answers are first
 * gathered and only then handed to their owners, because an owner runs Lua, which sends more; for the same reason a
 * connection that breaks while sending is taken down later, by its timer. A lost connection that is `wanted` comes
 * back with growing, jittered pauses. */
#include "pg.h"

#include "log.h"
#include "loop.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

enum { CONNECT_MS = 3000, TRUSTED_NS = 5000000 };

static void lost(struct conn *conn, const char *problem);
static void advance(struct conn *conn);
static void hand_over(struct conn *conn);

/* ── The socket ── */

static void stop_polling(struct conn *conn)
{
    poller_close(conn->poller);
    conn->poller = NULL;
    conn->fd = -1;
}

static void on_socket(void *context, int events, bool failed);

/* False when there is no socket to watch. */
static bool poll_for(struct conn *conn, int events)
{
    int fd = PQsocket(conn->pg);
    if (conn->poller != NULL && fd != conn->fd)
        stop_polling(conn);
    if (conn->poller == NULL && fd >= 0) {
        conn->poller = poller_open(fd, on_socket, conn);
        conn->fd = fd;
    }
    if (conn->poller == NULL)
        return false;
    poller_for(conn->poller, events);
    conn_keep_alive(conn, conn->in_flight > 0 || conn->state == CONN_CONNECTING);
    return true;
}

void conn_keep_alive(struct conn *conn, bool alive)
{
    if (conn->poller != NULL)
        poller_keep_alive(conn->poller, alive);
}

bool conn_stands(struct conn *conn)
{
    if (PQsocket(conn->pg) >= 0)
        return true;
    stop_polling(conn);
    conn_break(conn);
    return false;
}

void conn_flush(struct conn *conn)
{
    int left = PQflush(conn->pg);
    if (!conn_stands(conn))
        return;
    bool watched = poll_for(conn, left == 1 ? UV_READABLE | UV_WRITABLE : UV_READABLE);
    if (left < 0 || PQstatus(conn->pg) == CONNECTION_BAD || !watched)
        conn_break(conn);
}

/* ── The timer ── */

static void on_timer(uv_timer_t *timer)
{
    struct conn *conn = timer->data;
    if (conn->state == CONN_CLOSED)
        conn_open(conn);
    else if (conn->state == CONN_CONNECTING)
        lost(conn, "no answer from the server while connecting");
    else if (conn->state == CONN_BREAKING)
        lost(conn, conn->pg != NULL ? PQerrorMessage(conn->pg) : "DATABASE_URL is not set");
}

/* Only what is due at once keeps the process's loop going; a pause before the next attempt does not. */
static void set_timer(struct conn *conn, uint64_t milliseconds, uv_timer_cb callback)
{
    if (!conn->timer_made) {
        uv_timer_init(loop_get(), &conn->timer);
        conn->timer.data = conn;
        conn->timer_made = true;
    }
    if (milliseconds == 0)
        uv_ref((uv_handle_t *)&conn->timer);
    else
        uv_unref((uv_handle_t *)&conn->timer);
    uv_timer_start(&conn->timer, callback, milliseconds, 0);
}

void conn_break(struct conn *conn)
{
    conn->state = CONN_BREAKING;
    set_timer(conn, 0, on_timer);
}

/* ── Connecting ── */

static void on_notice(void *context, const PGresult *result)
{
    struct conn *conn = context;
    const char *severity = PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);
    const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    if (severity != NULL && message != NULL && strcmp(severity, "FATAL") == 0)
        snprintf(conn->last_words, sizeof conn->last_words, "%s", message);
    if (!log_wants(LOG_DEBUG))
        return;
    log_begin(LOG_DEBUG, "pg.notice");
    log_text("connection", conn->name);
    log_text("message", message);
    log_end();
}

void conn_open(struct conn *conn)
{
    if (conn->state != CONN_CLOSED)
        return;
    if (conn->tail == NULL) {
        conn->tail = &conn->head;
        conn->settled_tail = &conn->settled;
        conn->again_tail = &conn->again;
        conn->finished_tail = &conn->finished;
    }
    conn->pg = session_start(conn->direct);
    if (conn->pg == NULL) {
        conn_break(conn);
        return;
    }
    conn->state = CONN_CONNECTING;
    PQsetNoticeReceiver(conn->pg, on_notice, conn);
    if (PQstatus(conn->pg) == CONNECTION_BAD) {
        /* Not now: the caller may be a Lua function in the middle of a query. */
        conn_break(conn);
        return;
    }
    set_timer(conn, CONNECT_MS, on_timer);
    if (!poll_for(conn, UV_WRITABLE))
        conn_break(conn);
}

static void established(struct conn *conn)
{
    uv_timer_stop(&conn->timer);
    PQsetnonblocking(conn->pg, 1);
    PQenterPipelineMode(conn->pg);
    conn->state = CONN_READY;
    conn->failures = 0;
    conn->up = true;
    conn->session++;
    conn->problem[0] = '\0';
    conn->heard = uv_hrtime();
    pg_counters.connects++;
    poll_for(conn, UV_READABLE);
    conn->on_ready(conn);
    hand_over(conn); /* what was sent meanwhile was lost before it left: no other event would say so */
}

/* Between two steps libpq may have left one socket for another (the next address, or without encryption), and the new
 * one often has the old one's number: so each step is watched anew. */
static void advance(struct conn *conn)
{
    PostgresPollingStatusType next = PQconnectPoll(conn->pg);
    stop_polling(conn);
    if (next == PGRES_POLLING_OK)
        established(conn);
    else if (next == PGRES_POLLING_FAILED || !poll_for(conn, next == PGRES_POLLING_READING ? UV_READABLE : UV_WRITABLE))
        lost(conn, PQerrorMessage(conn->pg));
}

/* ── Answers ── */

/* Owners may send more, close the connection, or free what they own; each op is off the list before its owner knows. */
static void hand_over(struct conn *conn)
{
    while (conn->finished != NULL) {
        struct op *op = conn->finished;
        conn->finished = op->next;
        if (conn->finished == NULL)
            conn->finished_tail = &conn->finished;
        op->next = NULL;
        statement_rest(op);
        op->done(op);
    }
}

static void on_socket(void *context, int events, bool failed)
{
    struct conn *conn = context;
    if (conn->state == CONN_CONNECTING) {
        advance(conn);
        return;
    }
    if (conn->state != CONN_READY)
        return;
    bool alive = true;
    if (failed || (events & UV_READABLE) != 0)
        alive = PQconsumeInput(conn->pg) == 1;
    if (!answer_take(conn) || !alive || PQstatus(conn->pg) != CONNECTION_OK) {
        lost(conn, PQerrorMessage(conn->pg));
        return;
    }
    conn->heard = uv_hrtime();
    send_again(conn);
    conn_flush(conn);
    if (conn->on_room != NULL)
        conn->on_room(conn);
    hand_over(conn);
}

/* ── Loss ── */

static void say_lost(const struct conn *conn, bool was_ready)
{
    if (!was_ready && conn->failures != 1)
        return;
    log_begin(LOG_WARN, was_ready ? "pg.lost" : "pg.unreachable");
    log_text("connection", conn->name);
    log_text("message", conn->problem);
    log_end();
}

static void let_go(struct conn *conn)
{
    stop_polling(conn);
    PQfinish(conn->pg);
    conn->pg = NULL;
    conn->state = CONN_CLOSED;
    conn->scripting = false;
    conn->up = false;
    conn->session++;
    answer_lose(conn);
    statement_clear(conn);
}

static void lost(struct conn *conn, const char *problem)
{
    bool was_ready = conn->up;
    if (conn->last_words[0] != '\0')
        problem = conn->last_words;
    snprintf(conn->problem, sizeof conn->problem, "%.*s", (int)strcspn(problem, "\n"), problem);
    if (conn->problem[0] == '\0')
        snprintf(conn->problem, sizeof conn->problem, "the connection was closed");
    conn->last_words[0] = '\0';
    conn->failures++;
    pg_counters.lost += was_ready;
    say_lost(conn, was_ready);
    let_go(conn);
    if (conn->on_lost != NULL)
        conn->on_lost(conn);
    if (conn->wanted && conn->state == CONN_CLOSED)
        set_timer(conn, was_ready ? 0 : session_pause(conn->failures), on_timer);
    else
        uv_timer_stop(&conn->timer);
    hand_over(conn);
}

static void on_closed_later(uv_timer_t *timer)
{
    struct conn *conn = timer->data;
    if (conn->on_lost != NULL)
        conn->on_lost(conn);
    if (conn->wanted)
        conn_open(conn);
    hand_over(conn);
}

void conn_close(struct conn *conn)
{
    if (conn->state != CONN_CLOSED) {
        snprintf(conn->problem, sizeof conn->problem, "the connection was closed");
        let_go(conn);
    }
    set_timer(conn, 0, on_closed_later);
}

/* Whether the server has not hung up meanwhile, which the loop may not have noticed yet. */
static bool still_there(struct conn *conn)
{
    char byte;
    for (int i = 0; i < 4; i++) {
        ssize_t size = recv(conn->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
        if (size < 0)
            return errno == EAGAIN || errno == EWOULDBLOCK;
        if (size == 0 || PQconsumeInput(conn->pg) != 1)
            return false;
    }
    return true;
}

bool conn_ready(struct conn *conn)
{
    if (conn->state != CONN_READY)
        return false;
    if (conn->in_flight > 0 || uv_hrtime() - conn->heard < TRUSTED_NS || still_there(conn))
        return true;
    if (conn_stands(conn))
        conn_break(conn);
    return false;
}

bool conn_clean(const struct conn *conn)
{
    return conn->state == CONN_READY && conn->in_flight == 0 && !conn->scripting &&
           PQtransactionStatus(conn->pg) == PQTRANS_IDLE;
}

void conn_forget(struct conn *conn, struct op *op)
{
    struct statement *statement = statement_find(conn, op);
    if (statement != NULL && statement->serial == op->serial)
        statement_drop(conn, statement, true);
}
