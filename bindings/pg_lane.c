/* A lane multiplexes all tasks of the process over one pipelined connection: the read lane for what every page
 * asks, the slow lane for what may take long and would hold up the others. What finds no connection waits for a
 * second at most; when the connection has been away longer than that already, the answer is immediate. */
#include "pg.h"

#include "binding.h"
#include "loop.h"

enum { IN_FLIGHT_MAX = 256, WAITING_MAX = 10000, TICK_MS = 50 };

struct lane {
    struct conn conn;
    struct op *waiting, **tail;
    unsigned count;
    uv_timer_t patience; /* runs while something waits and there is no connection */
    uint64_t down_since; /* loop time; 0 while the connection serves or was never needed */
    bool made;
};

static struct lane read_lane = {.conn = {.name = "read", .groups = true}}, slow_lane = {.conn = {.name = "slow"}};

static struct op *take(struct lane *lane)
{
    struct op *op = lane->waiting;
    lane->waiting = op->next;
    if (lane->waiting == NULL)
        lane->tail = &lane->waiting;
    lane->count--;
    op->next = NULL;
    return op;
}

static void pump(struct conn *conn)
{
    struct lane *lane = conn->owner;
    while (lane->waiting != NULL && conn->state == CONN_READY && conn->in_flight < IN_FLIGHT_MAX) {
        struct op *op = take(lane);
        if (op->call->abandoned)
            op->lost = true;
        if (op->lost)
            op->done(op); /* runs no Lua: nobody waits */
        else
            conn_send(conn, op);
    }
}

static void on_patience(uv_timer_t *timer)
{
    struct lane *lane = timer->data;
    uint64_t now = loop_now();
    while (lane->waiting != NULL && lane->conn.state != CONN_READY && now - lane->waiting->started >= PATIENCE_MS) {
        struct op *op = take(lane);
        op->lost = true;
        op->unreachable = lane->conn.problem;
        op->done(op);
    }
    if (lane->waiting == NULL || lane->conn.state == CONN_READY)
        uv_timer_stop(timer);
}

static void on_ready(struct conn *conn)
{
    struct lane *lane = conn->owner;
    lane->down_since = 0;
    uv_timer_stop(&lane->patience);
    pump(conn);
}

static void on_lost(struct conn *conn)
{
    struct lane *lane = conn->owner;
    if (lane->down_since == 0)
        lane->down_since = loop_now();
    if (lane->waiting != NULL)
        uv_timer_start(&lane->patience, on_patience, TICK_MS, TICK_MS);
}

static void enqueue(struct lane *lane, struct op *op)
{
    op->next = NULL;
    if (lane->conn.state != CONN_READY)
        uv_update_time(loop_get()); /* patience is counted from now, not from where a long turn began */
    op->started = loop_now();
    *lane->tail = op;
    lane->tail = &op->next;
    lane->count++;
    if (lane->conn.state != CONN_READY && !uv_is_active((uv_handle_t *)&lane->patience))
        uv_timer_start(&lane->patience, on_patience, TICK_MS, TICK_MS);
}

static void submit(struct lane *lane, struct op *op)
{
    struct conn *conn = &lane->conn;
    if (lane->waiting == NULL && conn->in_flight < IN_FLIGHT_MAX && conn_ready(conn))
        conn_send(conn, op);
    else
        enqueue(lane, op);
}

/* A plan that a migration has outdated, or a statement that a pooler's other server never saw: nothing was done,
 * so it is asked once more without a prepared statement, and prepared anew by whoever asks next. */
static void lane_op_done(struct op *op)
{
    struct lane *lane = op->owner;
    if (!op->retried && !op->lost && op->kind == OP_PREPARED && op_failed(op) && !op->call->abandoned) {
        const char *state = op_sqlstate(op);
        if (strcmp(state, "26000") == 0 || (strcmp(state, "0A000") == 0 && !op->prepares)) {
            conn_forget(&lane->conn, op);
            PQclear(op->result);
            op->result = NULL;
            op->retried = true;
            op->kind = OP_PLAIN;
            pg_counters.retries++;
            submit(lane, op);
            return;
        }
    }
    call_op_done(op);
}

static void make(struct lane *lane)
{
    lane->made = true;
    lane->tail = &lane->waiting;
    lane->conn.owner = lane;
    lane->conn.wanted = true;
    lane->conn.on_ready = on_ready;
    lane->conn.on_lost = on_lost;
    lane->conn.on_room = pump;
    uv_timer_init(loop_get(), &lane->patience);
    lane->patience.data = lane;
    conn_open(&lane->conn);
}

