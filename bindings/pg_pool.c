/* Transactions. A task leases a whole connection, of DATABASE_POOL for the process, and gives it back when the
 * transaction is over; a task that is ended in the middle gives it back too, because the lease is a `holding`.
 * BEGIN travels with the first statement, under one Sync: if BEGIN fails, nothing after it runs. A connection that
 * comes back unclean is cleaned (cancel, ROLLBACK) within a second, or closed; nobody gets it before that. */
#include "pg.h"

#include "binding.h"
#include "config.h"
#include "loop.h"

#include <stdio.h>
#include <stdlib.h>

#define TX "sijang.pg.tx"
enum { CLEAN_MS = 1000, TICK_MS = 50, WAITING_MAX = 10000, POOL_MAX = 200 };

enum slot_state { SLOT_IDLE, SLOT_LEASED, SLOT_CLEANING };

struct slot {
    struct conn conn;
    enum slot_state state;
    bool cancelling, asked; /* a cancel request is on its way; ROLLBACK was sent */
    uv_timer_t patience;    /* ends the cleaning */
};

struct tx {
    struct holding holding;
    struct slot *slot;
    struct task *task; /* whose it is; NULL: a command's main line */
    bool begun, over;
    char failure[6]; /* SQLSTATE of the newest failure that a retry may heal, or "" */
    char begin[80];
};

struct waiter {
    struct wait wait;
    struct waiter *next, **link;
    struct tx *tx;
    uint64_t since;
};

static struct slot *slots[POOL_MAX];
static unsigned size, waiting, leased;
static struct waiter *waiters, **waiters_tail = &waiters;
static uv_timer_t server;   /* gives free connections to waiters, outside of anybody's Lua */
static uint64_t down_since; /* loop time; 0 while some connection stands or none was needed */
static const char nested_key[] = "pg.tx";

/* ── Connections ── */

static bool any_ready(void)
{
    for (unsigned i = 0; i < size; i++)
        if (slots[i]->conn.state == CONN_READY)
            return true;
    return false;
}

static struct slot *find_idle(enum conn_state state)
{
    for (unsigned i = 0; i < size; i++)
        if (slots[i]->state == SLOT_IDLE && slots[i]->conn.state == state)
            return slots[i];
    return NULL;
}

static void on_server(uv_timer_t *timer);

static void serve_soon(void)
{
    if (waiters != NULL)
        uv_timer_start(&server, on_server, 0, TICK_MS);
}

static void slot_free(struct slot *slot)
{
    slot->state = SLOT_IDLE;
    slot->conn.leased = false;
    serve_soon();
}

static void slot_ready(struct conn *conn)
{
    conn->wanted = false;
    down_since = 0;
    serve_soon();
}

/* While nothing stands, one connection keeps trying, so that the end of the trouble is noticed without anybody
 * asking. */
static void slot_lost(struct conn *conn)
{
    struct slot *slot = conn->owner;
    if (slot->state == SLOT_CLEANING && !slot->cancelling)
        slot_free(slot);
    bool tried = any_ready();
    for (unsigned i = 0; i < size; i++)
        tried = tried || (slots[i] != slot && slots[i]->conn.wanted);
    conn->wanted = !tried;
    if (down_since == 0 && !any_ready())
        down_since = loop_now();
}

static void clean_step(struct slot *slot);

static void slot_room(struct conn *conn)
{
    clean_step(conn->owner);
}

static void make_pool(void)
{
    size = (unsigned)config_number("DATABASE_POOL", 1, POOL_MAX);
    for (unsigned i = 0; i < size; i++) {
        slots[i] = calloc(1, sizeof **slots);
        if (slots[i] == NULL)
            abort();
        struct slot *slot = slots[i];
        slot->conn = (struct conn){
            .name = "transaction", .owner = slot, .on_ready = slot_ready, .on_lost = slot_lost, .on_room = slot_room};
        uv_timer_init(loop_get(), &slot->patience);
        slot->patience.data = slot;
    }
    uv_timer_init(loop_get(), &server);
}

/* ── Waiting for one ── */

static void remove_waiter(struct waiter *waiter)
{
    *waiter->link = waiter->next;
    if (waiter->next != NULL)
        waiter->next->link = waiter->link;
    else
        waiters_tail = waiter->link;
    waiting--;
}

static void waiter_cancel(struct wait *wait)
{
    struct waiter *waiter = (struct waiter *)(void *)((char *)wait - offsetof(struct waiter, wait));
    remove_waiter(waiter);
    free(waiter);
}

static void assign(struct tx *tx, struct slot *slot)
{
    slot->state = SLOT_LEASED;
    slot->conn.leased = true;
    tx->slot = slot;
}

static void open_for_waiters(void)
{
    unsigned coming = 0;
    for (unsigned i = 0; i < size; i++)
        coming += slots[i]->conn.state == CONN_CONNECTING || slots[i]->conn.wanted;
    struct slot *slot;
    while (coming < waiting && (slot = find_idle(CONN_CLOSED)) != NULL) {
        conn_open(&slot->conn);
        coming++;
        if (slot->conn.state == CONN_CLOSED)
            return;
    }
}

