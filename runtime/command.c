#include "command.h"

#include "config.h"
#include "log.h"
#include "loop.h"
#include "vm.h"

#include <lauxlib.h>
#include <stdio.h>
#include <stdlib.h>

static int with_traceback(lua_State *L)
{
    vm_push_traceback(L, L);
    return 1;
}

int command_run(int argc, char **argv)
{
    if (!config_open())
        return 2;
    log_process("command");
    log_to_stderr();
    log_open();
    const char *message;
    struct vm *vm = vm_new(VM_COMMAND, config_root(), "", &message);
    if (vm == NULL) {
        fprintf(stderr, "sijang: %s\n", message);
        return 1;
    }
    lua_State *L = vm->L;
    lua_pushcfunction(L, with_traceback);
    lua_pushfstring(L, "%s/runtime/command.lua", config_root());
    int status = luaL_loadfile(L, lua_tostring(L, -1));
    lua_remove(L, -2);
    if (status == 0) {
        for (int i = 0; i < argc; i++)
            lua_pushstring(L, argv[i]);
        status = lua_pcall(L, argc, 1, 1);
    }
    int code = 1;
    if (status != 0)
        fprintf(stderr, "sijang: %s\n", lua_tostring(L, -1));
    else
        code = lua_isnumber(L, -1) ? (int)lua_tointeger(L, -1) : lua_toboolean(L, -1) ? 0 : 1;
    lua_settop(L, 0);
    fflush(stdout);
    log_flush();
    vm_free(vm);
    return code;
}
