/* Transactions. A task leases a whole connection and gives it back when the transaction is over; a task that is
 * ended in the middle gives it back too, because the lease is a `holding`. BEGIN travels with the first statement,
 * under one Sync: if BEGIN fails, nothing after it runs. So may COMMIT with the last one: what that locks is free again
 * without a way to us and back. What must follow a wait (commit or roll back, try again) is in pg.lua. */
#include "pg.h"

#include "binding.h"

#include <stdio.h>

#define TX "sijang.pg.tx"

static const char nested_key[] = "pg.tx";

struct tx {
    struct holding holding;
    struct conn *conn;
    unsigned session; /* of the connection, at the first statement: another session knows nothing of this transaction */
    struct task *task; /* whose it is; NULL: a command's main line */
    bool alone;        /* one statement that commits by itself: no BEGIN */
    bool begun, over;
    char failure[6]; /* SQLSTATE of the newest failure that a retry may heal, or "" */
    char begin[80];
};

static struct tx *check_tx(lua_State *L)
{
    struct tx *tx = luaL_checkudata(L, 1, TX);
    if (tx->over)
        luaL_error(L, "transaction is over");
    if (tx->task != task_current())
        luaL_error(L, "this transaction belongs to another task");
    return tx;
}

/* tx:lease() -> true | nil, message, sqlstate */
static int tx_lease(lua_State *L)
{
    struct tx *tx = check_tx(L);
    wait_check(L);
    tx->conn = pool_take();
    if (tx->conn == NULL)
        return pool_wait(L, &tx->conn);
    lua_pushboolean(L, true);
    return 1;
}

static void give_back(struct tx *tx)
{
    task_drop(&tx->holding);
    tx->over = true;
    if (tx->conn != NULL)
        pool_return(tx->conn);
    tx->conn = NULL;
}

static void tx_release(struct holding *holding)
{
    give_back((struct tx *)(void *)((char *)holding - offsetof(struct tx, holding)));
}

/* tx:close()           gives the connection back, whatever state it is in */
static int tx_close(lua_State *L)
{
    struct tx *tx = luaL_checkudata(L, 1, TX);
    if (tx->over)
        return 0;
    task_push_locals(L);
    lua_pushnil(L);
    lua_setfield(L, -2, nested_key);
    give_back(tx);
    return 0;
}

static int tx_gc(lua_State *L)
{
    struct tx *tx = lua_touserdata(L, 1);
    if (!tx->over)
        give_back(tx);
    return 0;
}

/* ── Statements ── */

/* A plan that a migration has outdated, or a statement that a pooler's other server never saw. */
static bool is_stale(const struct op *op)
{
    const char *state = op_sqlstate(op);
    return op->kind == OP_PREPARED && ((strcmp(state, "0A000") == 0 && !op->prepares) || strcmp(state, "26000") == 0);
}

static void tx_seen(struct call *call)
{
    struct tx *tx = call->owner;
    struct op *failed = call_error(call, NULL);
    if (failed == NULL)
        return;
    if (is_stale(failed) && tx->conn != NULL)
        conn_forget(tx->conn, failed);
    const char *state = op_sqlstate(failed);
    bool cut = failed->lost || strncmp(state, "57P0", 4) == 0;
    if (cut || is_stale(failed) || strcmp(state, "40001") == 0 || strcmp(state, "40P01") == 0)
        snprintf(tx->failure, sizeof tx->failure, "%s", state);
}

/* Whether the session in which the transaction began is gone. */
static bool is_cut(const struct tx *tx)
{
    return tx->conn->state != CONN_READY || (tx->begun && tx->conn->session != tx->session);
}

static int push_cut(lua_State *L, struct tx *tx)
{
    snprintf(tx->failure, sizeof tx->failure, "08006");
    return push_error(L, "08006", "the connection to PostgreSQL was lost within the transaction");
}

/* Two are joined: if the first one fails, the second does not run. `second` may be NULL. */
static int tx_send(lua_State *L, struct tx *tx, struct op *op, struct op *second,
                   int (*push)(lua_State *L, struct call *call))
{
    struct call *call = call_new(L);
    struct conn *conn = tx->conn;
    call->owner = tx;
    call->seen = tx_seen;
    call->push = push;
    if (!tx->begun && !tx->alone) {
        tx->begun = true;
        tx->session = conn->session;
        call->hidden = true;
        call_add(call, op_text(tx->begin, OP_PREPARED, call_op_done, NULL));
        call->ops->joined = true;
        conn_send(conn, call->ops);
    }
    call_add(call, op);
    op->joined = second != NULL;
    conn_send(conn, op);
    if (second != NULL) {
        call_add(call, second);
        conn_send(conn, second);
    }
    return call_wait(L, call, call_cancel);
}

static struct tx *check_leased(lua_State *L)
{
    struct tx *tx = check_tx(L);
    wait_check(L);
    const struct conn *conn = tx->conn;
    if (conn == NULL || conn->in_flight > 0)
        luaL_error(L, conn == NULL ? "the transaction has no connection" : "its previous statement still runs");
    return tx;
}

/* tx:query(sql, ...) -> rows | nil, message, sqlstate, constraint, detail */
static int tx_query(lua_State *L)
{
    struct tx *tx = check_leased(L);
    size_t bytes = op_measure(L, 2, lua_gettop(L));
    if (is_cut(tx))
        return push_cut(L, tx);
    return tx_send(L, tx, op_new(L, 2, lua_gettop(L), bytes), NULL, NULL);
}

