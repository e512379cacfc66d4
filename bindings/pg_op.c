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
    size_t bytes = sizeof(struct op) + length + 1 + (size_t)(last - index) * sizeof(char *);
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

static char *copy_value(lua_State *L, int index, char *to)
{
    size_t length;
    switch (lua_type(L, index)) {
    case LUA_TBOOLEAN:
        memcpy(to, lua_toboolean(L, index) ? "t" : "f", 2);
        return to + 2;
    case LUA_TNUMBER:
        return to + value_number(lua_tonumber(L, index), to) + 1;
    default: {
        const char *text = lua_tolstring(L, index, &length);
        memcpy(to, text, length + 1);
        return to + length + 1;
    }
    }
}

struct op *op_new(lua_State *L, int index, int last, size_t bytes)
{
    struct op *op = malloc(bytes);
    if (op == NULL)
        abort();
    *op = (struct op){.kind = OP_PREPARED, .parameters = last - index};
    op->values = (const char **)(void *)(op + 1);
    char *data = (char *)(op->values + op->parameters);
    const char *sql = lua_tolstring(L, index, &op->sql_length);
    memcpy(data, sql, op->sql_length + 1);
    op->sql = data;
    op->hash = statement_hash(sql, op->sql_length);
    data += op->sql_length + 1;
    for (int i = 0; i < op->parameters; i++) {
        if (is_null(L, index + 1 + i)) {
            op->values[i] = NULL;
        } else {
            op->values[i] = data;
            data = copy_value(L, index + 1 + i, data);
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
    *op = (struct op){.kind = kind, .done = done, .owner = owner, .sql_length = length};
    memcpy(op + 1, sql, length + 1);
    op->sql = (char *)(op + 1);
    op->hash = statement_hash(sql, length);
    return op;
}

void op_free(struct op *op)
{
    PQclear(op->result);
    free(op);
}

void op_append(struct op ***tail, struct op *op)
{
    op->next = NULL;
    **tail = op;
    *tail = &op->next;
}

bool op_failed(const struct op *op)
{
    if (op->lost || op->result == NULL)
        return true;
    ExecStatusType status = PQresultStatus(op->result);
    return status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK;
}

const char *op_sqlstate(const struct op *op)
{
    const char *state = op->result != NULL ? PQresultErrorField(op->result, PG_DIAG_SQLSTATE) : NULL;
    if (state != NULL)
        return state;
    return op->lost || op->result == NULL ? "08006" : "XX000";
}
