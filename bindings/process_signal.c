/* process.on_signal(name, fn) runs fn(name) as a task of its own each time the signal arrives; process.on_signal(name, nil)
 * brings the default back. One function a signal. A watched signal does not keep a command from ending.
 *
 * What is watched belongs to the Lua state: when that closes, the watching ends. */
#include "process.h"

#include "log.h"
#include "loop.h"
#include "vm.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>

#define WATCH "sijang.process.watch"

struct watch {
    uv_signal_t signal;
    struct vm *vm;
    int function_ref;
};

static char watches_key; /* registry: {[signal number] = userdata holding the watch} */

static void watch_closed(uv_handle_t *handle)
{
    free(handle->data);
}

static void task_ended(void *context, enum task_end end, lua_State *L, int results)
{
    (void)results;
    if (end != TASK_FAILED)
        return;
    const struct vm *vm = context;
    vm_push_traceback(vm->L, L);
    log_say(LOG_ERROR, "signal_task_failed", "%s", lua_tostring(vm->L, -1));
    lua_pop(vm->L, 1);
}

static void on_signal(uv_signal_t *handle, int number)
{
    struct watch *watch = handle->data;
    struct task *task = task_new(watch->vm);
    lua_State *L = task_stack(task);
    lua_rawgeti(L, LUA_REGISTRYINDEX, watch->function_ref);
    lua_pushstring(L, process_signal_name(number));
    /* The task may outlast the watch, so its context is the state. */
    task_run(task, 1, task_ended, watch->vm);
}

static int watch_gc(lua_State *L)
{
    struct watch **slot = lua_touserdata(L, 1);
    if (*slot == NULL)
        return 0;
    luaL_unref(L, LUA_REGISTRYINDEX, (*slot)->function_ref);
    uv_close((uv_handle_t *)&(*slot)->signal, watch_closed);
    *slot = NULL;
    return 0;
}

/* Pushes the table of watches. */
static void push_watches(lua_State *L)
{
    lua_pushlightuserdata(L, &watches_key);
    lua_rawget(L, LUA_REGISTRYINDEX);
    if (!lua_isnil(L, -1))
        return;
    lua_pop(L, 1);
    lua_newtable(L);
    lua_pushlightuserdata(L, &watches_key);
    lua_pushvalue(L, -2);
    lua_rawset(L, LUA_REGISTRYINDEX);
}

int process_on_signal(lua_State *L)
{
    int number = process_check_signal(L, 1);
    luaL_argcheck(L, number != 0 && number != SIGKILL && number != SIGSTOP && number != SIGCHLD, 1,
                  "this signal cannot be watched");
    if (!lua_isnoneornil(L, 2))
        luaL_checktype(L, 2, LUA_TFUNCTION);
    lua_settop(L, 2);
    push_watches(L);
    lua_rawgeti(L, 3, number);
    if (!lua_isnil(L, -1)) {
        lua_pushcfunction(L, watch_gc);
        lua_insert(L, -2);
        lua_call(L, 1, 0);
        lua_pushnil(L);
        lua_rawseti(L, 3, number);
    }
    if (lua_isnil(L, 2))
        return 0;
    lua_settop(L, 3);
    struct watch **slot = lua_newuserdata(L, sizeof(struct watch *));
    *slot = NULL;
    if (luaL_newmetatable(L, WATCH)) {
        lua_pushcfunction(L, watch_gc);
        lua_setfield(L, -2, "__gc");
    }
    lua_setmetatable(L, -2);
    lua_rawseti(L, 3, number);
    lua_pushvalue(L, 2);
    int function = luaL_ref(L, LUA_REGISTRYINDEX);
    struct watch *watch = calloc(1, sizeof *watch);
    if (watch == NULL) {
        luaL_unref(L, LUA_REGISTRYINDEX, function);
        return luaL_error(L, "no memory");
    }
    watch->vm = vm_of(L);
    watch->function_ref = function;
    watch->signal.data = watch;
    uv_signal_init(loop_get(), &watch->signal);
    int error = uv_signal_start(&watch->signal, on_signal, number);
    uv_unref((uv_handle_t *)&watch->signal);
    *slot = watch;
    return error == 0 ? 0 : luaL_error(L, "%s: %s", lua_tostring(L, 1), uv_strerror(error));
}
