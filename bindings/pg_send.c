/* How statements leave. One ends with a Sync of its own, so that its failure spoils no other. The SELECTs of a
 * turn of the loop are the exception where the owner allows it: they leave as a group with one Sync, because libpq
 * 15 makes every Sync a system call, and the server answers it with another. Should one of a group fail, the
 * server has undone them all and nobody has been told yet: the others are asked again, one by one (pg_answer.c). */
#include "pg.h"

#include "loop.h"

#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

enum { GROUP_MOST = 32 };

static struct conn *dirty; /* those with an open group */
static uv_check_t turn_end;
static uv_idle_t turn_next; /* active while a group is open: the loop must not sleep before it has left */
static bool turns_made;

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
    op->step = op->kind == OP_SYNC ? STEP_SYNC : STEP_QUERY;
    if (op->kind == OP_SYNC)
        return PQpipelineSync(conn->pg) == 1;
    if (op->kind == OP_SCRIPT) {
        conn->scripting = true;
        return PQexitPipelineMode(conn->pg) == 1 && PQsendQuery(conn->pg, op->sql) == 1;
    }
    bool sent = op->kind == OP_PREPARED
                    ? send_prepared(conn, op)
                    : PQsendQueryParams(conn->pg, op->sql, op->parameters, NULL, op->values, NULL, NULL, 0) == 1;
    return sent && (op->joined || op->grouped || PQpipelineSync(conn->pg) == 1);
}

static void put_in_flight(struct conn *conn, struct op *op)
{
    op->started = uv_hrtime();
    op_append(&conn->tail, op);
    conn->in_flight++;
    bool sent = send_op(conn, op);
    if (conn_stands(conn) && !sent)
        conn_break(conn);
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

/* ── Groups ── */

/* Its Sync, which pushes everything before it to the socket. */
static void close_group(struct conn *conn)
{
    if (conn->group == 0 || conn->state != CONN_READY)
        return;
    conn->group = 0;
    put_in_flight(conn, op_text("", OP_SYNC, op_free, NULL));
    if (conn->state == CONN_READY)
        conn_flush(conn);
}

static void close_groups(void)
{
    uv_idle_stop(&turn_next);
    while (dirty != NULL) {
        struct conn *conn = dirty;
        dirty = conn->next_dirty;
        conn->dirty = false;
        close_group(conn);
    }
}

static void on_turn_end(uv_check_t *check)
{
    (void)check;
    close_groups();
}

static void on_turn_next(uv_idle_t *idle)
{
    (void)idle;
    close_groups();
}

static void close_group_soon(struct conn *conn)
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

static bool may_group(const struct conn *conn, const struct op *op)
{
    return conn->groups && op->kind == OP_PREPARED && !op->alone && strncasecmp(op->sql, "select", 6) == 0;
}

void conn_send(struct conn *conn, struct op *op)
{
    pg_counters.queries++;
    if (conn->state != CONN_READY) {
        /* Lost before it was sent; said from the timer like every other loss. */
        op->lost = true;
        op_append(&conn->finished_tail, op);
        if (conn->state == CONN_CLOSED)
            conn_close(conn);
        return;
    }
    op->grouped = may_group(conn, op);
    if (!op->grouped)
        close_group(conn);
    if (!conn->leased && conn->group == 0 && conn->doomed != NULL)
        deallocate_doomed(conn);
    put_in_flight(conn, op);
    if (op->grouped) {
        if (conn->group++ == 0)
            close_group_soon(conn);
        if (conn->group >= GROUP_MOST)
            close_group(conn);
    } else if (conn->state == CONN_READY && !op->joined) {
        conn_flush(conn);
    }
}

void send_again(struct conn *conn)
{
    struct op *op = conn->again;
    conn->again = NULL;
    conn->again_tail = &conn->again;
    for (struct op *next; op != NULL; op = next) {
        next = op->next;
        conn_send(conn, op);
    }
}
