/* Members come out in the order of their names, since Lua's own order differs from process to process and the same page
 * must have the same ETag in each. The text grows in a userdata, so nothing leaks when a value turns out not to be JSON. */
#include "json_write.h"

#include "binding.h"
#include "json_read.h"
#include "utf8.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { TEXT_INDEX = 2, NAMES_INDEX = 3, MARK_INDEX = 4 };

#define EXACT_INTEGERS 9007199254740992.0 /* 2^53 */

struct name {
    const char *s;
    size_t n;
};

struct writer {
    lua_State *L;
    char *text;
    size_t length, room;
    struct name *names; /* of all objects being written, a stack */
    size_t named, name_room;
    unsigned depth;
};

static void reserve(struct writer *w, size_t more)
{
    if (w->room - w->length >= more)
        return;
    size_t room = (w->length + more) * 2;
    char *text = lua_newuserdata(w->L, room);
    memcpy(text, w->text, w->length);
    w->text = text;
    w->room = room;
    lua_replace(w->L, TEXT_INDEX);
}

static void put(struct writer *w, const char *s, size_t n)
{
    reserve(w, n);
    memcpy(w->text + w->length, s, n);
    w->length += n;
}

static void put_char(struct writer *w, char c)
{
    put(w, &c, 1);
}

/* ── Leaves ── */

static const char hex[] = "0123456789abcdef";

/* Where a string's run of plain bytes ends: 0xE2 begins U+2028. */
static bool needs_escape(unsigned char c)
{
    return c < 0x20 || c == '"' || c == '\\' || c == '<' || c == 0xE2;
}

/* Writes the character at *s, valid UTF-8, escaped if it must be, and steps over it. */
static char *put_escape(char *to, const char **s)
{
    static const char letters[] = "btn?fr"; /* 0x08 to 0x0D */
    unsigned char c = (unsigned char)**s, last;
    switch (c) {
    case 0xE2:
        last = (unsigned char)(*s)[2];
        if ((unsigned char)(*s)[1] == 0x80 && (last == 0xA8 || last == 0xA9))
            memcpy(to, last == 0xA8 ? "\\u2028" : "\\u2029", 6), to += 6;
        else
            memcpy(to, *s, 3), to += 3;
        *s += 3;
        return to;
    case '"':
    case '\\':
        *to++ = '\\';
        *to++ = (char)c;
        break;
    default:
        if (c >= 0x08 && c <= 0x0D && c != 0x0B) {
            *to++ = '\\';
            *to++ = letters[c - 0x08];
        } else {
            memcpy(to, "\\u00", 4);
            to[4] = hex[c >> 4];
            to[5] = hex[c & 15];
            to += 6;
        }
    }
    ++*s;
    return to;
}

/* `<` is escaped so that JSON may stand in a script element, U+2028 and U+2029 so that it may be JavaScript. */
static void put_string(struct writer *w, const char *s, size_t n)
{
    if (!utf8_valid(s, n))
        luaL_error(w->L, "a string that is not UTF-8 cannot be JSON");
    if (n > SIZE_MAX / 8)
        luaL_error(w->L, "too long for JSON");
    reserve(w, n * 6 + 2);
    char *to = w->text + w->length;
    *to++ = '"';
    for (const char *end = s + n; s < end;) {
        const char *run = s;
        while (s < end && !needs_escape((unsigned char)*s))
            s++;
        memcpy(to, run, (size_t)(s - run));
        to += s - run;
        if (s < end)
            to = put_escape(to, &s);
    }
    *to++ = '"';
    w->length = (size_t)(to - w->text);
}

/* printf takes ten times as long, and most numbers of a shop are whole. */
static void put_whole(struct writer *w, int64_t number)
{
    char digits[24], *at = digits + sizeof digits;
    uint64_t rest = number < 0 ? (uint64_t)-number : (uint64_t)number;
    do
        *--at = (char)('0' + rest % 10);
    while ((rest /= 10) > 0);
    if (number < 0)
        *--at = '-';
    put(w, at, (size_t)(digits + sizeof digits - at));
}

static void put_number(struct writer *w, lua_Number number)
{
    char digits[32];
    int n = 0;
    if (!isfinite(number))
        luaL_error(w->L, "%s cannot be JSON", isnan(number) ? "NaN" : "an infinite number");
    if (fabs(number) <= EXACT_INTEGERS && number == (lua_Number)(int64_t)number) {
        put_whole(w, (int64_t)number);
        return;
    }
    for (int precision = 15; precision <= 17; precision++) { /* the shortest that reads back the same */
        n = snprintf(digits, sizeof digits, "%.*g", precision, number);
        if (strtod(digits, NULL) == number)
            break;
    }
    if (strpbrk(digits, ".e") == NULL) { /* else it would be read as a whole number too large to be exact: a string */
        memcpy(digits + n, ".0", 3);
        n += 2;
    }
    put(w, digits, (size_t)n);
}

/* ── Containers ── */

static void put_value(struct writer *w);

