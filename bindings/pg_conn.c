/* One libpq connection in pipeline mode on the event loop. Each op ends with a Sync of its own (unless `joined`),
 * so that a failing statement spoils no other. Answers are first gathered and only then handed to their owners,
 * because an owner runs Lua, which sends more; for the same reason a connection that breaks while sending is taken
 * down later, by its timer. A lost connection that is `wanted` comes back with growing, jittered pauses below a
 * second, so that the first success follows within a second of the server accepting again. */
#include "pg.h"

#include "log.h"
#include "loop.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum step { STEP_PREPARE, STEP_QUERY, STEP_SYNC };
enum { CONNECT_MS = 3000 };

static void lost(struct conn *conn, const char *problem);
static void advance(struct conn *conn);

/* ── The socket ── */

static void poll_closed(uv_handle_t *handle)
{
    free(handle);
}

static void stop_polling(struct conn *conn)
{
    if (conn->poll != NULL)
        uv_close((uv_handle_t *)conn->poll, poll_closed);
    conn->poll = NULL;
    conn->fd = -1;
    conn->events = 0;
}

static void on_socket(uv_poll_t *poll, int status, int events);

static void poll_for(struct conn *conn, int events)
{
    int fd = PQsocket(conn->pg);
    if (conn->poll != NULL && fd != conn->fd)
        stop_polling(conn);
    if (fd < 0)
        return;
    if (conn->poll == NULL) {
        conn->poll = malloc(sizeof *conn->poll);
        if (conn->poll == NULL)
            abort();
        uv_poll_init(loop_get(), conn->poll, fd);
        conn->poll->data = conn;
        conn->fd = fd;
    }
    if (conn->events != events) {
        uv_poll_start(conn->poll, events, on_socket);
        conn->events = events;
    }
    conn_keep_alive(conn, conn->in_flight > 0);
}

void conn_keep_alive(struct conn *conn, bool alive)
{
    if (conn->poll == NULL)
        return;
    if (alive)
        uv_ref((uv_handle_t *)conn->poll);
    else
        uv_unref((uv_handle_t *)conn->poll);
}

static void flush(struct conn *conn)
{
    poll_for(conn, PQflush(conn->pg) == 1 ? UV_READABLE | UV_WRITABLE : UV_READABLE);
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
        conn->finished_tail = &conn->finished;
    }
    conn->pg = session_start(conn->direct);
    if (conn->pg == NULL) {
        conn->state = CONN_BREAKING;
        set_timer(conn, 0, on_timer);
        return;
    }
    conn->state = CONN_CONNECTING;
    PQsetNoticeReceiver(conn->pg, on_notice, conn);
    if (PQstatus(conn->pg) == CONNECTION_BAD) {
        /* Not now: the caller may be a Lua function in the middle of a query. */
        conn->state = CONN_BREAKING;
        set_timer(conn, 0, on_timer);
        return;
    }
    set_timer(conn, CONNECT_MS, on_timer);
    poll_for(conn, UV_WRITABLE);
    conn_keep_alive(conn, true);
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
    pg_counters.connects++;
    poll_for(conn, UV_READABLE);
    conn->on_ready(conn);
}

static void advance(struct conn *conn)
{
    switch (PQconnectPoll(conn->pg)) {
    case PGRES_POLLING_READING:
        poll_for(conn, UV_READABLE);
        conn_keep_alive(conn, true);
        break;
    case PGRES_POLLING_WRITING:
        poll_for(conn, UV_WRITABLE);
        conn_keep_alive(conn, true);
        break;
    case PGRES_POLLING_OK:
        established(conn);
        break;
    default:
        lost(conn, PQerrorMessage(conn->pg));
    }
}

/* ── Answers ── */

static void finish_op(struct conn *conn, struct op *op)
{
    conn->head = op->next;
    if (conn->head == NULL)
        conn->tail = &conn->head;
    conn->in_flight--;
    op->next = NULL;
    op->took = (double)(uv_hrtime() - op->started) / 1e6;
    *conn->finished_tail = op;
    conn->finished_tail = &op->next;
}

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

/* The first error stays; an aborted pipeline adds nothing to it. */
static void keep_result(struct op *op, PGresult *result)
{
    bool aborted = PQresultStatus(result) == PGRES_PIPELINE_ABORTED;
    if (op->result != NULL && (aborted || op_failed(op))) {
        PQclear(result);
        return;
    }
    PQclear(op->result);
    op->result = result;
}

static bool is_copy(const PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);
    return status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH;
}

/* One PQgetResult of the op at the head. False when the connection cannot go on. */
static bool take_result(struct conn *conn, struct op *op)
{
    PGresult *result = PQgetResult(conn->pg);
    if (result == NULL) {
        if (op->kind == OP_SCRIPT) {
            conn->scripting = false;
            if (PQstatus(conn->pg) == CONNECTION_OK && PQenterPipelineMode(conn->pg) != 1)
                return false;
            finish_op(conn, op);
        } else if (op->step == STEP_PREPARE) {
            op->step = STEP_QUERY;
        } else if (op->joined) {
            finish_op(conn, op);
        } else {
            op->step = STEP_SYNC;
        }
        return PQstatus(conn->pg) == CONNECTION_OK;
    }
    if (PQresultStatus(result) == PGRES_PIPELINE_SYNC) {
        PQclear(result);
        finish_op(conn, op);
        return true;
    }
    bool copying = is_copy(result);
    bool gone = PQstatus(conn->pg) != CONNECTION_OK && PQresultErrorField(result, PG_DIAG_SQLSTATE) == NULL;
    if (copying || gone) {
        PQclear(result);
        return false;
    }
    if (op->step == STEP_PREPARE && PQresultStatus(result) == PGRES_COMMAND_OK) {
        PQclear(result);
        return true;
    }
    if (op->step == STEP_PREPARE && op->statement != NULL)
        statement_drop(conn, op->statement, false);
    keep_result(op, result);
    return true;
}

