/* json.encode(value) -> string           raises for what is not JSON: NaN, infinities, nil, functions, holes, mixed keys,
 *                                        invalid UTF-8, nesting beyond 64. Numbers read back the same, whole ones to
 *                                        2^53 in full; names in order; `<` as \u003c, so that it may stand in a script
 *                                        element
 * json.quote(s) -> string               the same for one string, without the way round by a table
 * json.decode(s [, most_bytes]) -> value | nil, message, "json"       8 MB unless told otherwise
 * json.array([t]) -> t                   marks a table as an array, so that an empty one is []; decoded arrays are marked
 * json.null                              null, in both directions
 *
 * lua-cjson encodes; what it is too lax or too coarse for is dealt with around it, in json_write.c. Decoding is done from
 * our own strict reader (json_read.h says how strict): cjson accepts too much to be trusted with a text that has not been
 * read strictly before, makes the same of [] and {}, and rounds large numbers, so that it would be a second pass and a
 * third to mend. A whole number beyond 2^53 is decoded as its digits, a string, because a number would lose some; of two
 * members with one name the last counts. Nothing waits. cjson keeps its encoding buffer, as large as the largest text so
 * far, until the state is closed. */
#include "binding.h"
#include "json_push.h"
#include "json_write.h"

/* Debian's header for it lies among those of the other Lua, which must stay out of the include path. */
int luaopen_cjson(lua_State *L);

enum { DEFAULT_MOST = 8 << 20 };

static int json_decode(lua_State *L)
{
    size_t n;
    const char *s = check_string(L, 1, &n);
    lua_Integer most = lua_isnoneornil(L, 2) ? DEFAULT_MOST : check_integer(L, 2, 0, 1 << 30);
    if (n > (size_t)most)
        return push_error(L, "json", "%d bytes of JSON, at most %d expected", (int)n, (int)most);
    struct json_reader reader;
    if (json_push(L, s, n, &reader))
        return 1;
    return push_error(L, "json", "%s expected at byte %d", reader.error, (int)reader.at + 1);
}

static int json_array(lua_State *L)
{
    if (lua_isnone(L, 1))
        lua_newtable(L);
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    lua_pushvalue(L, lua_upvalueindex(2));
    if (lua_getmetatable(L, 1)) {
        luaL_argcheck(L, lua_rawequal(L, -1, 2), 1, "a table without a metatable expected");
        lua_pop(L, 1);
    }
    lua_setmetatable(L, 1);
    return 1;
}

/* Adds a function with two upvalues: cjson's for the same work, and the arrays' metatable. */
static void add_function(lua_State *L, int cjson, const char *name, lua_CFunction function)
{
    lua_getfield(L, cjson, name);
    lua_pushvalue(L, cjson + 1);
    lua_pushcclosure(L, function, 2);
    lua_setfield(L, -2, name);
}

MODULE(json)
{
    lua_pushcfunction(L, luaopen_cjson); /* makes an instance of its own, with options of its own */
    lua_call(L, 0, 1);
    int cjson = lua_gettop(L);
    lua_getfield(L, cjson, "encode_max_depth");
    lua_pushinteger(L, JSON_DEPTH);
    lua_call(L, 1, 0);
    json_push_mark(L);
    lua_newtable(L);
    add_function(L, cjson, "encode", json_encode);
    add_function(L, cjson, "array", json_array);
    lua_pushcfunction(L, json_decode);
    lua_setfield(L, -2, "decode");
    lua_pushcfunction(L, json_quote);
    lua_setfield(L, -2, "quote");
    lua_pushlightuserdata(L, NULL);
    lua_setfield(L, -2, "null");
    return 1;
}
