/* What a Lua call waits for: one op or several, and how their answers become Lua values. The values are built in a
 * coroutine of their own in protected mode, so that a column that does not decode is an error of that call alone,
 * and are moved to whoever waits when they are whole. */
#include "pg.h"

#include "binding.h"
#include "vm.h"

#include <stdlib.h>

struct pg_counters pg_counters;

static char builder_key; /* its address names the vm's builder coroutine in the registry */
static bool tracing;     /* some task has asked for a trace since the process started */
static const char trace_key[] = "pg.trace";

/* ── Making a call ── */

struct call *call_new(lua_State *L)
{
    int trace = LUA_NOREF;
    if (tracing) {
        task_push_locals(L);
        lua_getfield(L, -1, trace_key);
        trace = lua_istable(L, -1) ? luaL_ref(L, LUA_REGISTRYINDEX) : (lua_pop(L, 1), LUA_NOREF);
        lua_pop(L, 1);
    }
    struct call *call = malloc(sizeof *call);
    if (call == NULL)
        abort();
    *call = (struct call){.vm = vm_of(L), .tail = &call->ops, .trace = trace};
    return call;
}

void call_add(struct call *call, struct op *op)
{
    op->call = call;
    op->done = op->done != NULL ? op->done : call_op_done;
    *call->tail = op;
    call->tail = &op->sibling;
    call->count++;
    call->left++;
}

int call_wait(lua_State *L, struct call *call, void (*cancel)(struct wait *wait))
{
    return wait_begin(L, &call->wait, cancel);
}

static void drop_trace(struct call *call)
{
    if (call->trace != LUA_NOREF)
        luaL_unref(call->vm->L, LUA_REGISTRYINDEX, call->trace);
    call->trace = LUA_NOREF;
}

void call_cancel(struct wait *wait)
{
    struct call *call = (struct call *)(void *)((char *)wait - offsetof(struct call, wait));
    call->abandoned = true;
    drop_trace(call); /* the state may be gone when the answer comes */
}

static void call_free(struct call *call)
{
    for (struct op *op = call->ops, *next; op != NULL; op = next) {
        next = op->sibling;
        op_free(op);
    }
    call->ops = NULL;
    drop_trace(call);
}

/* ── Errors ── */

struct op *call_error(const struct call *call, unsigned *place)
{
    unsigned n = call->hidden ? 0 : 1;
    for (struct op *op = call->ops; op != NULL; op = op->sibling, n++) {
        if (op_failed(op)) {
            if (place != NULL)
                *place = n > 0 ? n : 1;
            return op;
        }
    }
    return NULL;
}

int call_push_error(lua_State *L, const struct call *call, const struct op *op, unsigned place)
{
    const char *message = op->result != NULL ? PQresultErrorField(op->result, PG_DIAG_MESSAGE_PRIMARY) : NULL;
    if (message == NULL)
        message = op->lost ? "no connection to PostgreSQL" : "PostgreSQL did not answer as expected";
    lua_pushnil(L);
    if (op->lost && op->unreachable != NULL)
        lua_pushfstring(L, "%s: %s", message, op->unreachable);
    else
        lua_pushstring(L, message);
    lua_pushstring(L, op_sqlstate(op));
    if (call->many) {
        lua_pushinteger(L, (lua_Integer)place);
        return 4;
    }
    const char *constraint = op->result != NULL ? PQresultErrorField(op->result, PG_DIAG_CONSTRAINT_NAME) : NULL;
    const char *detail = op->result != NULL ? PQresultErrorField(op->result, PG_DIAG_MESSAGE_DETAIL) : NULL;
    lua_pushstring(L, constraint);
    lua_pushstring(L, detail);
    return 5;
}

/* ── Building the answer ── */

static void push_trace(lua_State *L, const struct call *call)
{
    lua_rawgeti(L, LUA_REGISTRYINDEX, call->trace);
    for (const struct op *op = call->ops; op != NULL; op = op->sibling) {
        lua_createtable(L, 0, 4);
        lua_pushlstring(L, op->sql, op->sql_length);
        lua_setfield(L, -2, "sql");
        lua_pushnumber(L, op->took);
        lua_setfield(L, -2, "ms");
        lua_pushinteger(L, op->result != NULL ? PQntuples(op->result) : 0);
        lua_setfield(L, -2, "rows");
        if (op_failed(op)) {
            lua_pushstring(L, op_sqlstate(op));
            lua_setfield(L, -2, "failed");
        }
        lua_rawseti(L, -2, (int)lua_objlen(L, -2) + 1);
    }
    lua_pop(L, 1);
}

static int build(lua_State *L)
{
    struct call *call = lua_touserdata(L, 1);
    if (call->trace != LUA_NOREF)
        push_trace(L, call);
    if (call->push != NULL)
        return call->push(L, call);
    unsigned place = 0;
    struct op *failed = call_error(call, &place);
    if (failed != NULL)
        return call_push_error(L, call, failed, place);
    struct op *first = call->hidden ? call->ops->sibling : call->ops;
    if (!call->many) {
        value_push_rows(L, first->result);
        return 1;
    }
    lua_createtable(L, (int)call->count, 0);
    int n = 0;
    for (struct op *op = first; op != NULL; op = op->sibling) {
        value_push_rows(L, op->result);
        lua_rawseti(L, -2, ++n);
    }
    return 1;
}

static lua_State *builder_of(lua_State *L)
{
    lua_pushlightuserdata(L, &builder_key);
    lua_gettable(L, LUA_REGISTRYINDEX);
    lua_State *builder = lua_tothread(L, -1);
    lua_pop(L, 1);
    if (builder != NULL)
        return builder;
    lua_pushlightuserdata(L, &builder_key);
    builder = lua_newthread(L);
    lua_settable(L, LUA_REGISTRYINDEX);
    lua_pushcfunction(builder, build);
    return builder;
}

static void answer(struct call *call)
{
    lua_State *L = wait_stack(&call->wait), *builder = builder_of(L);
    lua_pushvalue(builder, 1);
    lua_pushlightuserdata(builder, call);
    int results = 3;
    if (lua_pcall(builder, 1, LUA_MULTRET, 0) == 0) {
        results = lua_gettop(builder) - 1;
    } else {
        lua_pushnil(builder);
        lua_insert(builder, -2);
        lua_pushliteral(builder, "XX001");
    }
    if (lua_isnil(builder, 2))
        pg_counters.errors++;
    if (call->seen != NULL)
        call->seen(call);
    lua_xmove(builder, L, results);
    call_free(call);
    wait_done(&call->wait, results);
}

void call_op_done(struct op *op)
{
    struct call *call = op->call;
    if (--call->left > 0)
        return;
    if (call->abandoned)
        call_free(call);
    else
        answer(call);
    free(call);
}

/* ── Traces ── */

int call_trace(lua_State *L)
{
    bool on = lua_toboolean(L, 1);
    tracing = tracing || on;
    task_push_locals(L);
    if (on)
        lua_newtable(L);
    else
        lua_pushnil(L);
    lua_setfield(L, -2, trace_key);
    return 0;
}

int call_traced(lua_State *L)
{
    task_push_locals(L);
    lua_getfield(L, -1, trace_key);
    return 1;
}