static void put_array(struct writer *w, int table)
{
    lua_State *L = w->L;
    size_t length = lua_objlen(L, table), keys = 0;
    for (lua_pushnil(L); lua_next(L, table) != 0; lua_pop(L, 1)) {
        lua_Number key = lua_type(L, -2) == LUA_TNUMBER ? lua_tonumber(L, -2) : 0;
        if (!(key >= 1 && key == floor(key)))
            luaL_error(L, "a table with both a sequence and other keys cannot be JSON");
        if (key > (lua_Number)length)
            length = 0; /* beyond a hole */
        keys++;
    }
    if (keys != length)
        luaL_error(L, "a sequence with holes cannot be JSON (json.null fills a hole)");
    put_char(w, '[');
    for (size_t i = 1; i <= length; i++) {
        if (i > 1)
            put_char(w, ',');
        lua_rawgeti(L, table, (int)i);
        put_value(w);
        lua_pop(L, 1);
    }
    put_char(w, ']');
}

static void add_name(struct writer *w, const char *s, size_t n)
{
    if (w->named == w->name_room) {
        size_t room = w->name_room * 2;
        struct name *names = lua_newuserdata(w->L, room * sizeof *names);
        memcpy(names, w->names, w->named * sizeof *names);
        w->names = names;
        w->name_room = room;
        lua_replace(w->L, NAMES_INDEX);
    }
    w->names[w->named++] = (struct name){s, n};
}

static int compare_names(const void *left, const void *right)
{
    const struct name *a = left, *b = right;
    int order = memcmp(a->s, b->s, a->n < b->n ? a->n : b->n);
    return order != 0 ? order : (a->n > b->n) - (a->n < b->n);
}

/* Few names are sorted faster without a call for each comparison. */
static void sort_names(struct name *names, size_t count)
{
    enum { FEW = 16 };
    if (count > FEW) {
        qsort(names, count, sizeof *names, compare_names);
        return;
    }
    for (size_t i = 1; i < count; i++) {
        struct name moving = names[i];
        size_t j = i;
        for (; j > 0 && compare_names(&names[j - 1], &moving) > 0; j--)
            names[j] = names[j - 1];
        names[j] = moving;
    }
}

static void put_object(struct writer *w, int table)
{
    lua_State *L = w->L;
    size_t first = w->named;
    for (lua_pushnil(L); lua_next(L, table) != 0;) {
        if (lua_type(L, -2) != LUA_TSTRING)
            luaL_error(L, "a table with a %s as a key cannot be JSON", luaL_typename(L, -2));
        lua_pop(L, 1);
        size_t n;
        const char *s = lua_tolstring(L, -1, &n);
        add_name(w, s, n);
    }
    size_t end = w->named;
    sort_names(w->names + first, end - first);
    put_char(w, '{');
    for (size_t i = first; i < end; i++) {
        struct name name = w->names[i];
        if (i > first)
            put_char(w, ',');
        put_string(w, name.s, name.n);
        put_char(w, ':');
        lua_pushlstring(L, name.s, name.n);
        lua_rawget(L, table);
        put_value(w);
        lua_pop(L, 1);
    }
    put_char(w, '}');
    w->named = first;
}

static bool is_array(lua_State *L, int table)
{
    if (lua_getmetatable(L, table)) {
        bool marked = lua_rawequal(L, -1, MARK_INDEX) != 0;
        lua_pop(L, 1);
        if (marked)
            return true;
    }
    lua_rawgeti(L, table, 1);
    bool sequence = !lua_isnil(L, -1);
    lua_pop(L, 1);
    return sequence;
}

static void put_table(struct writer *w)
{
    lua_State *L = w->L;
    int table = lua_gettop(L);
    if (w->depth == JSON_DEPTH)
        luaL_error(L, "tables nested deeper than 64 cannot be JSON (a circle?)");
    w->depth++;
    luaL_checkstack(L, 8, "JSON");
    if (is_array(L, table))
        put_array(w, table);
    else
        put_object(w, table);
    w->depth--;
}

/* The value on top of the stack, which stays there. */
static void put_value(struct writer *w)
{
    lua_State *L = w->L;
    size_t n;
    const char *s;
    switch (lua_type(L, -1)) {
    case LUA_TBOOLEAN:
        if (lua_toboolean(L, -1))
            put(w, "true", 4);
        else
            put(w, "false", 5);
        return;
    case LUA_TNUMBER:
        put_number(w, lua_tonumber(L, -1));
        return;
    case LUA_TSTRING:
        s = lua_tolstring(L, -1, &n);
        put_string(w, s, n);
        return;
    case LUA_TTABLE:
        put_table(w);
        return;
    case LUA_TLIGHTUSERDATA:
        if (lua_touserdata(L, -1) == NULL) {
            put(w, "null", 4);
            return;
        }
        break;
    case LUA_TNIL:
        luaL_error(L, "nil cannot be JSON (json.null can)");
        return;
    default:
        break;
    }
    luaL_error(L, "a %s cannot be JSON", luaL_typename(L, -1));
}

int json_encode(lua_State *L)
{
    enum { TEXT_ROOM = 512, NAME_ROOM = 16 };
    luaL_checkany(L, 1);
    lua_settop(L, 1);
    struct writer w = {.L = L, .room = TEXT_ROOM, .name_room = NAME_ROOM};
    w.text = lua_newuserdata(L, TEXT_ROOM);
    w.names = lua_newuserdata(L, NAME_ROOM * sizeof *w.names);
    json_push_array_mark(L);
    lua_pushvalue(L, 1);
    put_value(&w);
    lua_pushlstring(L, w.text, w.length);
    return 1;
}
