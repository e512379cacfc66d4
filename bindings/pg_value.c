/* PostgreSQL's text forms to Lua values and back. A row is a table by column name; an SQL NULL is an absent key. What a
 * double cannot hold exactly (int8 beyond 2^53, numeric) stays a string. */
#include "pg.h"

#include "binding.h"
#include "json_push.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    BOOL = 16,
    BYTEA = 17,
    INT8 = 20,
    INT2 = 21,
    INT4 = 23,
    OID = 26,
    JSON = 114,
    FLOAT4 = 700,
    FLOAT8 = 701,
    TIMESTAMPTZ = 1184,
    JSONB = 3802,
};

/* Array types whose elements are known; everything else stays text. */
static const struct {
    Oid array, element;
} arrays[] = {{1000, BOOL},   {1001, BYTEA},  {1005, INT2},        {1007, INT4},  {1016, INT8}, {1028, OID},
              {1021, FLOAT4}, {1022, FLOAT8}, {1185, TIMESTAMPTZ}, {3807, JSONB}, {199, JSON},  {1002, 25},
              {1003, 25},     {1009, 25},     {1014, 25},          {1015, 25},    {1182, 25},   {1231, 25},
              {2951, 25},     {1115, 25},     {1183, 25},          {1187, 25},    {1041, 25}};

static Oid element_of(Oid type)
{
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++)
        if (arrays[i].array == type)
            return arrays[i].element;
    return 0;
}

static void push_integer(lua_State *L, const char *text, size_t length)
{
    const char *digit = text + (*text == '-');
    size_t digits = length - (*text == '-');
    int64_t number = 0;
    if (digits > 18) {
        lua_pushlstring(L, text, length);
        return;
    }
    for (size_t i = 0; i < digits; i++)
        number = number * 10 + (digit[i] - '0');
    if (number > INT64_C(9007199254740992)) {
        lua_pushlstring(L, text, length);
        return;
    }
    lua_pushnumber(L, (lua_Number)(*text == '-' ? -number : number));
}

