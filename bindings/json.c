/* json.encode(value) -> string           raises for what is not JSON: NaN, infinities, nil, functions, holes, mixed keys,
 *                                        invalid UTF-8, nesting beyond 64. Numbers read back the same, whole ones to
 *                                        2^53 in full; names in order; `<` as \u003c, so that it may stand in a script
 *                                        element
 * json.decode(s [, most_bytes]) -> value | nil, message, "json"       8 MB unless told otherwise
 * json.array([t]) -> t                   marks a table as an array, so that an empty one is []; decoded arrays are marked
 * json.null                              null, in both directions
 *
 * lua-cjson does the work; what it is too lax or too coarse for is dealt with around it, here and in json_write.c.
 * Decoding: a strict scan first (json_read.h says how strict), so that cjson sees valid JSON only. A whole number beyond
 * 2^53 is decoded as its digits, a string, because a number would lose some; of two members with one name the last counts.
 * Nothing waits. cjson keeps its encoding buffer, as large as the largest text so far, until the state is closed. */
#include "binding.h"
#include "json_read.h"
#include "json_write.h"

#include <math.h>
#include <stdlib.h>

/* Debian's header for it lies among those of the other Lua, which must stay out of the include path. */
int luaopen_cjson(lua_State *L);

enum { DEFAULT_MOST = 8 << 20 };

/* What the scan found that cjson has to be helped with. */
struct findings {
    size_t arrays, empty_arrays, large_numbers;
};

/* Stands in an empty array while cjson decodes, which would make the same of [] and {}. As it is not UTF-8, no string of
 * a scanned text is equal to it. */
#define EMPTY "\xFF"

/* A whole number whose neighbours a double cannot tell apart. 2^53 + 1 rounds to 2^53, so the spelling decides. */
static bool is_large(const struct json_reader *number)
{
    static const char two_to_53[] = "9007199254740992";
    enum { DIGITS = sizeof two_to_53 - 1 };
    size_t sign = number->text[0] == '-', digits = number->length - sign;
    if (!number->integral || digits < DIGITS)
        return false;
    return digits > DIGITS || memcmp(number->text + sign, two_to_53, DIGITS) > 0;
}

/* Whether a double can hold it; the text of a Lua string always ends in a NUL. */
static bool in_range(const struct json_reader *number)
{
    enum { SURE = 300 };
    return (number->integral && number->length < SURE) || isfinite(strtod(number->text, NULL));
}

/* The scan; false when the text is not JSON, with reader->error set. */
static bool scan(struct json_reader *reader, struct findings *found)
{
    enum json_token before = JSON_END;
    for (;;) {
        enum json_token token = json_next(reader);
        switch (token) {
        case JSON_ERROR:
            return false;
        case JSON_END:
            return true;
        case JSON_ARRAY:
            found->arrays++;
            break;
        case JSON_CLOSE:
            found->empty_arrays += before == JSON_ARRAY;
            break;
        case JSON_NUMBER:
            if (!in_range(reader)) {
                reader->error = "a smaller number";
                return false;
            }
            found->large_numbers += is_large(reader);
            break;
        default:
            break;
        }
        before = token;
    }
}

/* Pushes the scanned text with its large numbers in quotes and EMPTY in its empty arrays. */
static void push_prepared(lua_State *L, const char *s, size_t n, const struct findings *found)
{
    char *text = lua_newuserdata(L, n + found->empty_arrays * strlen("\"" EMPTY "\"") + found->large_numbers * 2);
    char *to = text;
    size_t copied = 0;
    struct json_reader reader;
    json_begin(&reader, s, n);
    enum json_token token = JSON_END, before;
    while (before = token, (token = json_next(&reader)) != JSON_END) {
        bool large = token == JSON_NUMBER && is_large(&reader);
        if (!large && !(token == JSON_CLOSE && before == JSON_ARRAY))
            continue;
        size_t from = large ? reader.at - reader.length : reader.at - 1;
        memcpy(to, s + copied, from - copied);
        to += from - copied;
        copied = from;
        *to++ = '"';
        if (large) {
            memcpy(to, reader.text, reader.length);
            to += reader.length;
            copied = reader.at;
        } else {
            *to++ = EMPTY[0];
        }
        *to++ = '"';
    }
    memcpy(to, s + copied, n - copied);
    lua_pushlstring(L, text, (size_t)(to - text) + n - copied);
    lua_remove(L, -2);
}

static bool is_empty_array(lua_State *L)
{
    size_t n;
    const char *s = lua_type(L, -1) == LUA_TSTRING ? lua_tolstring(L, -1, &n) : NULL;
    return s != NULL && n == 1 && s[0] == EMPTY[0];
}

/* Marks the arrays in the decoded table on top of the stack. Names are strings: what holds something at 1 is an array. */
static void mark_arrays(lua_State *L, int mark)
{
    int table = lua_gettop(L);
    lua_rawgeti(L, table, 1);
    if (lua_isnil(L, -1)) {
        while (lua_next(L, table) != 0) {
            if (lua_istable(L, -1))
                mark_arrays(L, mark);
            lua_pop(L, 1);
        }
        return;
    }
    if (is_empty_array(L)) {
        lua_pushnil(L);
        lua_rawseti(L, table, 1);
    } else {
        for (int i = 2; !lua_isnil(L, -1); i++) {
            if (lua_istable(L, -1))
                mark_arrays(L, mark);
            lua_pop(L, 1);
            lua_rawgeti(L, table, i);
        }
    }
    lua_pop(L, 1);
    lua_pushvalue(L, mark);
    lua_setmetatable(L, table);
}

static int json_decode(lua_State *L)
{
    size_t n;
    const char *s = check_string(L, 1, &n);
    lua_Integer most = lua_isnoneornil(L, 2) ? DEFAULT_MOST : check_integer(L, 2, 0, 1 << 30);
    if (n > (size_t)most)
        return push_error(L, "json", "%d bytes of JSON, at most %d expected", (int)n, (int)most);
    lua_settop(L, 1);
    struct json_reader reader;
    struct findings found = {0};
    json_begin(&reader, s, n);
    if (!scan(&reader, &found))
        return push_error(L, "json", "%s expected at byte %d", reader.error, (int)reader.at + 1);
    lua_pushvalue(L, lua_upvalueindex(2));
    lua_pushvalue(L, lua_upvalueindex(1));
    if (found.empty_arrays > 0 || found.large_numbers > 0)
        push_prepared(L, s, n, &found);
    else
        lua_pushvalue(L, 1);
    lua_call(L, 1, 1);
    if (found.arrays > 0) {
        luaL_checkstack(L, 3 * JSON_DEPTH + 8, "JSON");
        mark_arrays(L, 2);
    }
    return 1;
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

/* Calls an option of the cjson module at `cjson`. */
static void set_depth(lua_State *L, int cjson, const char *option)
{
    lua_getfield(L, cjson, option);
    lua_pushinteger(L, JSON_DEPTH);
    lua_call(L, 1, 0);
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
    set_depth(L, cjson, "decode_max_depth");
    set_depth(L, cjson, "encode_max_depth");
    lua_getfield(L, cjson, "decode_invalid_numbers");
    lua_pushboolean(L, false);
    lua_call(L, 1, 0);
    lua_newtable(L); /* the arrays' metatable */
    lua_newtable(L);
    add_function(L, cjson, "encode", json_encode);
    add_function(L, cjson, "decode", json_decode);
    add_function(L, cjson, "array", json_array);
    lua_pushlightuserdata(L, NULL);
    lua_setfield(L, -2, "null");
    return 1;
}
