#include "json_push.h"

#include "utf8.h"

#include <lauxlib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static char mark_key; /* its address names the arrays' metatable in the registry */

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

/* How the members of a container wait on the stack until it is known how many there are: a table that is made as large as it
 * will be never has to grow. Those of a larger one go into the table as they come, from the PENDING-th on. */
enum { PENDING = 16 };

struct container {
    bool array, made;
    int slot;  /* of the table, or of nil until it is made; its members wait above */
    int count; /* of its members so far */
};

static void make_table(lua_State *L, struct container *container, int size)
{
    int slot = container->slot;
    lua_createtable(L, container->array ? size : 0, container->array ? 0 : size);
    lua_replace(L, slot);
    if (container->array) {
        for (int i = container->count; i > 0; i--)
            lua_rawseti(L, slot, i);
    } else {
        /* in their order, since of two with one name the last counts */
        for (int i = 1; i <= container->count; i++) {
            lua_pushvalue(L, slot + 2 * i - 1);
            lua_pushvalue(L, slot + 2 * i);
            lua_rawset(L, slot);
        }
        lua_settop(L, slot);
    }
    container->made = true;
}

/* The value on top of the stack, below it its name if it has one, belongs to the container. */
static void add_member(lua_State *L, struct container *container)
{
    container->count++;
    if (!container->made) {
        if (container->count == PENDING)
            make_table(L, container, 2 * PENDING);
    } else if (container->array) {
        lua_rawseti(L, container->slot, container->count);
    } else {
        lua_rawset(L, container->slot);
    }
}

static void open_container(lua_State *L, struct container *container, bool array)
{
    luaL_checkstack(L, 2 * PENDING + 8, "JSON");
    lua_pushnil(L);
    *container = (struct container){.array = array, .slot = lua_gettop(L)};
}

static void close_container(lua_State *L, struct container *container)
{
    if (!container->made)
        make_table(L, container, container->count);
    if (container->array) {
        json_push_mark(L);
        lua_setmetatable(L, -2);
    }
}

static bool push_document(lua_State *L, struct json_reader *reader)
{
    struct container open[JSON_DEPTH + 1] = {{0}};
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
            open_container(L, &open[++depth], token == JSON_ARRAY);
            continue;
        case JSON_CLOSE:
            close_container(L, &open[depth--]);
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
            add_member(L, &open[depth]);
    }
}

bool json_push(lua_State *L, const char *text, size_t length, struct json_reader *reader)
{
    int top = lua_gettop(L);
    luaL_checkstack(L, 8, "JSON");
    json_begin(reader, text, length);
    if (push_document(L, reader))
        return true;
    lua_settop(L, top);
    return false;
}

void json_push_mark(lua_State *L)
{
    lua_pushlightuserdata(L, &mark_key);
    lua_rawget(L, LUA_REGISTRYINDEX);
    if (!lua_isnil(L, -1))
        return;
    lua_pop(L, 1);
    lua_newtable(L);
    lua_pushlightuserdata(L, &mark_key);
    lua_pushvalue(L, -2);
    lua_rawset(L, LUA_REGISTRYINDEX);
}
