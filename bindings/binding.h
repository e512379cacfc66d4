/* What every binding shares: argument checks and the way errors of the world are returned. Kept tiny. */
#ifndef SIJANG_BINDING_H
#define SIJANG_BINDING_H

#include "modules.h"

#include <lauxlib.h>
#include <lua.h>
#include <stdbool.h>
#include <string.h>

/* `return push_error(L, "timeout", "no answer in %d ms", 50)`: nil, message, code. */
__attribute__((format(printf, 3, 4))) static inline int push_error(lua_State *L, const char *code, const char *format,
                                                                   ...)
{
    va_list arguments;
    va_start(arguments, format);
    lua_pushnil(L);
    lua_pushvfstring(L, format, arguments);
    va_end(arguments);
    lua_pushstring(L, code);
    return 3;
}

/* A string that is really a string (a number is not one), with its length. */
static inline const char *check_string(lua_State *L, int index, size_t *length)
{
    if (lua_type(L, index) != LUA_TSTRING)
        luaL_typerror(L, index, "string");
    return lua_tolstring(L, index, length);
}

/* A whole number in [low, high]. */
static inline lua_Integer check_integer(lua_State *L, int index, lua_Integer low, lua_Integer high)
{
    lua_Number number = luaL_checknumber(L, index);
    if (!(number >= (lua_Number)low && number <= (lua_Number)high) || number != (lua_Number)(lua_Integer)number)
        luaL_argerror(L, index,
                      lua_pushfstring(L, "a whole number from %f to %f expected", (lua_Number)low, (lua_Number)high));
    return (lua_Integer)number;
}

/* Optional field of the table at `index`: pushes it and returns true, or pushes nothing. */
static inline bool push_field(lua_State *L, int index, const char *name)
{
    lua_getfield(L, index, name);
    if (!lua_isnil(L, -1))
        return true;
    lua_pop(L, 1);
    return false;
}

#endif