/* tx:script(sql) -> rows of its last statement | nil, message, sqlstate   many statements, no parameters */
static int tx_script(lua_State *L)
{
    struct tx *tx = check_leased(L);
    size_t length;
    const char *sql = check_string(L, 2, &length);
    luaL_argcheck(L, strlen(sql) == length, 2, "SQL with a NUL in it");
    if (is_cut(tx))
        return push_cut(L, tx);
    if (!tx->begun) {
        tx->begun = true;
        tx->session = tx->conn->session;
        sql = lua_pushfstring(L, "%s; %s", tx->begin, sql);
    }
    return tx_send(L, tx, op_text(sql, OP_SCRIPT, call_op_done, NULL), NULL, NULL);
}

/* Whether the server itself has said that a statement failed: then what was sent after it did not run. */
static bool is_refused(const struct op *op)
{
    return !op->lost && op->result != NULL && PQresultStatus(op->result) == PGRES_FATAL_ERROR;
}

static int push_commit(lua_State *L, struct call *call)
{
    struct op *op = call->ops, *failed = call_error(call, NULL);
    while (op->sibling != NULL)
        op = op->sibling;
    if (failed != NULL && failed != op && is_refused(failed))
        return call_push_error(L, call, failed, 1);
    if (op_failed(op)) {
        int results = call_push_error(L, call, op, 1);
        const char *state = op_sqlstate(op);
        /* The answer went missing, or the server went away while it committed: nobody here can know. */
        if (op->lost || op->result == NULL || strncmp(state, "57P", 3) == 0 || strncmp(state, "08", 2) == 0) {
            lua_pushliteral(L, "the connection broke around COMMIT: whether it happened is unknown");
            lua_replace(L, -results);
            lua_pushliteral(L, "unknown");
            lua_replace(L, -results + 1);
        }
        return results;
    }
    if (strcmp(PQcmdStatus(op->result), "COMMIT") != 0)
        return push_error(L, "25P02", "rolled back, because an earlier statement had failed");
    lua_pushboolean(L, true);
    return 1;
}

/* tx:commit([sql, ...]) -> true | nil, message, sqlstate ("unknown" when it cannot be told), constraint, detail
 * With a last statement, unless that fails. */
static int tx_commit(lua_State *L)
{
    struct tx *tx = check_leased(L);
    bool has_last = lua_gettop(L) > 1;
    size_t bytes = has_last ? op_measure(L, 2, lua_gettop(L)) : 0;
    if (!tx->begun && !has_last) {
        lua_pushboolean(L, true);
        return 1;
    }
    if (is_cut(tx))
        return push_cut(L, tx);
    struct op *commit = op_text("COMMIT", OP_PREPARED, call_op_done, NULL);
    if (!has_last)
        return tx_send(L, tx, commit, NULL, push_commit);
    return tx_send(L, tx, op_new(L, 2, lua_gettop(L), bytes), commit, push_commit);
}

/* tx:rollback() -> true | nil, message, sqlstate */
static int tx_rollback(lua_State *L)
{
    struct tx *tx = check_leased(L);
    if (!tx->begun || is_cut(tx)) {
        lua_pushboolean(L, true);
        return 1;
    }
    return tx_send(L, tx, op_text("ROLLBACK", OP_PREPARED, call_op_done, NULL), NULL, NULL);
}

/* tx:failure() -> sqlstate | nil         of the newest failure that trying the whole transaction again may heal */
static int tx_failure(lua_State *L)
{
    struct tx *tx = luaL_checkudata(L, 1, TX);
    if (tx->failure[0] == '\0')
        return 0;
    lua_pushstring(L, tx->failure);
    return 1;
}

/* core.open(isolation | nil, read_only, alone) -> tx, held by the task, without a connection yet; `alone`: for one query
 * that commits by itself */
static int pg_open(lua_State *L)
{
    static const char *const levels[] = {"read committed", "repeatable read", "serializable", NULL};
    int level = lua_isnoneornil(L, 1) ? -1 : luaL_checkoption(L, 1, NULL, levels);
    bool read_only = lua_toboolean(L, 2), alone = lua_toboolean(L, 3);
    wait_check(L);
    task_push_locals(L);
    int locals = lua_gettop(L);
    lua_getfield(L, locals, nested_key);
    if (lua_toboolean(L, -1))
        return luaL_error(L, "a transaction within a transaction (use tx:savepoint)");
    lua_pushboolean(L, true);
    lua_setfield(L, locals, nested_key);
    struct tx *tx = lua_newuserdata(L, sizeof *tx);
    *tx = (struct tx){.task = task_current(), .alone = alone};
    snprintf(tx->begin, sizeof tx->begin, "BEGIN%s%s%s", level >= 0 ? " ISOLATION LEVEL " : "",
             level >= 0 ? levels[level] : "", read_only ? " READ ONLY" : "");
    luaL_getmetatable(L, TX);
    lua_setmetatable(L, -2);
    task_hold(L, &tx->holding, tx_release);
    return 1;
}

/* core.methods: the table in which the Lua half puts the rest of a transaction's methods. */
void tx_register(lua_State *L)
{
    static const luaL_Reg methods[] = {
        {"lease", tx_lease},       {"query", tx_query},     {"script", tx_script}, {"commit", tx_commit},
        {"rollback", tx_rollback}, {"failure", tx_failure}, {"close", tx_close},   {NULL, NULL}};
    luaL_newmetatable(L, TX);
    lua_newtable(L);
    luaL_register(L, NULL, methods);
    lua_pushvalue(L, -1);
    lua_setfield(L, -3, "__index");
    lua_pushcfunction(L, tx_gc);
    lua_setfield(L, -3, "__gc");
    lua_setfield(L, -3, "methods");
    lua_pop(L, 1);
    lua_pushcfunction(L, pg_open);
    lua_setfield(L, -2, "open");
}
