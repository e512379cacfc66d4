/* log.debug log.info log.warn log.error (event, fields)
 *
 * One JSON line: `event` is a short dotted name; `fields` a flat table of strings, numbers and booleans (other values are
 * written as their tostring). The running request's id is added by itself. */
#include "log.h"
#include "modules.h"

#include "request.h"
#include "task.h"
#include "vm.h"

#include <math.h>

static void put_field(lua_State *L, const char *name)
{
    size_t length;
    switch (lua_type(L, -1)) {
    case LUA_TNUMBER: {
        double value = lua_tonumber(L, -1);
        if (value == floor(value) && fabs(value) < 9e15)
            log_integer(name, (int64_t)value);
        else
            log_number(name, value);
        break;
    }
    case LUA_TBOOLEAN:
        log_boolean(name, lua_toboolean(L, -1));
        break;
    case LUA_TSTRING: {
        const char *text = lua_tolstring(L, -1, &length);
        log_string(name, text, length);
        break;
    }
    default:
        lua_getglobal(L, "tostring");
        lua_pushvalue(L, -2);
        if (lua_pcall(L, 1, 1, 0) == 0)
            log_text(name, lua_tostring(L, -1));
        lua_pop(L, 1);
    }
}

static int write_line(lua_State *L, enum log_level level)
{
    const char *event = luaL_checkstring(L, 1);
    if (!lua_isnoneornil(L, 2))
        luaL_checktype(L, 2, LUA_TTABLE);
    if (!log_wants(level))
        return 0;
    log_begin(level, event);
    bool loading = vm_of(L)->loading; /* maybe on another thread than that of the tasks, which nobody flushes for us */
    struct task *task = loading ? NULL : task_current();
    if (task != NULL && task_owner(task) != NULL)
        log_text("request", request_id(task_owner(task)));
    if (lua_istable(L, 2)) {
        lua_pushnil(L);
        while (lua_next(L, 2) != 0) {
            if (lua_type(L, -2) == LUA_TSTRING)
                put_field(L, lua_tostring(L, -2));
            lua_pop(L, 1);
        }
    }
    log_end();
    if (loading)
        log_flush();
    return 0;
}

static int log_debug(lua_State *L)
{
    return write_line(L, LOG_DEBUG);
}

static int log_info(lua_State *L)
{
    return write_line(L, LOG_INFO);
}

static int log_warn(lua_State *L)
{
    return write_line(L, LOG_WARN);
}

static int log_error(lua_State *L)
{
    return write_line(L, LOG_ERROR);
}

MODULE(log)
{
    static const luaL_Reg functions[] = {
        {"debug", log_debug}, {"info", log_info}, {"warn", log_warn}, {"error", log_error}, {NULL, NULL}};
    lua_newtable(L);
    luaL_register(L, NULL, functions);
    return 1;
}
