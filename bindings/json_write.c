/* cjson's encoder between two passes of ours. The first walks the value: it refuses what cjson would let through and
 * notes the places cjson writes wrongly, numbers that 14 digits do not hold and empty arrays. The second reads cjson's
 * text, checks that it is UTF-8, puts those places right, escapes `<`, and brings members into the order of their names,
 * since Lua's own order differs from process to process and the same page must have the same ETag in each. Walk, cjson
 * and text meet tables and numbers in one order, so counting is enough to find a place again. All memory is userdata:
 * nothing leaks when a value turns out not to be JSON. */
#include "json_write.h"

#include "binding.h"
#include "json_read.h"
#include "utf8.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { VALUE_INDEX = 1, MARK_INDEX, NOTES_INDEX, TEXT_INDEX, OUT_INDEX, MEMBERS_INDEX };

#define EXACT_INTEGERS 9007199254740992.0 /* 2^53 */
#define CJSON_WHOLE 1e14                  /* below it cjson writes a whole number in full */

struct note {
    size_t place; /* numbers and empty tables before it */
    bool array;
    lua_Number number;
};

/* Twice as many elements for the userdata at `index`, `n` of them in use. */
static void *grow(lua_State *L, int index, const void *old, size_t n, size_t room, size_t size)
{
    void *new = lua_newuserdata(L, room * size);
    memcpy(new, old, n * size);
    lua_replace(L, index);
    return new;
}

/* ── The walk ── */

struct walk {
    lua_State *L;
    struct note *notes;
    size_t noted, room, places;
    unsigned depth;
};

static void note(struct walk *w, struct note what)
{
    if (w->noted == w->room)
        w->notes = grow(w->L, NOTES_INDEX, w->notes, w->noted, w->room *= 2, sizeof *w->notes);
    what.place = w->places;
    w->notes[w->noted++] = what;
}

static void walk_value(struct walk *w);

static void walk_array(struct walk *w, int table)
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
    for (size_t i = 1; i <= length; i++) {
        lua_rawgeti(L, table, (int)i);
        walk_value(w);
        lua_pop(L, 1);
    }
    if (length == 0) {
        note(w, (struct note){.array = true});
        w->places++;
    }
}

