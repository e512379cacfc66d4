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
#include "json_read.h"
#include "json_write.h"
#include "utf8.h"

#include <math.h>
#include <stdlib.h>

/* Debian's header for it lies among those of the other Lua, which must stay out of the include path. */
int luaopen_cjson(lua_State *L);

enum { DEFAULT_MOST = 8 << 20 };

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

/* False when no double can hold it. The text of a Lua string always ends in a NUL, so strtod stops in time. */
static bool push_number(lua_State *L, const struct json_reader *number)
{
    enum { SURE = 15 };
    if (is_large(number)) {
        lua_pushlstring(L, number->text, number->length);
        return number->length < 300 || isfinite(strtod(number->text, NULL));
    }
    if (number->integral && number->length <= SURE && number->text[0] != '-') {
        int64_t value = 0;
        for (size_t i = 0; i < number->length; i++)
            value = value * 10 + (number->text[i] - '0');
        lua_pushnumber(L, (lua_Number)value);
        return true;
    }
    double value = strtod(number->text, NULL);
    lua_pushnumber(L, value);
    return isfinite(value);
}

static unsigned hex_of(const char *s)
{
    unsigned value = 0;
    for (int i = 0; i < 4; i++)
        value = value << 4 | (unsigned)(s[i] <= '9' ? s[i] - '0' : (s[i] | 32) - 'a' + 10);
    return value;
}

/* What \u and its digits at `s` stand for, maybe in two parts; *s is moved behind them. */
static uint32_t take_point(const char **s)
{
    uint32_t unit = hex_of(*s + 2);
    *s += 6;
    if (unit < 0xD800 || unit > 0xDBFF)
        return unit;
    uint32_t low = hex_of(*s + 2);
    *s += 6;
    return 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
}

/* A string or a name without its escapes, of which the reader has seen that they are sound. */
static void push_string(lua_State *L, const struct json_reader *string)
{
    if (!string->escaped) {
        lua_pushlstring(L, string->text, string->length);
        return;
    }
    static const char meant[] = {
        ['"'] = '"', ['\\'] = '\\', ['/'] = '/', ['b'] = '\b', ['f'] = '\f', ['n'] = '\n', ['r'] = '\r', ['t'] = '\t'};
    char *room = lua_newuserdata(L, string->length), *to = room;
    for (const char *s = string->text, *end = s + string->length; s < end;) {
        if (*s != '\\') {
            *to++ = *s++;
        } else if (s[1] == 'u') {
            to += utf8_encode(take_point(&s), to);
        } else {
            *to++ = meant[(unsigned char)s[1]];
            s += 2;
        }
    }
    lua_pushlstring(L, room, (size_t)(to - room));
    lua_remove(L, -2);
}

/* The value on top of the stack goes where it belongs: to its name or its place in the container below. */
static void put_value(lua_State *L, bool array, int *place)
{
    if (array)
        lua_rawseti(L, -2, ++*place);
    else
        lua_rawset(L, -3);
}

/* Pushes the value; false when the text is not JSON, with reader->error set and something or other on the stack. */
static bool push_document(lua_State *L, struct json_reader *reader, int mark)
{
    enum { FIELDS = 8, ELEMENTS = 4 }; /* room that saves most tables growing */
    struct {
        bool array;
        int place;
    } open[JSON_DEPTH + 1] = {{0}};
    unsigned depth = 0;
    for (;;) {
        enum json_token token = json_next(reader);
        switch (token) {
        case JSON_ERROR:
            return false;
        case JSON_END:
            return true;
        case JSON_NAME:
            push_string(L, reader);
            continue;
        case JSON_ARRAY:
        case JSON_OBJECT:
            open[++depth].array = token == JSON_ARRAY;
            open[depth].place = 0;
            lua_createtable(L, token == JSON_ARRAY ? ELEMENTS : 0, token == JSON_ARRAY ? 0 : FIELDS);
            continue;
        case JSON_CLOSE:
            if (open[depth--].array) {
                lua_pushvalue(L, mark);
                lua_setmetatable(L, -2);
            }
            break;
        case JSON_STRING:
            push_string(L, reader);
            break;
        case JSON_NUMBER:
            if (!push_number(L, reader)) {
                reader->error = "a smaller number";
                return false;
            }
            break;
        case JSON_TRUE:
        case JSON_FALSE:
            lua_pushboolean(L, token == JSON_TRUE);
            break;
        case JSON_NULL:
            lua_pushlightuserdata(L, NULL);
            break;
        }
        if (depth > 0)
            put_value(L, open[depth].array, &open[depth].place);
    }
}

static int json_decode(lua_State *L)
{
    size_t n;
    const char *s = check_string(L, 1, &n);
    lua_Integer most = lua_isnoneornil(L, 2) ? DEFAULT_MOST : check_integer(L, 2, 0, 1 << 30);
    if (n > (size_t)most)
        return push_error(L, "json", "%d bytes of JSON, at most %d expected", (int)n, (int)most);
    lua_settop(L, 1);
    luaL_checkstack(L, 2 * JSON_DEPTH + 8, "JSON");
    lua_pushvalue(L, lua_upvalueindex(2));
    struct json_reader reader;
    json_begin(&reader, s, n);
    if (push_document(L, &reader, 2))
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
    lua_newtable(L); /* the arrays' metatable */
    lua_newtable(L);
    add_function(L, cjson, "encode", json_encode);
    add_function(L, cjson, "decode", json_decode);
    add_function(L, cjson, "array", json_array);
    lua_pushcfunction(L, json_quote);
    lua_setfield(L, -2, "quote");
    lua_pushlightuserdata(L, NULL);
    lua_setfield(L, -2, "null");
    return 1;
}
