#include "vm.h"

#include "config.h"
#include "loop.h"
#include "modules.h"
#include "task.h"

#include <lauxlib.h>
#include <lualib.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char vm_key; /* its address names the vm in the registry */

/* malloc is mimalloc's here (see CMakeLists.txt), which serves a page's many small tables and strings faster than LuaJIT's
 * own heap; a sanitizer's malloc sees what only that heap would point to. */
static void *allocate(void *context, void *block, size_t old, size_t size)
{
    struct vm *vm = context;
    if (size > old && vm->limit != 0 && size - old > vm->limit - vm->used)
        return NULL;
    if (size == 0) {
        free(block);
        vm->used -= old;
        return NULL;
    }
    void *moved = realloc(block, size);
    if (moved != NULL)
        vm->used += size - old;
    return moved;
}

static int unprotected(lua_State *L)
{
    fprintf(stderr, "sijang: an error outside every protected call: %s\n", lua_tostring(L, -1));
    return 0; /* and LuaJIT ends the process */
}

static void set_path(lua_State *L, enum vm_kind kind, const char *root)
{
    lua_getglobal(L, "package");
    if (kind == VM_COMMAND) {
        lua_getfield(L, -1, "path");
        lua_pushfstring(L,
                        "%s/app/?.lua;%s/app/?/init.lua;%s/bindings/?.lua;%s/"
                        "?.lua;%s/runtime/?.lua;%s",
                        root, root, root, root, root, lua_tostring(L, -1));
        lua_remove(L, -2);
    } else {
        lua_pushfstring(L, "%s/app/?.lua;%s/app/?/init.lua;%s/bindings/?.lua", root, root, config_root());
    }
    lua_setfield(L, -2, "path");
    if (kind == VM_GENERATION) {
        lua_pushliteral(L, "");
        lua_setfield(L, -2, "cpath");
    }
    lua_pop(L, 1);
}

static int undefined(lua_State *L)
{
    return luaL_error(L, "the global %s is not defined", lua_isstring(L, 2) ? lua_tostring(L, 2) : luaL_typename(L, 2));
}

/* Reading or setting a global that is not Lua's own raises: it is a forgotten `local`, and what a page leaves in one the next
 * shopper's page would find. */
static void forbid_globals(lua_State *L)
{
    static const luaL_Reg events[] = {{"__index", undefined}, {"__newindex", undefined}, {NULL, NULL}};
    lua_newtable(L);
    luaL_register(L, NULL, events);
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, LUA_GLOBALSINDEX);
}

/* Inside a protected call, so that running out of memory is an error and not an abort. */
static int open_state(lua_State *L)
{
    struct vm *vm = lua_touserdata(L, 1);
    luaL_openlibs(L);
    lua_pushlightuserdata(L, &vm_key);
    lua_pushlightuserdata(L, vm);
    lua_settable(L, LUA_REGISTRYINDEX);
    modules_preload(L, vm->kind);
    set_path(L, vm->kind, vm->root);
    if (vm->kind == VM_GENERATION)
        forbid_globals(L);
    return 0;
}

static void forget(struct vm *vm)
{
    free(vm->root);
    free(vm);
}

struct vm *vm_new(enum vm_kind kind, const char *root, const char *release, const char **message)
{
    struct vm *vm = calloc(1, sizeof *vm);
    if (vm != NULL) {
        vm->kind = kind;
        vm->root = strdup(root);
        snprintf(vm->release, sizeof vm->release, "%s", release);
        vm->L = vm->root != NULL ? lua_newstate(allocate, vm) : NULL;
    }
    if (vm == NULL || vm->L == NULL) {
        if (vm != NULL)
            forget(vm);
        *message = "no memory for a Lua state";
        return NULL;
    }
    lua_atpanic(vm->L, unprotected);
    lua_pushcfunction(vm->L, open_state);
    lua_pushlightuserdata(vm->L, vm);
    if (lua_pcall(vm->L, 1, 0, 0) != 0) {
        *message = "a Lua state did not open";
        lua_close(vm->L);
        forget(vm);
        return NULL;
    }
    return vm;
}

void vm_at_end(struct vm *vm, void (*at_end)(struct vm *vm))
{
    size_t i = 0;
    while (vm->at_end[i] != NULL && vm->at_end[i] != at_end)
        if (++i == sizeof vm->at_end / sizeof *vm->at_end)
            abort();
    vm->at_end[i] = at_end;
}

/* What others know of it ends here; what is left belongs to the state alone. */
static void let_go(struct vm *vm)
{
    for (size_t i = 0; i < sizeof vm->at_end / sizeof *vm->at_end && vm->at_end[i] != NULL; i++)
        vm->at_end[i](vm);
    while (vm->holdings != NULL) {
        struct holding *holding = vm->holdings;
        task_drop(holding);
        holding->release(holding);
    }
}

void vm_free(struct vm *vm)
{
    if (vm == NULL)
        return;
    let_go(vm);
    lua_close(vm->L);
    forget(vm);
}

static unsigned retiring;

static void close_state(uv_work_t *work)
{
    struct vm *vm = work->data;
    lua_close(vm->L);
}

static void state_closed(uv_work_t *work, int status)
{
    (void)status;
    forget(work->data);
    free(work);
    retiring--;
}

void vm_retire(struct vm *vm)
{
    uv_work_t *work = malloc(sizeof *work);
    if (work == NULL)
        abort();
    let_go(vm);
    work->data = vm;
    retiring++;
    uv_queue_work(loop_get(), work, close_state, state_closed);
}

unsigned vm_retiring(void)
{
    return retiring;
}

struct vm *vm_of(lua_State *L)
{
    lua_pushlightuserdata(L, &vm_key);
    lua_gettable(L, LUA_REGISTRYINDEX);
    struct vm *vm = lua_touserdata(L, -1);
    lua_pop(L, 1);
    return vm;
}

void vm_push_traceback(lua_State *L, lua_State *from)
{
    const char *message = lua_tostring(from, -1);
    if (message == NULL && luaL_callmeta(from, -1, "__tostring"))
        message = lua_tostring(from, -1);
    luaL_traceback(L, from, message != NULL ? message : "(an error that is not a string)", 0);
}
