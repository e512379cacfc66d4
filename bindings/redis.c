/* The C half of `redis`; bindings/redis.lua is its face. Y: waits.
 *
 * core.call(name, ...) Y -> value | nil | nil, message, code
 *     arguments: strings and numbers. Status and bulk replies → string, integers → number (string beyond 2^53),
 *     nil → nil, arrays → tables in which nil is false and an error is { err = message }.
 *     code: "redis" (Redis says no), "unavailable" (no connection, no answer in time, breaker open)
 * core.pipeline{ {name, ...}, … } Y -> { value, … } as in an array | nil, message, code
 * core.subscribe(channel, fn)   core.start_subscribing()   core.subscribed() -> boolean
 * core.available() -> boolean   whether a call would be sent now
 * core.use(url)                 commands only: another Redis
 * core.stats() -> { calls, errors, refused, connected, in_flight }
 *
 * Two connections belong to the process: one for calls, one for messages. A task that ends leaves its answer unread. */
#include "redis.h"

#include "binding.h"
#include "generation.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static struct link calls = {.name = "calls"};
static uint64_t called, failed, refused;

/* ── Replies ── */

static void push_integer(lua_State *L, long long number)
{
    if (number >= -INT64_C(9007199254740992) && number <= INT64_C(9007199254740992)) {
        lua_pushnumber(L, (lua_Number)number);
        return;
    }
    char text[24];
    snprintf(text, sizeof text, "%lld", number);
    lua_pushstring(L, text);
}

/* As an element: nil is false, so that a table has no holes. */
static void push_element(lua_State *L, const redisReply *reply)
{
    lua_checkstack(L, 4);
    switch (reply->type) {
    case REDIS_REPLY_STRING:
    case REDIS_REPLY_STATUS:
        lua_pushlstring(L, reply->str, (size_t)reply->len);
        break;
    case REDIS_REPLY_INTEGER:
        push_integer(L, reply->integer);
        break;
    case REDIS_REPLY_ARRAY:
        lua_createtable(L, (int)reply->elements, 0);
        for (size_t i = 0; i < reply->elements; i++) {
            push_element(L, reply->element[i]);
            lua_rawseti(L, -2, (int)i + 1);
        }
        break;
    case REDIS_REPLY_ERROR:
        lua_createtable(L, 0, 1);
        lua_pushlstring(L, reply->str, (size_t)reply->len);
        lua_setfield(L, -2, "err");
        break;
    default:
        lua_pushboolean(L, 0);
    }
}

static int push_replies(lua_State *L, const struct ask *ask)
{
    const redisReply *first = ask->replies[0];
    if (ask->many) {
        lua_createtable(L, (int)ask->wanted, 0);
        for (unsigned i = 0; i < ask->wanted; i++) {
            push_element(L, ask->replies[i]);
            lua_rawseti(L, -2, (int)i + 1);
        }
        return 1;
    }
    if (first->type == REDIS_REPLY_ERROR) {
        failed++;
        lua_pushnil(L);
        lua_pushlstring(L, first->str, (size_t)first->len);
        lua_pushliteral(L, "redis");
        return 3;
    }
    if (first->type == REDIS_REPLY_NIL)
        lua_pushnil(L);
    else
        push_element(L, first);
    return 1;
}

void ask_over(struct ask *ask, const char *problem)
{
    if (!ask->abandoned) {
        lua_State *L = wait_stack(&ask->wait);
        int results;
        if (problem != NULL) {
            failed++;
            results = push_error(L, "unavailable", "Redis: %s", problem);
        } else {
            results = push_replies(L, ask);
        }
        wait_done(&ask->wait, results);
    }
    for (unsigned i = 0; i < ask->got; i++)
        freeReplyObject(ask->replies[i]);
    free(ask);
}

static void ask_cancel(struct wait *wait)
{
    struct ask *ask = (struct ask *)(void *)((char *)wait - offsetof(struct ask, wait));
    ask->abandoned = true;
}

/* ── Commands ── */

/* The text of the argument at `index`, in `number` if it is one. */
static const char *argument(lua_State *L, int index, char number[32], size_t *length)
{
    if (lua_type(L, index) != LUA_TNUMBER)
        return lua_tolstring(L, index, length);
    lua_Number value = lua_tonumber(L, index);
    bool whole = value == floor(value) && fabs(value) < 1e18;
    *length = (size_t)(whole ? snprintf(number, 32, "%lld", (long long)value) : snprintf(number, 32, "%.17g", value));
    return number;
}

