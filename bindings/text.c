/* The C part of `text` (bindings/text.lua is its face):
 *
 * valid(s) -> boolean                        strict UTF-8
 * length(s) -> integer                       code points
 * width(s) -> integer                        terminal columns
 * clip_at(s, n) -> integer                   bytes of the first n code points
 * nfc(s) -> string | nil, message, "invalid"
 * fold(s) -> string | nil, message, "invalid"    for comparing and searching: NFC, lower case, full-width forms as
 *                                            half-width ones, white space collapsed to single spaces and trimmed
 * choseong(s), jamo(s) -> string
 * ending(word) -> "vowel" | "rieul" | "consonant" | "unknown"
 * to_cp949(s [, replacement]) -> bytes | nil, message, "unencodable" | "invalid"
 * from_cp949(bytes [, replace]) -> string | nil, message, "invalid"
 *
 * Nothing waits; nothing is owned. The escapes are in text_escape.c. */
#include "binding.h"
#include "text_korean.h"
#include "utf8.h"

#include <errno.h>
#include <iconv.h>
#include <utf8proc.h>

enum { LONGEST = 64 << 20 };

static const char *check_text(lua_State *L, int index, size_t *n)
{
    const char *s = check_string(L, index, n);
    luaL_argcheck(L, *n <= LONGEST, index, "at most 64 MB of text expected");
    return s;
}

static int text_valid(lua_State *L)
{
    size_t n;
    const char *s = check_string(L, 1, &n);
    lua_pushboolean(L, utf8_valid(s, n));
    return 1;
}

static int text_length(lua_State *L)
{
    size_t n, count = 0;
    const char *s = check_string(L, 1, &n);
    for (size_t i = 0; i < n; i++)
        count += ((unsigned char)s[i] & 0xC0) != 0x80;
    lua_pushinteger(L, (lua_Integer)count);
    return 1;
}

static int text_width(lua_State *L)
{
    size_t n;
    const char *s = check_string(L, 1, &n);
    lua_Integer width = 0;
    for (size_t i = 0; i < n;) {
        uint32_t point = 0;
        size_t length = utf8_decode(s + i, n - i, &point);
        int columns = length == 0 ? 1 : utf8proc_charwidth((utf8proc_int32_t)point);
        width += columns > 0 ? columns : 0;
        i += length == 0 ? 1 : length;
    }
    lua_pushinteger(L, width);
    return 1;
}

static int text_clip_at(lua_State *L)
{
    size_t n, i = 0;
    const char *s = check_string(L, 1, &n);
    lua_Integer left = check_integer(L, 2, 0, LONGEST);
    for (; i < n; i++) {
        if (((unsigned char)s[i] & 0xC0) != 0x80 && left-- == 0)
            break;
    }
    lua_pushinteger(L, (lua_Integer)i);
    return 1;
}

/* ── Normal forms ── */

/* Characters that are NFC already whatever stands beside them: what nearly all our text is made of. */
static bool is_composed(uint32_t point)
{
    return point < 0x300 || (point >= 0xAC00 && point <= 0xD7A3) || (point >= 0x2010 && point <= 0x2027) ||
           (point >= 0x3000 && point <= 0x3029) || (point >= 0x3131 && point <= 0x318E) ||
           (point >= 0x4E00 && point <= 0x9FFF) || (point >= 0xFF01 && point <= 0xFF5E);
}

enum form { FORM_COMPOSED, FORM_LOOSE, FORM_INVALID };

static enum form examine(const char *s, size_t n)
{
    enum form form = FORM_COMPOSED;
    for (size_t i = 0; i < n;) {
        uint32_t point = 0;
        size_t length = utf8_decode(s + i, n - i, &point);
        if (length == 0)
            return FORM_INVALID;
        if (!is_composed(point))
            form = FORM_LOOSE;
        i += length;
    }
    return form;
}

/* Replaces the string at index 1, valid UTF-8, by its NFC. */
static void compose(lua_State *L, const char *s, size_t n)
{
    const utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_COMPOSE;
    const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)s;
    utf8proc_ssize_t room = utf8proc_decompose(bytes, (utf8proc_ssize_t)n, NULL, 0, options);
    if (room < 0)
        luaL_error(L, "%s", utf8proc_errmsg(room));
    utf8proc_int32_t *points = lua_newuserdata(L, ((size_t)room + 1) * sizeof *points);
    utf8proc_ssize_t length = utf8proc_decompose(bytes, (utf8proc_ssize_t)n, points, room, options);
    length = length < 0 ? length : utf8proc_reencode(points, length, options);
    if (length < 0)
        luaL_error(L, "%s", utf8proc_errmsg(length));
    lua_pushlstring(L, (const char *)points, (size_t)length);
    lua_replace(L, 1);
}

static int text_nfc(lua_State *L)
{
    size_t n;
    const char *s = check_text(L, 1, &n);
    switch (examine(s, n)) {
    case FORM_INVALID:
        return push_error(L, "invalid", "not UTF-8");
    case FORM_LOOSE:
        compose(L, s, n);
        break;
    case FORM_COMPOSED:
        break;
    }
    lua_settop(L, 1);
    return 1;
}

static bool is_space(uint32_t point)
{
    return (point >= 0x09 && point <= 0x0D) || point == 0x20 || point == 0x85 || point == 0xA0 || point == 0x1680 ||
           (point >= 0x2000 && point <= 0x200B) || point == 0x2028 || point == 0x2029 || point == 0x202F ||
           point == 0x205F || point == 0x3000 || point == 0xFEFF;
}

