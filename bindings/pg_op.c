/* One statement with its parameters. Lua values are first checked, which may raise, and then copied into one block
 * of memory, which cannot: so nothing is lost to a longjmp, and a statement can be sent again after the Lua call
 * is over. */
#include "pg.h"

#include "binding.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { NUMBER_ROOM = 32, PARAMETERS_MAX = 65535 };

static bool is_null(lua_State *L, int index)
{
    return lua_isnil(L, index) || (lua_islightuserdata(L, index) && lua_touserdata(L, index) == NULL);
}

size_t op_measure(lua_State *L, int index, int last)
{
    size_t length;
    const char *sql = check_string(L, index, &length);
    luaL_argcheck(L, strlen(sql) == length, index, "SQL with a NUL in it");
    luaL_argcheck(L, last - index <= PARAMETERS_MAX, index, "too many parameters");
    size_t bytes = sizeof(struct op) + length + 1 + (size_t)(last - index) * sizeof((struct op *)NULL)->values[0];
    for (int i = index + 1; i <= last; i++) {
        switch (lua_type(L, i)) {
        case LUA_TNIL:
            break;
        case LUA_TBOOLEAN:
            bytes += 2;
            break;
        case LUA_TNUMBER:
            luaL_argcheck(L, isfinite(lua_tonumber(L, i)), i, "a finite number expected");
            bytes += NUMBER_ROOM;
            break;
        case LUA_TSTRING: {
            const char *text = lua_tolstring(L, i, &length);
            luaL_argcheck(L, memchr(text, '\0', length) == NULL, i, "text with a NUL in it (use pg.bytea for bytes)");
            bytes += length + 1;
            break;
        }
        default:
            if (!is_null(L, i))
                luaL_argerror(L, i,
                              lua_pushfstring(L, "a %s cannot be a parameter (see pg.array, pg.json, pg.bytea)",
                                              luaL_typename(L, i)));
        }
    }
    return bytes;
}

/* Returns the length of what it has written, without the NUL behind it. */
static size_t copy_value(lua_State *L, int index, char *to)
{
    size_t length;
    switch (lua_type(L, index)) {
    case LUA_TBOOLEAN:
        memcpy(to, lua_toboolean(L, index) ? "t" : "f", 2);
        return 1;
    case LUA_TNUMBER:
        return (size_t)value_number(lua_tonumber(L, index), to);
    default: {
        const char *text = lua_tolstring(L, index, &length);
        memcpy(to, text, length + 1);
        return length;
    }
    }
}

struct op *op_new(lua_State *L, int index, int last, size_t bytes)
{
    struct op *op = malloc(bytes);
    if (op == NULL)
        abort();
    memset(op, 0, sizeof *op);
    op->parameters = last - index;
    char *data = (char *)&op->values[op->parameters];
    const char *sql = lua_tolstring(L, index, &op->sql_length);
    memcpy(data, sql, op->sql_length + 1);
    op->sql = data;
    op->hash = statement_hash(sql, op->sql_length);
    data += op->sql_length + 1;
    for (int i = 0; i < op->parameters; i++) {
        op->values[i].text = NULL;
        if (!is_null(L, index + 1 + i)) {
            op->values[i].text = data;
            op->values[i].length = copy_value(L, index + 1 + i, data);
            data += op->values[i].length + 1;
        }
    }
    return op;
}

struct op *op_text(const char *sql, enum op_kind kind, void (*done)(struct op *op), void *owner)
{
    size_t length = strlen(sql);
    struct op *op = malloc(sizeof *op + length + 1);
    if (op == NULL)
        abort();
    memset(op, 0, sizeof *op);
    op->kind = kind;
    op->done = done;
    op->owner = owner;
    op->sql_length = length;
    memcpy(op + 1, sql, length + 1);
    op->sql = (char *)(op + 1);
    op->hash = statement_hash(sql, length);
    return op;
}

void op_free(struct op *op)
{
    reply_reset(&op->reply);
    free(op);
}

bool op_failed(const struct op *op)
{
    return op->lost || op->skipped || op->reply.failure != NULL;
}

const char *op_sqlstate(const struct op *op)
{
    if (op->reply.failure != NULL)
        return op->reply.failure->sqlstate;
    return op->lost ? "08006" : "25P02";
}