static void on_server(uv_timer_t *timer)
{
    while (waiters != NULL) {
        struct waiter *waiter = waiters;
        struct slot *slot = find_idle(CONN_READY);
        bool late = slot == NULL && down_since != 0 && loop_now() - waiter->since >= PATIENCE_MS;
        if (slot == NULL && !late)
            break;
        remove_waiter(waiter);
        lua_State *L = wait_stack(&waiter->wait);
        int results = 1;
        if (slot != NULL) {
            assign(waiter->tx, slot);
            lua_pushboolean(L, true);
        } else {
            results = push_error(L, "08006", "no connection to PostgreSQL");
        }
        wait_done(&waiter->wait, results);
        free(waiter);
    }
    if (waiters == NULL)
        uv_timer_stop(timer);
    else
        open_for_waiters();
}

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
    struct slot *slot = waiters == NULL ? find_idle(CONN_READY) : NULL;
    if (slot != NULL) {
        assign(tx, slot);
        lua_pushboolean(L, true);
        return 1;
    }
    if (down_since != 0 && loop_now() - down_since > PATIENCE_MS)
        return push_error(L, "08006", "no connection to PostgreSQL");
    if (waiting >= WAITING_MAX) {
        pg_counters.busy++;
        return push_error(L, "busy", "%d transactions wait already", (int)waiting);
    }
    struct waiter *waiter = calloc(1, sizeof *waiter);
    if (waiter == NULL)
        return luaL_error(L, "no memory");
    waiter->tx = tx;
    waiter->since = loop_now();
    waiter->link = waiters_tail;
    *waiters_tail = waiter;
    waiters_tail = &waiter->next;
    waiting++;
    uv_timer_start(&server, on_server, 0, TICK_MS);
    return wait_begin(L, &waiter->wait, waiter_cancel);
}

/* ── Giving one back ── */

static void rolled_back(struct op *op)
{
    struct slot *slot = op->owner;
    op_free(op);
    if (slot->state != SLOT_CLEANING)
        return;
    uv_timer_stop(&slot->patience);
    if (conn_clean(&slot->conn))
        slot_free(slot);
    else
        conn_close(&slot->conn);
}

static void clean_step(struct slot *slot)
{
    if (slot->state != SLOT_CLEANING || slot->cancelling || slot->asked)
        return;
    if (slot->conn.state == CONN_CLOSED) {
        uv_timer_stop(&slot->patience);
        slot_free(slot);
    } else if (slot->conn.in_flight == 0) {
        slot->asked = true;
        conn_send(&slot->conn, op_text("ROLLBACK", OP_PREPARED, rolled_back, slot));
    }
}

static void on_clean_late(uv_timer_t *timer)
{
    struct slot *slot = timer->data;
    conn_close(&slot->conn);
}

struct cancel {
    uv_work_t work;
    PGcancel *cancel;
    struct slot *slot;
};

static void cancel_work(uv_work_t *work)
{
    struct cancel *cancel = work->data;
    char problem[256];
    PQcancel(cancel->cancel, problem, sizeof problem);
}

static void cancel_over(uv_work_t *work, int status)
{
    (void)status;
    struct cancel *cancel = work->data;
    PQfreeCancel(cancel->cancel);
    cancel->slot->cancelling = false;
    clean_step(cancel->slot);
    free(cancel);
}

static void cancel_running(struct slot *slot)
{
    struct cancel *cancel = calloc(1, sizeof *cancel);
    if (cancel == NULL)
        abort();
    cancel->work.data = cancel;
    cancel->slot = slot;
    cancel->cancel = PQgetCancel(slot->conn.pg);
    slot->cancelling = true;
    uv_queue_work(loop_get(), &cancel->work, cancel_work, cancel_over);
}

static void give_back(struct tx *tx)
{
    struct slot *slot = tx->slot;
    task_drop(&tx->holding);
    tx->over = true;
    tx->slot = NULL;
    leased--;
    if (slot == NULL)
        return;
    if (slot->conn.state == CONN_CLOSED || conn_clean(&slot->conn)) {
        slot_free(slot);
        return;
    }
    slot->state = SLOT_CLEANING;
    slot->asked = false;
    uv_timer_start(&slot->patience, on_clean_late, CLEAN_MS, 0);
    if (slot->conn.in_flight > 0 && slot->conn.state == CONN_READY)
        cancel_running(slot);
    else
        clean_step(slot);
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
    if (is_stale(failed) && tx->slot != NULL)
        conn_forget(&tx->slot->conn, failed);
    const char *state = op_sqlstate(failed);
    if (is_stale(failed) || strcmp(state, "40001") == 0 || strcmp(state, "40P01") == 0)
        snprintf(tx->failure, sizeof tx->failure, "%s", state);
}