static int text_fold(lua_State *L)
{
    size_t n;
    const char *s = check_text(L, 1, &n);
    enum form form = examine(s, n);
    if (form == FORM_INVALID)
        return push_error(L, "invalid", "not UTF-8");
    if (form == FORM_LOOSE) {
        compose(L, s, n);
        s = lua_tolstring(L, 1, &n);
    }
    /* Lower case takes at most two bytes more than a capital (Ⱥ: 2 → 3 bytes), so twice the room is enough. */
    char *out = lua_newuserdata(L, 2 * n + 4), *to = out;
    bool space = false;
    for (size_t i = 0; i < n;) {
        uint32_t point = 0;
        i += utf8_decode(s + i, n - i, &point);
        if (is_space(point)) {
            space = to != out;
            continue;
        }
        if (space)
            *to++ = ' ';
        space = false;
        if (point >= 0xFF01 && point <= 0xFF5E)
            point -= 0xFEE0;
        to += utf8_encode((uint32_t)utf8proc_tolower((utf8proc_int32_t)point), to);
    }
    lua_pushlstring(L, out, (size_t)(to - out));
    return 1;
}

/* ── Korean ── */

static int text_choseong(lua_State *L)
{
    size_t n;
    const char *s = check_text(L, 1, &n);
    char *out = lua_newuserdata(L, n + 1);
    lua_pushlstring(L, out, text_korean_choseong(s, n, out));
    return 1;
}

static int text_jamo(lua_State *L)
{
    size_t n;
    const char *s = check_text(L, 1, &n);
    char *out = lua_newuserdata(L, 5 * n + 1);
    lua_pushlstring(L, out, text_korean_jamo(s, n, out));
    return 1;
}

static int text_ending(lua_State *L)
{
    static const char *const names[] = {"unknown", "vowel", "rieul", "consonant"};
    size_t n;
    const char *s = check_string(L, 1, &n);
    lua_pushstring(L, names[text_korean_ending(s, n)]);
    return 1;
}

/* ── CP949, which banks, couriers and old spreadsheets still speak ── */

struct conversion {
    char *in, *out;
    size_t in_left, out_left;
    const char *replacement; /* NULL: stop at what has no counterpart */
    size_t replacement_length;
    bool from_utf8;
};

/* Converts all; errno of the first thing that cannot be, or 0. */
static int convert(struct conversion *c, const char *to, const char *from)
{
    iconv_t codec = iconv_open(to, from);
    if (codec == (iconv_t)-1)
        return errno;
    int failure = 0;
    while (c->in_left > 0) {
        size_t outcome = iconv(codec, &c->in, &c->in_left, &c->out, &c->out_left);
        if (outcome != (size_t)-1)
            break;
        if (errno == E2BIG || c->replacement == NULL) {
            failure = errno;
            break;
        }
        uint32_t point;
        size_t skip = c->from_utf8 ? utf8_decode(c->in, c->in_left, &point) : 1;
        memcpy(c->out, c->replacement, c->replacement_length);
        c->out += c->replacement_length;
        c->out_left -= c->replacement_length;
        c->in += skip;
        c->in_left -= skip;
    }
    iconv_close(codec);
    return failure;
}

static int text_to_cp949(lua_State *L)
{
    size_t n, replacement_length = 0;
    const char *s = check_text(L, 1, &n);
    const char *replacement = lua_isnoneornil(L, 2) ? NULL : check_string(L, 2, &replacement_length);
    luaL_argcheck(L, replacement_length <= 2, 2, "at most two bytes of CP949 expected");
    if (!utf8_valid(s, n))
        return push_error(L, "invalid", "not UTF-8");
    /* No character has more bytes in CP949 than in UTF-8, and what has no counterpart has at least two in UTF-8. */
    char *out = lua_newuserdata(L, n + 1);
    struct conversion c = {(char *)(uintptr_t)s, out, n, n, replacement, replacement_length, true};
    if (convert(&c, "UHC", "UTF-8") == 0) {
        lua_pushlstring(L, out, (size_t)(c.out - out));
        return 1;
    }
    uint32_t point = 0;
    size_t length = utf8_decode(c.in, c.in_left, &point);
    lua_pushlstring(L, c.in, length);
    return push_error(L, "unencodable", "CP949 has no %s (at byte %d)", lua_tostring(L, -1), (int)(n - c.in_left) + 1);
}

static int text_from_cp949(lua_State *L)
{
    size_t n;
    const char *s = check_text(L, 1, &n);
    const char *replacement = lua_toboolean(L, 2) ? "\xEF\xBF\xBD" : NULL;
    char *out = lua_newuserdata(L, 3 * n + 1);
    struct conversion c = {(char *)(uintptr_t)s, out, n, 3 * n, replacement, 3, false};
    if (convert(&c, "UTF-8", "UHC") == 0) {
        lua_pushlstring(L, out, (size_t)(c.out - out));
        return 1;
    }
    return push_error(L, "invalid", "not CP949 at byte %d", (int)(n - c.in_left) + 1);
}

MODULE(text_core)
{
    static const luaL_Reg functions[] = {{"valid", text_valid},
                                         {"length", text_length},
                                         {"width", text_width},
                                         {"clip_at", text_clip_at},
                                         {"nfc", text_nfc},
                                         {"fold", text_fold},
                                         {"choseong", text_choseong},
                                         {"jamo", text_jamo},
                                         {"ending", text_ending},
                                         {"to_cp949", text_to_cp949},
                                         {"from_cp949", text_from_cp949},
                                         {NULL, NULL}};
    lua_newtable(L);
    luaL_register(L, NULL, functions);
    return 1;
}
