/* json.encode(value) -> string           raises for what is not JSON: NaN, infinities, nil, functions, holes, mixed keys,
 *                                        invalid UTF-8, nesting beyond 64. Whole numbers to 2^53 are written in full;
 *                                        names in order; `<` as \u003c, so that it may stand in a script element
 * json.decode(s [, most_bytes]) -> value | nil, message, "json"       8 MB unless told otherwise
 * json.array([t]) -> t                   marks a table as an array, so that an empty one is []; decoded arrays are marked
 * json.null                              null, in both directions
 *
 * Strict in both directions (json_read.h says in what). A whole number beyond 2^53 is decoded as its digits, a string,
 * because a number would lose some; of two members with one name the last counts. Reader and writer are ours: what
 * lua-cjson would have to be kept from (digits lost past 14, {} for [], hexadecimal, invalid UTF-8) needs a second pass
 * over every byte that is as long as the work itself. Nothing waits; nothing is owned. */
#include "binding.h"
#include "json_read.h"
#include "json_write.h"

#include <math.h>
#include <stdlib.h>

enum { DEFAULT_MOST = 8 << 20 };

static char array_key; /* its address names the arrays' metatable in the registry */

void json_push_array_mark(lua_State *L)
{
    lua_pushlightuserdata(L, &array_key);
    lua_rawget(L, LUA_REGISTRYINDEX);
}

enum { SCRATCH_INDEX = 3, ARRAY_INDEX = 4 };

static void push_text(lua_State *L, const struct json_reader *reader, size_t *scratch_room)
{
    if (!reader->escaped) {
        lua_pushlstring(L, reader->text, reader->length);
        return;
    }
    char *scratch = lua_touserdata(L, SCRATCH_INDEX);
    if (reader->length > *scratch_room) {
        *scratch_room = reader->length * 2;
        scratch = lua_newuserdata(L, *scratch_room);
        lua_replace(L, SCRATCH_INDEX);
    }
    lua_pushlstring(L, scratch, json_unescape(reader->text, reader->length, scratch));
}

/* Its neighbour 2^53 + 1 rounds to the same number, so the spelling decides. */
static bool is_two_to_53(const char *digits, size_t n)
{
    static const char spelling[] = "9007199254740992";
    size_t sign = digits[0] == '-';
    return n - sign == sizeof spelling - 1 && memcmp(digits + sign, spelling, n - sign) == 0;
}

/* False when the number is beyond what a double can hold. */
static bool push_number(lua_State *L, const struct json_reader *reader)
{
    double number = strtod(reader->text, NULL); /* the text of a Lua string always ends in a NUL */
    if (!isfinite(number))
        return false;
    if (reader->integral && fabs(number) >= 9007199254740992.0 && !is_two_to_53(reader->text, reader->length))
        lua_pushlstring(L, reader->text, reader->length);
    else
        lua_pushnumber(L, number);
    return true;
}

/* Puts the value on top of the stack where it belongs. counts[d] < 0: the container at depth d is an object. */
static void store(lua_State *L, int *counts, unsigned depth)
{
    if (depth == 0)
        return;
    /* NOLINTNEXTLINE(clang-analyzer-core.UndefinedBinaryOperatorResult): the reader nests no deeper than counts */
    if (counts[depth] < 0)
        lua_rawset(L, -3);
    else
        lua_rawseti(L, -2, ++counts[depth]);
}

static int json_decode(lua_State *L)
{
    size_t n, scratch_room = 0;
    const char *s = check_string(L, 1, &n);
    lua_Integer most = lua_isnoneornil(L, 2) ? DEFAULT_MOST : check_integer(L, 2, 0, 1 << 30);
    if (n > (size_t)most)
        return push_error(L, "json", "%d bytes of JSON, at most %d expected", (int)n, (int)most);
    lua_settop(L, 2);
    lua_pushnil(L);
    json_push_array_mark(L);
    luaL_checkstack(L, 2 * JSON_DEPTH + 8, "JSON");
    struct json_reader reader;
    json_begin(&reader, s, n);
    int counts[JSON_DEPTH + 1];
    unsigned depth = 0;
    for (;;) {
        enum json_token token = json_next(&reader);
        switch (token) {
        case JSON_ERROR:
            return push_error(L, "json", "%s expected at byte %d", reader.error, (int)reader.at + 1);
        case JSON_END:
            return 1;
        case JSON_NAME:
            push_text(L, &reader, &scratch_room);
            continue;
        case JSON_ARRAY:
            lua_newtable(L);
            lua_pushvalue(L, ARRAY_INDEX);
            lua_setmetatable(L, -2);
            counts[++depth] = 0;
            continue;
        case JSON_OBJECT:
            lua_newtable(L);
            counts[++depth] = -1;
            continue;
        case JSON_CLOSE:
            depth--;
            break;
        case JSON_NULL:
            lua_pushlightuserdata(L, NULL);
            break;
        case JSON_TRUE:
        case JSON_FALSE:
            lua_pushboolean(L, token == JSON_TRUE);
            break;
        case JSON_STRING:
            push_text(L, &reader, &scratch_room);
            break;
        case JSON_NUMBER:
            if (!push_number(L, &reader))
                return push_error(L, "json", "a smaller number expected at byte %d", (int)reader.at + 1);
            break;
        }
        store(L, counts, depth);
    }
}

static int json_array(lua_State *L)
{
    if (lua_isnone(L, 1))
        lua_newtable(L);
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    json_push_array_mark(L);
    if (lua_getmetatable(L, 1)) {
        luaL_argcheck(L, lua_rawequal(L, -1, 2), 1, "a table without a metatable expected");
        lua_pop(L, 1);
    }
    lua_setmetatable(L, 1);
    return 1;
}

MODULE(json)
{
    static const luaL_Reg functions[] = {
        {"encode", json_encode}, {"decode", json_decode}, {"array", json_array}, {NULL, NULL}};
    lua_pushlightuserdata(L, &array_key);
    lua_newtable(L);
    lua_rawset(L, LUA_REGISTRYINDEX);
    lua_newtable(L);
    luaL_register(L, NULL, functions);
    lua_pushlightuserdata(L, NULL);
    lua_setfield(L, -2, "null");
    return 1;
}
