/* task.spawn(fn, ...) -> handle      starts a coroutine of its own; returns at its first wait; raises while app/ loads
 * handle:join() -> results…          waits for its end; raises what it raised
 * handle:cancel()                    ends it where it waits; a join then raises "task was cancelled"
 * task.sleep(milliseconds)           waits
 * task.turn()                        waits for one turn of the loop
 * task.count() -> integer            tasks alive in this process
 *
 * A handle owns nothing: the task lives until it ends, whether or not anybody joins. */
#include "loop.h"
#include "modules.h"
#include "task.h"
#include "vm.h"

#include <stdlib.h>

#define HANDLE "sijang.task"

struct spawned {
    struct task *task; /* NULL once it has ended */
    struct wait join;
    enum task_end end;
    int values_ref; /* results, or the error */
    struct vm *vm;
    int self_ref; /* keeps the handle while the task lives */
};

static struct spawned *check_handle(lua_State *L)
{
    return luaL_checkudata(L, 1, HANDLE);
}

static int push_outcome(lua_State *L, struct spawned *spawned)
{
    lua_rawgeti(L, LUA_REGISTRYINDEX, spawned->values_ref);
    int table = lua_gettop(L);
    lua_getfield(L, table, "n");
    int n = (int)lua_tointeger(L, -1);
    lua_pop(L, 1);
    luaL_checkstack(L, n + 2, "results");
    for (int i = 1; i <= n; i++)
        lua_rawgeti(L, table, i);
    lua_remove(L, table);
    return n;
}

static void spawned_end(void *context, enum task_end end, lua_State *co, int results)
{
    struct spawned *spawned = context;
    lua_State *L = spawned->vm->L;
    spawned->task = NULL;
    spawned->end = end;
    int top = lua_gettop(L);
    lua_createtable(L, results, 1);
    if (end == TASK_FAILED) {
        lua_pushvalue(co, -1);
        lua_xmove(co, L, 1);
        lua_rawseti(L, -2, 1);
        lua_pushinteger(L, 1);
    } else if (end == TASK_DONE) {
        lua_xmove(co, L, results);
        for (int i = results; i >= 1; i--)
            lua_rawseti(L, top + 1, i);
        lua_pushinteger(L, results);
    } else {
        lua_pushliteral(L, "task was cancelled");
        lua_rawseti(L, -2, 1);
        lua_pushinteger(L, 1);
    }
    lua_setfield(L, top + 1, "n");
    spawned->values_ref = luaL_ref(L, LUA_REGISTRYINDEX);
    if (wait_active(&spawned->join)) {
        lua_State *to = wait_stack(&spawned->join);
        lua_pushboolean(to, end == TASK_DONE);
        int n = push_outcome(to, spawned);
        wait_done(&spawned->join, n + 1);
    }
    luaL_unref(L, LUA_REGISTRYINDEX, spawned->self_ref);
}

static int task_spawn(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TFUNCTION);
    if (vm_of(L)->loading)
        return luaL_error(L, "no task can be started while app/ loads");
    int arguments = lua_gettop(L) - 1;
    struct spawned *spawned = lua_newuserdata(L, sizeof *spawned);
    *spawned = (struct spawned){.vm = vm_of(L), .values_ref = LUA_NOREF};
    luaL_getmetatable(L, HANDLE);
    lua_setmetatable(L, -2);
    lua_pushvalue(L, -1);
    spawned->self_ref = luaL_ref(L, LUA_REGISTRYINDEX);
    lua_insert(L, 1);
    struct task *task = task_new(spawned->vm);
    spawned->task = task;
    luaL_checkstack(task_stack(task), arguments + 1, "arguments");
    lua_xmove(L, task_stack(task), arguments + 1);
    task_run(task, arguments, spawned_end, spawned);
    return 1;
}

/* -> true, results… | false, error: the Lua face turns the latter into a raise,
 * which a resumed C function cannot. */
static int handle_wait(lua_State *L)
{
    struct spawned *spawned = check_handle(L);
    if (spawned->task == NULL) {
        lua_pushboolean(L, spawned->end == TASK_DONE);
        return push_outcome(L, spawned) + 1;
    }
    if (wait_active(&spawned->join))
        return luaL_error(L, "another task joins this one already");
    return wait_begin(L, &spawned->join, NULL);
}

static int handle_cancel(lua_State *L)
{
    struct spawned *spawned = check_handle(L);
    if (spawned->task != NULL && spawned->task != task_current())
        task_cancel(spawned->task);
    return 0;
}

static int handle_gc(lua_State *L)
{
    struct spawned *spawned = lua_touserdata(L, 1);
    luaL_unref(L, LUA_REGISTRYINDEX, spawned->values_ref);
    return 0;
}

struct nap {
    uv_timer_t timer;
    struct wait wait;
};

static void nap_closed(uv_handle_t *handle)
{
    free(handle->data);
}

static void nap_over(uv_timer_t *timer)
{
    struct nap *nap = timer->data;
    uv_close((uv_handle_t *)timer, nap_closed);
    wait_done(&nap->wait, 0);
}

static void nap_cancel(struct wait *wait)
{
    struct nap *nap = (struct nap *)(void *)((char *)wait - offsetof(struct nap, wait));
    uv_close((uv_handle_t *)&nap->timer, nap_closed);
}

static int sleep_for(lua_State *L, uint64_t milliseconds)
{
    wait_check(L);
    struct nap *nap = calloc(1, sizeof *nap);
    if (nap == NULL)
        return luaL_error(L, "no memory");
    uv_timer_init(loop_get(), &nap->timer);
    nap->timer.data = nap;
    uv_timer_start(&nap->timer, nap_over, milliseconds, 0);
    return wait_begin(L, &nap->wait, nap_cancel);
}

static int task_sleep(lua_State *L)
{
    lua_Number ms = luaL_checknumber(L, 1);
    luaL_argcheck(L, ms >= 0 && ms <= 86400000, 1, "0 to 86400000 milliseconds expected");
    return sleep_for(L, (uint64_t)ms);
}

static int task_turn(lua_State *L)
{
    return sleep_for(L, 0);
}

static int task_count_lua(lua_State *L)
{
    lua_pushinteger(L, (lua_Integer)task_count());
    return 1;
}

static const char join_source[] = "local wait = ...\n"
                                  "local function outcome(ok, ...)\n"
                                  "  if ok then return ... end\n"
                                  "  error((...), 0)\n"
                                  "end\n"
                                  "return function(handle) return outcome(wait(handle)) end\n";

MODULE(task)
{
    luaL_newmetatable(L, HANDLE);
    lua_newtable(L);
    luaL_loadstring(L, join_source);
    lua_pushcfunction(L, handle_wait);
    lua_call(L, 1, 1);
    lua_setfield(L, -2, "join");
    lua_pushcfunction(L, handle_cancel);
    lua_setfield(L, -2, "cancel");
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, handle_gc);
    lua_setfield(L, -2, "__gc");
    lua_pop(L, 1);
    static const luaL_Reg functions[] = {
        {"spawn", task_spawn}, {"sleep", task_sleep}, {"turn", task_turn}, {"count", task_count_lua}, {NULL, NULL}};
    lua_newtable(L);
    luaL_register(L, NULL, functions);
    return 1;
}
