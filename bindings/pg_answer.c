/* What the server says, and which op it means: answers come in the order of the questions, so it is always the one
 * at the head. An error skips what follows up to the Sync. */
#include "pg.h"

#include "log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void answer_over(struct conn *conn)
{
    struct op *op = conn->head;
    conn->head = op->next;
    if (conn->head == NULL)
        conn->tail = &conn->head;
    conn->in_flight--;
    op->next = NULL;
    op->took = (double)(uv_hrtime() - op->started) / 1e6;
    if (op->statement != NULL && op->reply.count > 0)
        op->reply.shape = shape_hold(op->statement->shape);
    *conn->finished_tail = op;
    conn->finished_tail = &op->next;
}

/* The first error of an op stays. What follows in the same Sync is not run, and not answered. */
static void take_failure(struct conn *conn, struct failure *failure)
{
    if (failure->fatal)
        snprintf(conn->last_words, sizeof conn->last_words, "%s", failure->message);
    struct op *op = conn->head;
    if (op == NULL || op_failed(op)) {
        free(failure);
        return;
    }
    op->reply.failure = failure;
    if (op->prepares && !op->parsed && op->statement != NULL)
        statement_drop(conn, op->statement, false);
    while (conn->head != NULL && conn->head->joined) {
        answer_over(conn);
        if (conn->head != NULL) {
            conn->head->skipped = true;
            if (conn->head->prepares && conn->head->statement != NULL)
                statement_drop(conn, conn->head->statement, false);
        }
    }
}

static bool take_columns(struct op *op, struct cursor body)
{
    struct shape *shape = shape_read(body);
    if (shape == NULL)
        return false;
    if (op->statement != NULL) {
        shape_release(op->statement->shape);
        op->statement->shape = shape;
    } else {
        reply_reset(&op->reply);
        op->reply.shape = shape;
        op->settled = false;
    }
    return true;
}

static bool take_completion(struct conn *conn, struct op *op, struct cursor body)
{
    const char *tag = body.left > 0 ? cursor_text(&body) : "";
    if (tag == NULL)
        return false;
    if (op->settled)
        reply_reset(&op->reply);
    op->settled = op->kind == OP_SCRIPT;
    snprintf(op->reply.tag, sizeof op->reply.tag, "%s", tag);
    if (op->joined)
        answer_over(conn);
    return true;
}

static void take_notification(struct conn *conn, struct cursor body)
{
    int32_t pid;
    const char *channel, *payload;
    if (conn->on_notify != NULL && cursor_int32(&body, &pid) && (channel = cursor_text(&body)) != NULL &&
        (payload = cursor_text(&body)) != NULL)
        conn->on_notify(conn, channel, payload);
}

static void take_notice(struct conn *conn, struct cursor body)
{
    if (!log_wants(LOG_DEBUG))
        return;
    struct failure *notice = failure_read(body);
    log_begin(LOG_DEBUG, "pg.notice");
    log_text("connection", conn->name);
    log_text("message", notice->message);
    log_end();
    free(notice);
}

bool answer_take(struct conn *conn, char type, struct cursor body)
{
    struct op *op = conn->head;
    switch (type) {
    case 'E': /* an error */
        take_failure(conn, failure_read(body));
        return true;
    case 'N':
        take_notice(conn, body);
        return true;
    case 'A':
        take_notification(conn, body);
        return true;
    case 'S': /* a parameter's new value */
        return true;
    case 'Z': /* ready for what follows the Sync */
        conn->transaction = body.left > 0 ? *body.at : 'E';
        if (op != NULL)
            answer_over(conn);
        return true;
    default:
        break;
    }
    if (op == NULL)
        return false;
    switch (type) {
    case '1': /* parsed */
        op->parsed = true;
        return true;
    case 'T':
        return take_columns(op, body);
    case 'D':
        return reply_add_row(&op->reply, body);
    case 'C': /* complete */
    case 'I': /* complete, of an empty text */
        return take_completion(conn, op, body);
    case '2': /* bound */
    case '3': /* closed */
    case 't': /* parameters' types */
    case 'n': /* no rows will come */
        return true;
    default: /* COPY above all, which this connection does not speak */
        snprintf(conn->last_words, sizeof conn->last_words, "an answer of type '%c' (COPY is not supported)", type);
        return false;
    }
}