/* 0, or the count of results of the refusal that has been pushed. */
static int refuse(lua_State *L, struct lane *lane, unsigned ops)
{
    if (!lane->made)
        make(lane);
    if (lane->conn.state != CONN_READY && lane->down_since != 0 && loop_now() - lane->down_since > PATIENCE_MS) {
        pg_counters.errors++;
        return push_error(L, "08006", "no connection to PostgreSQL: %s", lane->conn.problem);
    }
    if (lane->count + ops > WAITING_MAX) {
        pg_counters.busy++;
        return push_error(L, "busy", "%d queries wait already", (int)lane->count);
    }
    return 0;
}

static void add(lua_State *L, struct lane *lane, struct call *call, int index, size_t bytes)
{
    struct op *op = op_new(L, index, lua_gettop(L), bytes);
    op->done = lane_op_done;
    op->owner = lane;
    call_add(call, op);
}

static int query(lua_State *L, struct lane *lane)
{
    wait_check(L);
    size_t bytes = op_measure(L, 1, lua_gettop(L));
    int refused = refuse(L, lane, 1);
    if (refused > 0)
        return refused;
    struct call *call = call_new(L);
    add(L, lane, call, 1, bytes);
    submit(lane, call->ops);
    return call_wait(L, call, call_cancel);
}

/* pg.query(sql, ...) */
int lane_query(lua_State *L)
{
    return query(L, &read_lane);
}

/* pg.slow(sql, ...) */
int lane_slow(lua_State *L)
{
    return query(L, &slow_lane);
}

/* The statement { sql, parameters… } at place n of the batch: its values onto the stack. */
static void push_statement(lua_State *L, int n)
{
    lua_settop(L, 1);
    lua_rawgeti(L, 1, n);
    if (!lua_istable(L, 2))
        luaL_argerror(L, 1, lua_pushfstring(L, "statement %d is not a table", n));
    /* A nil in the middle is a NULL, so the border of the table would lie. */
    int last = (int)lua_objlen(L, 2);
    lua_pushnil(L);
    while (lua_next(L, 2) != 0) {
        lua_pop(L, 1);
        if (lua_type(L, -1) == LUA_TNUMBER && lua_tointeger(L, -1) > last)
            last = (int)lua_tointeger(L, -1);
    }
    luaL_checkstack(L, last + 1, "too many parameters");
    for (int i = 1; i <= last; i++)
        lua_rawgeti(L, 2, i);
}

/* pg.batch{ {sql, ...}, … } */
int lane_batch(lua_State *L)
{
    wait_check(L);
    luaL_checktype(L, 1, LUA_TTABLE);
    int statements = (int)lua_objlen(L, 1);
    if (statements == 0) {
        lua_newtable(L);
        return 1;
    }
    for (int n = 1; n <= statements; n++) {
        push_statement(L, n);
        op_measure(L, 3, lua_gettop(L));
    }
    int refused = refuse(L, &read_lane, (unsigned)statements);
    if (refused > 0)
        return refused;
    struct call *call = call_new(L);
    call->many = true;
    for (int n = 1; n <= statements; n++) {
        push_statement(L, n);
        add(L, &read_lane, call, 3, op_measure(L, 3, lua_gettop(L)));
    }
    for (struct op *op = call->ops, *next; op != NULL; op = next) {
        next = op->sibling;
        submit(&read_lane, op);
    }
    return call_wait(L, call, call_cancel);
}

void lane_reopen(void)
{
    if (read_lane.made)
        conn_close(&read_lane.conn);
    if (slow_lane.made)
        conn_close(&slow_lane.conn);
    read_lane.down_since = slow_lane.down_since = 0;
}

static void push_lane_stats(lua_State *L, const struct lane *lane, const char *name)
{
    lua_createtable(L, 0, 4);
    lua_pushboolean(L, lane->conn.state == CONN_READY);
    lua_setfield(L, -2, "connected");
    lua_pushinteger(L, (lua_Integer)lane->conn.in_flight);
    lua_setfield(L, -2, "in_flight");
    lua_pushinteger(L, (lua_Integer)lane->count);
    lua_setfield(L, -2, "waiting");
    lua_pushinteger(L, (lua_Integer)lane->conn.statements);
    lua_setfield(L, -2, "statements");
    lua_setfield(L, -2, name);
}

void lane_push_stats(lua_State *L)
{
    push_lane_stats(L, &read_lane, "read");
    push_lane_stats(L, &slow_lane, "slow");
}
