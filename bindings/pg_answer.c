/* What the server answers, and which op it means: answers come in the order of the questions, so it is always the
 * one at the head. A group's ops are settled one by one and count only when its Sync is answered. */
#include "pg.h"

#include <string.h>

static void take_head(struct conn *conn)
{
    struct op *op = conn->head;
    conn->head = op->next;
    if (conn->head == NULL)
        conn->tail = &conn->head;
    op->took = (double)(uv_hrtime() - op->started) / 1e6;
}

static void finish_op(struct conn *conn, struct op *op)
{
    take_head(conn);
    conn->in_flight--;
    op_append(&conn->finished_tail, op);
}

static struct op *take_settled(struct conn *conn)
{
    struct op *op = conn->settled;
    conn->settled = op->next;
    if (conn->settled == NULL)
        conn->settled_tail = &conn->settled;
    conn->in_flight--;
    return op;
}

/* The group's Sync is answered. One that failed by itself keeps its failure; what was undone or left out with it is
 * asked again. */
static void finish_group(struct conn *conn)
{
    bool failed = false;
    for (struct op *op = conn->settled; op != NULL; op = op->next)
        failed = failed || op_failed(op);
    while (conn->settled != NULL) {
        struct op *op = take_settled(conn);
        bool own = op->result != NULL && PQresultStatus(op->result) == PGRES_FATAL_ERROR;
        if (!failed || own) {
            op_append(&conn->finished_tail, op);
            continue;
        }
        PQclear(op->result);
        op->result = NULL;
        op->alone = true;
        statement_rest(op);
        op_append(&conn->again_tail, op);
        pg_counters.retries++;
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
        } else if (op->grouped) {
            take_head(conn);
            op_append(&conn->settled_tail, op);
        } else if (op->joined) {
            finish_op(conn, op);
        } else {
            op->step = STEP_SYNC;
        }
        return PQstatus(conn->pg) == CONNECTION_OK;
    }
    if (PQresultStatus(result) == PGRES_PIPELINE_SYNC) {
        PQclear(result);
        if (op->kind == OP_SYNC)
            finish_group(conn);
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

bool answer_take(struct conn *conn)
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

void answer_lose(struct conn *conn)
{
    conn->group = 0;
    while (conn->settled != NULL) {
        struct op *op = take_settled(conn);
        op->lost = true;
        op_append(&conn->finished_tail, op);
    }
    for (struct op *op = conn->again, *next; op != NULL; op = next) {
        next = op->next;
        op->lost = true;
        op_append(&conn->finished_tail, op);
    }
    conn->again = NULL;
    conn->again_tail = &conn->again;
    while (conn->head != NULL) {
        conn->head->lost = true;
        finish_op(conn, conn->head);
    }
    for (struct op *op = conn->finished; op != NULL; op = op->next)
        statement_rest(op);
}
