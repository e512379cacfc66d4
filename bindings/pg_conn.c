/* One connection on the event loop: its socket, its life, and its queue of ops in flight. What is sent in a turn of the
 * loop leaves together at the turn's end. Answers are first gathered and only then handed to their owners, because an
 * owner runs Lua, which sends more; for the same reason a connection found broken while sending is taken down later.
 * A lost connection that is `wanted` comes back with growing, jittered pauses. */
#include "pg.h"

#include "log.h"
#include "loop.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CONNECT_MS = 3000, READS_A_TURN = 32, TRUSTED_NS = 5000000 };

static struct conn *dirty; /* those with something to send */
static uv_check_t turn_end;
static uv_idle_t turn_next; /* active while something is to be sent: the loop must not sleep before */
static bool turns_made;

static void lost(struct conn *conn, const char *problem);

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

/* libpq may go through several sockets while it connects. */
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

/* To be said by the timer, because the caller may be a Lua function in the middle of a query. */
static void break_soon(struct conn *conn)
{
    conn->state = CONN_BREAKING;
    set_timer(conn, 0, on_timer);
}

/* ── Connecting ── */

void conn_open(struct conn *conn)
{
    if (conn->state != CONN_CLOSED)
        return;
    if (conn->tail == NULL) {
        conn->tail = &conn->head;
        conn->finished_tail = &conn->finished;
    }
    conn->pg = session_start(conn->direct);
    if (conn->pg == NULL || PQstatus(conn->pg) == CONNECTION_BAD) {
        break_soon(conn);
        return;
    }
    conn->state = CONN_CONNECTING;
    set_timer(conn, CONNECT_MS, on_timer);
    poll_for(conn, UV_WRITABLE);
    conn_keep_alive(conn, true);
}

static void established(struct conn *conn)
{
    uv_timer_stop(&conn->timer);
    conn->state = CONN_READY;
    conn->transaction = 'I';
    conn->failures = 0;
    conn->up = true;
    conn->session++;
    conn->heard = uv_hrtime();
    conn->problem[0] = '\0';
    conn->last_words[0] = '\0';
    pg_counters.connects++;
    poll_for(conn, UV_READABLE);
    conn_keep_alive(conn, false);
    conn->on_ready(conn);
}