static void walk_object(struct walk *w, int table)
{
    lua_State *L = w->L;
    bool empty = true;
    for (lua_pushnil(L); lua_next(L, table) != 0; lua_pop(L, 1)) {
        if (lua_type(L, -2) != LUA_TSTRING)
            luaL_error(L, "a table with a %s as a key cannot be JSON", luaL_typename(L, -2));
        walk_value(w);
        empty = false;
    }
    w->places += empty;
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

static void walk_table(struct walk *w)
{
    lua_State *L = w->L;
    int table = lua_gettop(L);
    if (w->depth == JSON_DEPTH)
        luaL_error(L, "tables nested deeper than 64 cannot be JSON (a circle?)");
    w->depth++;
    if (is_array(L, table))
        walk_array(w, table);
    else
        walk_object(w, table);
    w->depth--;
}

static void walk_number(struct walk *w, lua_Number number)
{
    if (!isfinite(number))
        luaL_error(w->L, "%s cannot be JSON", isnan(number) ? "NaN" : "an infinite number");
    if (!(fabs(number) < CJSON_WHOLE) || number != (lua_Number)(int64_t)number || (number == 0 && signbit(number)))
        note(w, (struct note){.number = number});
    w->places++;
}

/* The value on top of the stack, which stays there. */
static void walk_value(struct walk *w)
{
    lua_State *L = w->L;
    switch (lua_type(L, -1)) {
    case LUA_TBOOLEAN:
    case LUA_TSTRING:
        return;
    case LUA_TNUMBER:
        walk_number(w, lua_tonumber(L, -1));
        return;
    case LUA_TTABLE:
        walk_table(w);
        return;
    case LUA_TLIGHTUSERDATA:
        if (lua_touserdata(L, -1) == NULL)
            return;
        break;
    case LUA_TNIL:
        luaL_error(L, "nil cannot be JSON (json.null can)");
        return;
    default:
        break;
    }
    luaL_error(L, "a %s cannot be JSON", luaL_typename(L, -1));
}

/* ── The text ── */

struct member { /* in the text written */
    size_t from, name_to, to;
};

struct mend {
    lua_State *L;
    struct json_reader reader;
    size_t copied; /* of cjson's text */
    char *out;
    size_t length, room;
    struct member *members; /* of all objects being read, a stack */
    size_t membered, member_room;
    const struct note *note, *notes_end;
    size_t places;
};

struct object {
    bool array, sorted;
    size_t first; /* of its members */
};

static void put(struct mend *m, const char *s, size_t n)
{
    if (m->room - m->length < n)
        m->out = grow(m->L, OUT_INDEX, m->out, m->length, m->room = (m->length + n) * 2, 1);
    memcpy(m->out + m->length, s, n);
    m->length += n;
}

/* Takes over cjson's text up to `to`. */
static void copy_to(struct mend *m, size_t to)
{
    put(m, m->reader.s + m->copied, to - m->copied);
    m->copied = to;
}

/* `<` is escaped, and cjson's escape before a slash, which makes addresses longer for nothing, taken away. */
static void mend_string(struct mend *m)
{
    const char *s = m->reader.text, *end = s + m->reader.length;
    if (!m->reader.escaped && memchr(s, '<', m->reader.length) == NULL)
        return;
    for (; s < end; s++) {
        size_t at = (size_t)(s - m->reader.s);
        if (*s == '<') {
            copy_to(m, at);
            put(m, "\\u003c", 6);
            m->copied = at + 1;
        } else if (*s == '\\' && *++s == '/') {
            copy_to(m, at);
            m->copied = at + 1;
        }
    }
}

static bool is_noted(struct mend *m)
{
    size_t place = m->places++;
    if (m->note == m->notes_end || m->note->place != place)
        return false;
    m->note++;
    return true;
}

static void mend_number(struct mend *m)
{
    if (!is_noted(m))
        return;
    char digits[32];
    int n = 0;
    lua_Number number = m->note[-1].number;
    if (fabs(number) <= EXACT_INTEGERS && number == (lua_Number)(int64_t)number) {
        n = snprintf(digits, sizeof digits, "%lld", (long long)number);
    } else {
        for (int precision = 15; precision <= 17; precision++) { /* the shortest that reads back the same */
            n = snprintf(digits, sizeof digits, "%.*g", precision, number);
            if (strtod(digits, NULL) == number)
                break;
        }
        if (strpbrk(digits, ".e") ==
            NULL) { /* else it would be read as a whole number too large to be exact: a string */
            memcpy(digits + n, ".0", 3);
            n += 2;
        }
    }
    copy_to(m, m->reader.at - m->reader.length);
    put(m, digits, (size_t)n);
    m->copied = m->reader.at;
}

static int compare_members(const void *left, const void *right, void *text)
{
    const struct member *a = left, *b = right;
    size_t n = a->name_to - a->from, k = b->name_to - b->from;
    int order = memcmp((char *)text + a->from, (char *)text + b->from, n < k ? n : k);
    return order != 0 ? order : (n > k) - (n < k);
}

/* A name begins a member; cjson writes no spaces. */
static void begin_member(struct mend *m, struct object *object)
{
    copy_to(m, (size_t)(m->reader.text - m->reader.s) - 1);
    if (m->membered > object->first)
        m->members[m->membered - 1].to = m->length - 1; /* the comma */
    if (m->membered == m->member_room)
        m->members = grow(m->L, MEMBERS_INDEX, m->members, m->membered, m->member_room *= 2, sizeof *m->members);
    struct member *member = &m->members[m->membered++];
    member->from = m->length;
    mend_string(m);
    copy_to(m, m->reader.at - 1);
    member->name_to = m->length;
    if (m->membered - 1 > object->first && compare_members(member - 1, member, m->out) > 0)
        object->sorted = false;
}

/* Before the closing brace. */
static void end_members(struct mend *m, const struct object *object)
{
    struct member *members = m->members + object->first;
    size_t count = m->membered - object->first;
    m->membered = object->first;
    if (count == 0)
        return;
    copy_to(m, m->reader.at - 1);
    members[count - 1].to = m->length;
    if (object->sorted)
        return;
    size_t from = members[0].from, end = m->length;
    qsort_r(members, count, sizeof *members, compare_members, m->out);
    if (m->room - end < end - from)
        m->out = grow(m->L, OUT_INDEX, m->out, end, m->room = end * 2, 1);
    char *to = m->out + end; /* put together behind the text, then moved */
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            *to++ = ',';
        size_t n = members[i].to - members[i].from;
        memcpy(to, m->out + members[i].from, n);
        to += n;
    }
    memcpy(m->out + from, m->out + end, end - from);
}

