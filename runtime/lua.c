/* The one list of luaopen functions: the only place where the runtime names the bindings. */
#include "modules.h"

#include <lauxlib.h>

#define OPEN(name) extern int luaopen_##name(lua_State *L);
/* clang-format off */
#define EVERYWHERE(X) \
    X(task) X(runtime) X(log) X(pg_core) X(redis_core) X(fetch) X(smtp) X(crypto) X(password_core) X(json) X(image) \
    X(text_core) X(clock) X(fs) X(file) X(zstd) X(xlsx) X(qr)
#define COMMANDS(X) X(process) X(tty) X(keeper)
/* clang-format on */
EVERYWHERE(OPEN)
COMMANDS(OPEN)

static void preload(lua_State *L, const char *name, lua_CFunction open)
{
    lua_pushcfunction(L, open);
    luaL_gsub(L, name, "_", ".");
    lua_insert(L, -2);
    lua_settable(L, -3);
}

void modules_preload(lua_State *L, enum vm_kind kind)
{
    lua_getglobal(L, "package");
    lua_getfield(L, -1, "preload");
#define PRELOAD(name) preload(L, #name, luaopen_##name);
    EVERYWHERE(PRELOAD)
    if (kind == VM_COMMAND) {
        COMMANDS(PRELOAD)
    }
    lua_pop(L, 2);
}