static void advance(struct conn *conn)
{
    PostgresPollingStatusType status = PQconnectPoll(conn->pg);
    if (status == PGRES_POLLING_OK) {
        established(conn);
    } else if (status == PGRES_POLLING_FAILED) {
        lost(conn, PQerrorMessage(conn->pg));
    } else {
        poll_for(conn, status == PGRES_POLLING_READING ? UV_READABLE : UV_WRITABLE);
        conn_keep_alive(conn, true);
    }
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

/* Reads and takes what has come. False when the connection is at its end. */
static bool receive(struct conn *conn)
{
    enum stream stream = STREAM_DONE;
    for (int i = 0; i < READS_A_TURN && stream == STREAM_DONE; i++) {
        stream = stream_receive(conn->pg, &conn->in);
        enum wire_message message;
        char type;
        struct cursor body;
        while ((message = wire_next(&conn->in, &type, &body)) == WIRE_WHOLE)
            if (!answer_take(conn, type, body))
                return false;
        if (message == WIRE_BROKEN)
            return false;
    }
    conn->heard = uv_hrtime();
    buffer_rest(&conn->in);
    return stream != STREAM_CLOSED;
}

/* ── Sending ── */

static void flush(struct conn *conn)
{
    if (conn->state != CONN_READY)
        return;
    enum stream stream = stream_send(conn->pg, &conn->out);
    if (stream == STREAM_CLOSED) {
        receive(conn); /* the server's last words, and answers that were on their way */
        lost(conn, "the server closed the connection");
        return;
    }
    buffer_rest(&conn->out);
    poll_for(conn, stream == STREAM_AGAIN ? UV_READABLE | UV_WRITABLE : UV_READABLE);
}

static void flush_dirty(void)
{
    uv_idle_stop(&turn_next);
    while (dirty != NULL) {
        struct conn *conn = dirty;
        dirty = conn->next_dirty;
        conn->dirty = false;
        flush(conn);
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

static void make_dirty(struct conn *conn)
{
    if (!turns_made) {
        turns_made = true;
        uv_check_init(loop_get(), &turn_end);
        uv_check_start(&turn_end, on_turn_end);
        uv_unref((uv_handle_t *)&turn_end);
        uv_idle_init(loop_get(), &turn_next);
    }
    if (conn->dirty)
        return;
    if (dirty == NULL)
        uv_idle_start(&turn_next, on_turn_next);
    conn->dirty = true;
    conn->next_dirty = dirty;
    dirty = conn;
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
    if ((status < 0 || (events & UV_READABLE) != 0) && !receive(conn)) {
        lost(conn, "the server closed the connection");
        return;
    }
    if ((events & UV_WRITABLE) != 0)
        flush(conn);
    conn_keep_alive(conn, conn->in_flight > 0);
    if (conn->on_room != NULL)
        conn->on_room(conn);
    hand_over(conn);
}

static void write_prepared(struct conn *conn, struct op *op)
{
    struct statement *statement = statement_find(conn, op);
    op->prepares = statement == NULL;
    if (op->prepares) {
        statement = statement_add(conn, op);
        wire_parse(&conn->out, statement->name, op);
        wire_describe(&conn->out, 'S', statement->name);
    }
    statement_use(op, statement);
    wire_bind(&conn->out, statement->name, op);
    wire_execute(&conn->out);
}

static void write_plain(struct conn *conn, struct op *op)
{
    op->prepares = false;
    wire_parse(&conn->out, "", op);
    wire_bind(&conn->out, "", op);
    wire_describe(&conn->out, 'P', "");
    wire_execute(&conn->out);
}

static void close_doomed(struct conn *conn)
{
    while (conn->doomed != NULL) {
        struct statement *doomed = conn->doomed;
        conn->doomed = doomed->next;
        wire_close(&conn->out, doomed->name);
        free(doomed);
    }
}

void conn_send(struct conn *conn, struct op *op)
{
    pg_counters.queries++;
    op->next = NULL;
    op->started = uv_hrtime();
    if (conn->state != CONN_READY) {
        op->lost = true;
        *conn->finished_tail = op;
        conn->finished_tail = &op->next;
        if (conn->state == CONN_CLOSED)
            conn_close(conn);
        return;
    }
    *conn->tail = op;
    conn->tail = &op->next;
    if (conn->in_flight++ == 0)
        conn_keep_alive(conn, true);
    if (op->kind == OP_SCRIPT) {
        wire_query(&conn->out, op);
    } else {
        if (op->kind == OP_PREPARED)
            write_prepared(conn, op);
        else
            write_plain(conn, op);
        close_doomed(conn);
        if (!op->joined)
            wire_sync(&conn->out);
    }
    make_dirty(conn);
}

/* ── Loss ── */

static void say_lost(const struct conn *conn, bool was_up)
{
    if (!was_up && conn->failures != 1)
        return;
    log_begin(LOG_WARN, was_up ? "pg.lost" : "pg.unreachable");
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
    conn->up = false;
    conn->session++;
    buffer_free(&conn->in);
    buffer_free(&conn->out);
    while (conn->head != NULL) {
        conn->head->lost = true;
        answer_over(conn);
    }
    for (struct op *op = conn->finished; op != NULL; op = op->next)
        statement_rest(op);
    statement_clear(conn);
}

static void lost(struct conn *conn, const char *problem)
{
    bool was_up = conn->up;
    if (conn->last_words[0] != '\0')
        problem = conn->last_words;
    snprintf(conn->problem, sizeof conn->problem, "%.*s", (int)strcspn(problem, "\n"), problem);
    if (conn->problem[0] == '\0')
        snprintf(conn->problem, sizeof conn->problem, "the connection was closed");
    conn->last_words[0] = '\0';
    conn->failures++;
    pg_counters.lost += was_up;
    say_lost(conn, was_up);
    let_go(conn);
    if (conn->on_lost != NULL)
        conn->on_lost(conn);
    if (conn->wanted && conn->state == CONN_CLOSED)
        set_timer(conn, was_up ? 0 : session_pause(conn->failures), on_timer);
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

/* ── Asking ── */

bool conn_ready(struct conn *conn)
{
    if (conn->state != CONN_READY)
        return false;
    if (conn->in_flight > 0 || uv_hrtime() - conn->heard < TRUSTED_NS)
        return true;
    bool alive = true;
    while (alive && conn->last_words[0] == '\0' && !stream_silent(conn->pg))
        alive = receive(conn);
    if (alive && conn->last_words[0] == '\0')
        return true;
    break_soon(conn);
    return false;
}

bool conn_clean(const struct conn *conn)
{
    return conn->state == CONN_READY && conn->in_flight == 0 && conn->transaction == 'I';
}

void conn_forget(struct conn *conn, struct op *op)
{
    struct statement *statement = statement_find(conn, op);
    if (statement != NULL && statement->serial == op->serial)
        statement_drop(conn, statement, true);
}