/* Days since 1970-01-01 in the proleptic Gregorian calendar. */
static int64_t days_of(int64_t year, int month, int day)
{
    year -= month <= 2;
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t year_of_era = year - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

static const char *read_number(const char *text, int64_t *number)
{
    *number = 0;
    while (*text >= '0' && *text <= '9')
        *number = *number * 10 + (*text++ - '0');
    return text;
}

/* "2026-09-20 14:00:00.123456+09:30 BC", "infinity": seconds since 1970. Microseconds are added last, as a whole
 * number, so that the double nearest to the true instant comes out. */
static void push_timestamp(lua_State *L, const char *text)
{
    if (*text == 'i' || (*text == '-' && text[1] == 'i')) {
        lua_pushnumber(L, *text == '-' ? -HUGE_VAL : HUGE_VAL);
        return;
    }
    int64_t part[6], zone[3] = {0, 0, 0}, micros = 0;
    for (int i = 0; i < 6; i++) {
        text = read_number(text, &part[i]);
        if (i < 5)
            text++;
    }
    if (*text == '.') {
        int64_t scale = 100000;
        for (text++; *text >= '0' && *text <= '9'; text++, scale /= 10)
            micros += (*text - '0') * scale;
    }
    bool west = *text == '-';
    for (int i = 0; i < 3 && (*text == '+' || *text == '-' || *text == ':'); i++)
        text = read_number(text + 1, &zone[i]);
    if (strstr(text, "BC") != NULL)
        part[0] = 1 - part[0];
    int64_t seconds = days_of(part[0], (int)part[1], (int)part[2]) * 86400 + part[3] * 3600 + part[4] * 60 + part[5];
    int64_t offset = zone[0] * 3600 + zone[1] * 60 + zone[2];
    seconds += west ? offset : -offset;
    lua_pushnumber(L, micros == 0 ? (lua_Number)seconds : (lua_Number)(seconds * 1000000 + micros) / 1e6);
}

static int hex_digit(char c)
{
    return c <= '9' ? c - '0' : (c | 32) - 'a' + 10;
}

static void push_bytes(lua_State *L, const char *text, size_t length)
{
    if (length < 2 || text[0] != '\\' || text[1] != 'x') {
        lua_pushlstring(L, text, length);
        return;
    }
    size_t size = (length - 2) / 2;
    char *bytes = lua_newuserdata(L, size + 1);
    for (size_t i = 0; i < size; i++)
        bytes[i] = (char)(hex_digit(text[2 + 2 * i]) << 4 | hex_digit(text[3 + 2 * i]));
    lua_pushlstring(L, bytes, size);
    lua_remove(L, -2);
}

static void push_json(lua_State *L, const char *text, size_t length)
{
    struct json_reader reader;
    if (!json_push(L, text, length, &reader))
        luaL_error(L, "a JSON column does not decode: %s expected at byte %d", reader.error, (int)reader.at + 1);
}

static void push_array(lua_State *L, const char *text, Oid element);

static void push_value(lua_State *L, Oid type, const char *text, size_t length)
{
    switch (type) {
    case INT2:
    case INT4:
    case INT8:
    case OID:
        push_integer(L, text, length);
        break;
    case BOOL:
        lua_pushboolean(L, *text == 't');
        break;
    case FLOAT4:
    case FLOAT8:
        lua_pushnumber(L, strtod(text, NULL));
        break;
    case TIMESTAMPTZ:
        push_timestamp(L, text);
        break;
    case BYTEA:
        push_bytes(L, text, length);
        break;
    case JSON:
    case JSONB:
        push_json(L, text, length);
        break;
    default: {
        Oid element = type >= 199 ? element_of(type) : 0;
        if (element != 0)
            push_array(L, text, element);
        else
            lua_pushlstring(L, text, length);
    }
    }
}

/* One level of "{1,\"a\\\"b\",NULL,{…}}" from `text`, after its opening brace; returns what follows the closing one.
 * `room` is a buffer as long as the whole literal, for elements without their quoting. */
static const char *push_level(lua_State *L, const char *text, Oid element, char *room, int depth)
{
    luaL_checkstack(L, 8, "an array too deep");
    lua_newtable(L);
    int n = 0;
    while (*text != '}' && *text != '\0') {
        if (*text == '{') {
            text = push_level(L, text + 1, element, room, depth + 1);
        } else {
            size_t length = 0;
            bool quoted = *text == '"';
            if (quoted) {
                for (text++; *text != '"' && *text != '\0'; text++) {
                    if (*text == '\\')
                        text++;
                    room[length++] = *text;
                }
                text++;
            } else {
                while (*text != ',' && *text != '}' && *text != '\0')
                    room[length++] = *text++;
            }
            room[length] = '\0';
            if (!quoted && strcmp(room, "NULL") == 0)
                lua_pushlightuserdata(L, NULL);
            else
                push_value(L, element, room, length);
        }
        lua_rawseti(L, -2, ++n);
        if (*text == ',')
            text++;
    }
    return *text == '}' ? text + 1 : text;
}

static void push_array(lua_State *L, const char *text, Oid element)
{
    char *room = lua_newuserdata(L, strlen(text) + 1);
    const char *open = strchr(text, '{'); /* "[0:1]={…}" when the lower bound is not 1 */
    if (open == NULL)
        lua_newtable(L);
    else
        push_level(L, open + 1, element, room, 1);
    lua_remove(L, -2);
}

void value_push_rows(lua_State *L, const PGresult *result)
{
    int rows = PQntuples(result), columns = PQnfields(result);
    luaL_checkstack(L, columns + 20, "too many columns");
    lua_createtable(L, rows, 1);
    int table = lua_gettop(L);
    const char *affected = PQcmdTuples((PGresult *)(uintptr_t)result);
    lua_pushinteger(L, *affected != '\0' ? (lua_Integer)strtoll(affected, NULL, 10) : 0);
    lua_setfield(L, table, "affected");
    for (int column = 0; column < columns; column++)
        lua_pushstring(L, PQfname(result, column));
    for (int row = 0; row < rows; row++) {
        lua_createtable(L, 0, columns);
        for (int column = 0; column < columns; column++) {
            if (PQgetisnull(result, row, column))
                continue;
            lua_pushvalue(L, table + 1 + column);
            push_value(L, PQftype(result, column), PQgetvalue(result, row, column),
                       (size_t)PQgetlength(result, row, column));
            lua_rawset(L, -3);
        }
        lua_rawseti(L, table, row + 1);
    }
    lua_settop(L, table);
}

int value_number(double number, char *text)
{
    if (number == floor(number) && fabs(number) < 1e18)
        return snprintf(text, 32, "%lld", (long long)number);
    int length = 0;
    for (int digits = 15; digits <= 17; digits++) {
        length = snprintf(text, 32, "%.*g", digits, number);
        if (strtod(text, NULL) == number)
            break;
    }
    return length;
}

/* pg.array{…} -> string */
int value_array(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    luaL_Buffer buffer;
    size_t n = lua_objlen(L, 1);
    for (size_t i = 1; i <= n; i++) {
        lua_rawgeti(L, 1, (int)i);
        int type = lua_type(L, -1);
        bool null = type == LUA_TLIGHTUSERDATA && lua_touserdata(L, -1) == NULL;
        if (type == LUA_TSTRING) {
            size_t length;
            const char *text = lua_tolstring(L, -1, &length);
            luaL_argcheck(L, memchr(text, '\0', length) == NULL, 1, "text with a NUL in it");
        } else if (type == LUA_TNUMBER) {
            luaL_argcheck(L, isfinite(lua_tonumber(L, -1)), 1, "a finite number expected");
        } else if (type != LUA_TBOOLEAN && !null) {
            luaL_argerror(L, 1, lua_pushfstring(L, "element %d is a %s", (int)i, luaL_typename(L, -1)));
        }
        lua_pop(L, 1);
    }
    luaL_buffinit(L, &buffer);
    luaL_addchar(&buffer, '{');
    for (size_t i = 1; i <= n; i++) {
        if (i > 1)
            luaL_addchar(&buffer, ',');
        lua_rawgeti(L, 1, (int)i);
        int type = lua_type(L, -1);
        if (type == LUA_TSTRING) {
            /* The table keeps the string alive while it is read. */
            size_t length;
            const char *text = lua_tolstring(L, -1, &length);
            lua_pop(L, 1);
            luaL_addchar(&buffer, '"');
            for (size_t at = 0; at < length; at++) {
                if (text[at] == '"' || text[at] == '\\')
                    luaL_addchar(&buffer, '\\');
                luaL_addchar(&buffer, text[at]);
            }
            luaL_addchar(&buffer, '"');
            continue;
        }
        char number[32];
        const char *word = "NULL";
        if (type == LUA_TNUMBER) {
            value_number(lua_tonumber(L, -1), number);
            word = number;
        } else if (type == LUA_TBOOLEAN) {
            word = lua_toboolean(L, -1) ? "t" : "f";
        }
        lua_pop(L, 1);
        luaL_addstring(&buffer, word);
    }
    luaL_addchar(&buffer, '}');
    luaL_pushresult(&buffer);
    return 1;
}

/* pg.bytea(s) -> string */
int value_bytea(lua_State *L)
{
    static const char digits[] = "0123456789abcdef";
    size_t length;
    const char *bytes = check_string(L, 1, &length);
    char *text = lua_newuserdata(L, 2 * length + 2);
    text[0] = '\\';
    text[1] = 'x';
    for (size_t i = 0; i < length; i++) {
        text[2 + 2 * i] = digits[(unsigned char)bytes[i] >> 4];
        text[3 + 2 * i] = digits[bytes[i] & 15];
    }
    lua_pushlstring(L, text, 2 * length + 2);
    return 1;
}