static int tx_send(lua_State *L, struct tx *tx, struct op *op, int (*push)(lua_State *L, struct call *call))
{
    struct call *call = call_new(L);
    struct conn *conn = &tx->slot->conn;
    call->owner = tx;
    call->seen = tx_seen;
    call->push = push;
    if (!tx->begun) {
        tx->begun = true;
        call->hidden = true;
        call_add(call, op_text(tx->begin, OP_PREPARED, call_op_done, NULL));
        call->ops->joined = true;
        conn_send(conn, call->ops);
    }
    call_add(call, op);
    conn_send(conn, op);
    return call_wait(L, call, call_cancel);
}

static struct tx *check_leased(lua_State *L)
{
    struct tx *tx = check_tx(L);
    wait_check(L);
    if (tx->slot == NULL)
        luaL_error(L, "the transaction has no connection");
    if (tx->slot->conn.in_flight > 0)
        luaL_error(L, "the transaction's previous statement still runs");
    return tx;
}

/* tx:query(sql, ...) -> rows | nil, message, sqlstate, constraint, detail */
static int tx_query(lua_State *L)
{
    struct tx *tx = check_leased(L);
    size_t bytes = op_measure(L, 2, lua_gettop(L));
    return tx_send(L, tx, op_new(L, 2, lua_gettop(L), bytes), NULL);
}

/* tx:script(sql) -> rows of its last statement | nil, message, sqlstate   many statements, no parameters */
static int tx_script(lua_State *L)
{
    struct tx *tx = check_leased(L);
    size_t length;
    const char *sql = check_string(L, 2, &length);
    luaL_argcheck(L, strlen(sql) == length, 2, "SQL with a NUL in it");
    if (!tx->begun) {
        tx->begun = true;
        sql = lua_pushfstring(L, "%s; %s", tx->begin, sql);
    }
    return tx_send(L, tx, op_text(sql, OP_SCRIPT, call_op_done, NULL), NULL);
}

static int push_commit(lua_State *L, struct call *call)
{
    struct op *op = call->ops;
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

/* tx:commit() -> true | nil, message, sqlstate ("unknown" when it cannot be told) */
static int tx_commit(lua_State *L)
{
    struct tx *tx = check_leased(L);
    if (!tx->begun) {
        lua_pushboolean(L, true);
        return 1;
    }
    if (tx->slot->conn.state != CONN_READY)
        return push_error(L, "08006", "the connection to PostgreSQL was lost");
    return tx_send(L, tx, op_text("COMMIT", OP_PREPARED, call_op_done, NULL), push_commit);
}

/* tx:rollback() -> true | nil, message, sqlstate */
static int tx_rollback(lua_State *L)
{
    struct tx *tx = check_leased(L);
    if (!tx->begun || tx->slot->conn.state != CONN_READY) {
        lua_pushboolean(L, true);
        return 1;
    }
    return tx_send(L, tx, op_text("ROLLBACK", OP_PREPARED, call_op_done, NULL), NULL);
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

/* core.open(isolation | nil, read_only) -> tx, held by the task, without a connection yet */
static int pg_open(lua_State *L)
{
    static const char *const levels[] = {"read committed", "repeatable read", "serializable", NULL};
    int level = lua_isnoneornil(L, 1) ? -1 : luaL_checkoption(L, 1, NULL, levels);
    bool read_only = lua_toboolean(L, 2);
    wait_check(L);
    if (size == 0)
        make_pool();
    task_push_locals(L);
    int locals = lua_gettop(L);
    lua_getfield(L, locals, nested_key);
    if (lua_toboolean(L, -1))
        return luaL_error(L, "a transaction within a transaction (use tx:savepoint)");
    lua_pushboolean(L, true);
    lua_setfield(L, locals, nested_key);
    struct tx *tx = lua_newuserdata(L, sizeof *tx);
    *tx = (struct tx){.task = task_current()};
    snprintf(tx->begin, sizeof tx->begin, "BEGIN%s%s%s", level >= 0 ? " ISOLATION LEVEL " : "",
             level >= 0 ? levels[level] : "", read_only ? " READ ONLY" : "");
    luaL_getmetatable(L, TX);
    lua_setmetatable(L, -2);
    task_hold(L, &tx->holding, tx_release);
    leased++;
    return 1;
}

/* core.methods: the table in which the Lua half puts the rest of a transaction's methods. */
void pool_register(lua_State *L)
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

bool pool_reopen(void)
{
    if (leased > 0)
        return false;
    for (unsigned i = 0; i < size; i++)
        conn_close(&slots[i]->conn);
    down_since = 0;
    return true;
}

void pool_push_stats(lua_State *L)
{
    unsigned open = 0, busy = 0, cleaning = 0;
    for (unsigned i = 0; i < size; i++) {
        open += slots[i]->conn.state == CONN_READY;
        busy += slots[i]->state == SLOT_LEASED;
        cleaning += slots[i]->state == SLOT_CLEANING;
    }
    const struct {
        const char *name;
        unsigned value;
    } numbers[] = {{"size", size},         {"open", open},       {"in_use", busy},
                   {"cleaning", cleaning}, {"waiting", waiting}, {"transactions", leased}};
    lua_createtable(L, 0, 6);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        lua_pushinteger(L, (lua_Integer)numbers[i].value);
        lua_setfield(L, -2, numbers[i].name);
    }
    lua_setfield(L, -2, "pool");
}