/* Checks the arguments [first, last]; raises on misuse. Returns the bytes that write_command needs. */
static size_t measure(lua_State *L, int first, int last)
{
    luaL_argcheck(L, last >= first && lua_type(L, first) == LUA_TSTRING, first, "a command's name expected");
    size_t bytes = 16;
    for (int i = first; i <= last; i++) {
        int type = lua_type(L, i);
        if (type != LUA_TSTRING && type != LUA_TNUMBER)
            luaL_argerror(L, i, lua_pushfstring(L, "a %s cannot be sent to Redis", luaL_typename(L, i)));
        luaL_argcheck(L, type != LUA_TNUMBER || isfinite(lua_tonumber(L, i)), i, "a finite number expected");
        bytes += (type == LUA_TSTRING ? lua_objlen(L, i) : 32) + 32;
    }
    return bytes;
}

static void write_command(lua_State *L, int first, int last, size_t bytes)
{
    char *start = link_room(&calls, bytes), *to = start;
    to += sprintf(to, "*%d\r\n", last - first + 1);
    for (int i = first; i <= last; i++) {
        char number[32];
        size_t length;
        const char *text = argument(L, i, number, &length);
        to += sprintf(to, "$%zu\r\n", length);
        memcpy(to, text, length);
        to += length;
        memcpy(to, "\r\n", 2);
        to += 2;
    }
    link_wrote(&calls, (size_t)(to - start));
}

static struct ask *ask_new(unsigned wanted)
{
    struct ask *ask = calloc(1, sizeof *ask + wanted * sizeof ask->replies[0]);
    if (ask == NULL)
        abort();
    ask->wanted = wanted;
    return ask;
}

static int push_refused(lua_State *L, const char *problem)
{
    refused++;
    return push_error(L, "unavailable", "Redis: %s", problem);
}

static int redis_call(lua_State *L)
{
    wait_check(L);
    int last = lua_gettop(L);
    size_t bytes = measure(L, 1, last);
    const char *problem = link_refuses(&calls);
    if (problem != NULL)
        return push_refused(L, problem);
    called++;
    write_command(L, 1, last, bytes);
    struct ask *ask = ask_new(1);
    link_ask(&calls, ask);
    return wait_begin(L, &ask->wait, ask_cancel);
}

/* The words of command n of the pipeline onto the stack, from index 3. Returns the last one's index. */
static int push_words(lua_State *L, int n)
{
    lua_settop(L, 1);
    lua_rawgeti(L, 1, n);
    if (!lua_istable(L, 2))
        luaL_argerror(L, 1, lua_pushfstring(L, "command %d is not a table", n));
    int words = (int)lua_objlen(L, 2);
    luaL_checkstack(L, words + 2, "too many arguments");
    for (int i = 1; i <= words; i++)
        lua_rawgeti(L, 2, i);
    return words + 2;
}

static int redis_pipeline(lua_State *L)
{
    wait_check(L);
    luaL_checktype(L, 1, LUA_TTABLE);
    int commands = (int)lua_objlen(L, 1);
    if (commands == 0) {
        lua_newtable(L);
        return 1;
    }
    for (int n = 1; n <= commands; n++)
        measure(L, 3, push_words(L, n));
    const char *problem = link_refuses(&calls);
    if (problem != NULL)
        return push_refused(L, problem);
    called += (uint64_t)commands;
    for (int n = 1; n <= commands; n++) {
        int last = push_words(L, n);
        write_command(L, 3, last, measure(L, 3, last));
    }
    struct ask *ask = ask_new((unsigned)commands);
    ask->many = true;
    link_ask(&calls, ask);
    return wait_begin(L, &ask->wait, ask_cancel);
}

static int redis_available(lua_State *L)
{
    lua_pushboolean(L, link_refuses(&calls) == NULL);
    return 1;
}

static int redis_use(lua_State *L)
{
    const char *url = luaL_checkstring(L, 1);
    if (vm_of(L)->kind != VM_COMMAND)
        return luaL_error(L, "only a command may choose its Redis");
    link_use(url);
    link_reopen(&calls);
    subscribe_reopen();
    return 0;
}

static int redis_stats(lua_State *L)
{
    lua_createtable(L, 0, 5);
    lua_pushnumber(L, (lua_Number)called);
    lua_setfield(L, -2, "calls");
    lua_pushnumber(L, (lua_Number)failed);
    lua_setfield(L, -2, "errors");
    lua_pushnumber(L, (lua_Number)refused);
    lua_setfield(L, -2, "refused");
    lua_pushboolean(L, calls.state == LINK_READY);
    lua_setfield(L, -2, "connected");
    lua_pushinteger(L, (lua_Integer)calls.in_flight);
    lua_setfield(L, -2, "in_flight");
    return 1;
}

MODULE(redis_core)
{
    static const luaL_Reg functions[] = {{"call", redis_call},
                                         {"pipeline", redis_pipeline},
                                         {"available", redis_available},
                                         {"subscribe", subscribe_add},
                                         {"start_subscribing", subscribe_start},
                                         {"subscribed", subscribe_healthy},
                                         {"use", redis_use},
                                         {"stats", redis_stats},
                                         {NULL, NULL}};
    lua_newtable(L);
    luaL_register(L, NULL, functions);
    return 1;
}