/* cjson writes every empty table as {}; its opening brace has been read. */
static void mend_empty(struct mend *m)
{
    bool array = is_noted(m);
    json_next(&m->reader);
    if (!array)
        return;
    copy_to(m, m->reader.at - 2);
    put(m, "[]", 2);
    m->copied = m->reader.at;
}

static void mend_text(struct mend *m)
{
    struct object objects[JSON_DEPTH + 1] = {0};
    unsigned depth = 0;
    for (;;) {
        switch (json_next(&m->reader)) {
        case JSON_ERROR:
            luaL_error(m->L, "a string that is not UTF-8 cannot be JSON");
            return;
        case JSON_END:
            copy_to(m, m->reader.n);
            return;
        case JSON_NUMBER:
            mend_number(m);
            break;
        case JSON_STRING:
            mend_string(m);
            break;
        case JSON_NAME:
            begin_member(m, &objects[depth]);
            break;
        case JSON_ARRAY:
            objects[++depth] = (struct object){.array = true};
            break;
        case JSON_OBJECT:
            if (m->reader.s[m->reader.at] == '}')
                mend_empty(m);
            else
                objects[++depth] = (struct object){.sorted = true, .first = m->membered};
            break;
        case JSON_CLOSE:
            if (!objects[depth].array)
                end_members(m, &objects[depth]);
            depth--;
            break;
        default:
            break;
        }
    }
}

int json_encode(lua_State *L)
{
    enum { NOTE_ROOM = 8, MEMBER_ROOM = 32 };
    luaL_checkany(L, VALUE_INDEX);
    lua_settop(L, VALUE_INDEX);
    luaL_checkstack(L, 3 * JSON_DEPTH + 16, "JSON");
    lua_pushvalue(L, lua_upvalueindex(2));
    struct walk w = {.L = L, .room = NOTE_ROOM};
    w.notes = lua_newuserdata(L, NOTE_ROOM * sizeof *w.notes);
    lua_pushvalue(L, VALUE_INDEX);
    walk_value(&w);
    lua_settop(L, NOTES_INDEX);

    lua_pushvalue(L, lua_upvalueindex(1));
    lua_pushvalue(L, VALUE_INDEX);
    lua_call(L, 1, 1);

    size_t n;
    const char *text = lua_tolstring(L, TEXT_INDEX, &n);
    struct mend m = {
        .L = L, .room = n + n / 8 + 64, .member_room = MEMBER_ROOM, .note = w.notes, .notes_end = w.notes + w.noted};
    m.out = lua_newuserdata(L, m.room);
    m.members = lua_newuserdata(L, MEMBER_ROOM * sizeof *m.members);
    json_begin(&m.reader, text, n);
    mend_text(&m);
    lua_pushlstring(L, m.out, m.length);
    return 1;
}

/* Room for one byte in its longest form. */
static size_t write_byte(unsigned char byte, char *to)
{
    static const char letters[] = {['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r'};
    if (byte == '"' || byte == '\\' || (byte < sizeof letters && letters[byte] != 0)) {
        to[0] = '\\';
        to[1] = byte < sizeof letters ? letters[byte] : (char)byte;
        return 2;
    }
    if (byte < 0x20 || byte == '<' || byte == 0x7F)
        return (size_t)snprintf(to, 7, "\\u%04x", byte);
    *to = (char)byte;
    return 1;
}

int json_quote(lua_State *L)
{
    size_t n;
    const char *s = check_string(L, 1, &n), *end = s + n;
    luaL_argcheck(L, utf8_valid(s, n), 1, "a string that is not UTF-8 cannot be JSON");
    luaL_Buffer buffer;
    luaL_buffinit(L, &buffer);
    luaL_addchar(&buffer, '"');
    while (s < end) {
        const char *run = s;
        while (s < end && (unsigned char)*s >= 0x20 && *s != '"' && *s != '\\' && *s != '<' && *s != 0x7F)
            s++;
        luaL_addlstring(&buffer, run, (size_t)(s - run));
        if (s < end) {
            char escaped[8];
            luaL_addlstring(&buffer, escaped, write_byte((unsigned char)*s++, escaped));
        }
    }
    luaL_addchar(&buffer, '"');
    luaL_pushresult(&buffer);
    return 1;
}