static bool drain(struct conn *conn)
{
    while (conn->head != NULL && !PQisBusy(conn->pg))
        if (!take_result(conn, conn->head))
            return false;
    if (conn->head == NULL)
        PQisBusy(conn->pg); /* parses what comes unasked: notifications, notices */
    PGnotify *notify;
    while ((notify = PQnotifies(conn->pg)) != NULL) {
        if (conn->on_notify != NULL)
            conn->on_notify(conn, notify->relname, notify->extra);
        PQfreemem(notify);
    }
    return true;
}

static void on_socket(uv_poll_t *poll, int status, int events)
{
    struct conn *conn = poll->data;
    if (conn->state == CONN_CONNECTING) {
        advance(conn);
        return;
    }
    if (conn->state != CONN_READY)
        return;
    bool alive = true;
    if (status < 0 || (events & UV_READABLE) != 0)
        alive = PQconsumeInput(conn->pg) == 1;
    if (!drain(conn) || !alive || PQstatus(conn->pg) != CONNECTION_OK) {
        lost(conn, PQerrorMessage(conn->pg));
        return;
    }
    flush(conn);
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
    while (conn->head != NULL) {
        conn->head->lost = true;
        finish_op(conn, conn->head);
    }
    for (struct op *op = conn->finished; op != NULL; op = op->next)
        statement_rest(op);
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
    if (conn->state == CONN_CLOSED)
        return;
    snprintf(conn->problem, sizeof conn->problem, "the connection was closed");
    let_go(conn);
    set_timer(conn, 0, on_closed_later);
}

/* ── Sending ── */

static bool send_prepared(struct conn *conn, struct op *op)
{
    struct statement *statement = statement_find(conn, op);
    if (statement == NULL) {
        statement = statement_add(conn, op);
        op->prepares = true;
        if (PQsendPrepare(conn->pg, statement->name, op->sql, 0, NULL) != 1) {
            statement_drop(conn, statement, false);
            return false;
        }
    }
    statement_use(op, statement);
    op->step = op->prepares ? STEP_PREPARE : STEP_QUERY;
    return PQsendQueryPrepared(conn->pg, statement->name, op->parameters, op->values, NULL, NULL, 0) == 1;
}

static bool send_op(struct conn *conn, struct op *op)
{
    op->prepares = false;
    op->step = STEP_QUERY;
    if (op->kind == OP_SCRIPT) {
        conn->scripting = true;
        return PQexitPipelineMode(conn->pg) == 1 && PQsendQuery(conn->pg, op->sql) == 1;
    }
    bool sent = op->kind == OP_PREPARED
                    ? send_prepared(conn, op)
                    : PQsendQueryParams(conn->pg, op->sql, op->parameters, NULL, op->values, NULL, NULL, 0) == 1;
    /* PQpipelineSync pushes to the socket by itself: the server starts on this op while others are being made. */
    return sent && (op->joined || PQpipelineSync(conn->pg) == 1);
}

static void put_in_flight(struct conn *conn, struct op *op)
{
    op->next = NULL;
    op->started = uv_hrtime();
    *conn->tail = op;
    conn->tail = &op->next;
    conn->in_flight++;
    if (send_op(conn, op))
        return;
    conn->state = CONN_BREAKING;
    set_timer(conn, 0, on_timer);
}

static void deallocate_doomed(struct conn *conn)
{
    while (conn->doomed != NULL && conn->state == CONN_READY) {
        struct statement *doomed = conn->doomed;
        conn->doomed = doomed->next;
        char sql[64];
        snprintf(sql, sizeof sql, "DEALLOCATE %s", doomed->name);
        free(doomed);
        put_in_flight(conn, op_text(sql, OP_PLAIN, op_free, NULL));
    }
}

void conn_send(struct conn *conn, struct op *op)
{
    pg_counters.queries++;
    if (!conn->leased && conn->doomed != NULL)
        deallocate_doomed(conn);
    if (conn->state != CONN_READY) {
        /* Lost before it was sent; said from the timer like every other loss. */
        op->lost = true;
        op->next = NULL;
        *conn->finished_tail = op;
        conn->finished_tail = &op->next;
        if (conn->state == CONN_CLOSED)
            set_timer(conn, 0, on_closed_later);
        return;
    }
    put_in_flight(conn, op);
    if (conn->state == CONN_READY && !op->joined)
        flush(conn);
}

/* Whether the server has not hung up meanwhile, which the loop may not have noticed yet. */
static bool stands(struct conn *conn)
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
    if (conn->in_flight > 0 || stands(conn))
        return true;
    conn->state = CONN_BREAKING;
    set_timer(conn, 0, on_timer);
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
