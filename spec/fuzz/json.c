/* The reader stays inside its text, and what it gives is UTF-8. What it lets through never makes cjson raise; what was
 * decoded can be encoded, and that text decoded and encoded again is the same text. */
#include "json_read.h"

#include "fuzz.h"
#include "modules.h"
#include "utf8.h"

#include <lauxlib.h>
#include <lualib.h>
#include <string.h>

int luaopen_json(lua_State *L);

static lua_State *L;

static bool scan(const char *s, size_t n)
{
    struct json_reader reader;
    json_begin(&reader, s, n);
    unsigned depth = 0;
    enum json_token token;
    size_t before = 0;
    while ((token = json_next(&reader)) > JSON_END) {
        HOLDS(reader.at > before && reader.at <= n);
        before = reader.at;
        if (token == JSON_STRING || token == JSON_NAME || token == JSON_NUMBER)
            HOLDS(reader.text >= s && reader.text + reader.length <= s + n);
        if (token == JSON_STRING || token == JSON_NAME)
            HOLDS(utf8_valid(reader.text, reader.length));
        depth += token == JSON_ARRAY || token == JSON_OBJECT;
        HOLDS(depth <= JSON_DEPTH);
        depth -= token == JSON_CLOSE;
    }
    HOLDS(token == json_next(&reader));
    HOLDS(token == JSON_ERROR ? reader.error != NULL : depth == 0 && utf8_valid(s, n));
    return token == JSON_END;
}

/* Replaces the text on top of the stack by encode(decode(text)). */
static bool rewrite(void)
{
    lua_getfield(L, 1, "decode");
    lua_insert(L, -2);
    lua_call(L, 1, 1);
    if (lua_isnil(L, -1))
        return false;
    lua_getfield(L, 1, "encode");
    lua_insert(L, -2);
    HOLDS(lua_pcall(L, 1, 1, 0) == 0);
    return true;
}

/* Lua's own allocator hides from the leak checker who holds what: cjson keeps a buffer of its own. */
static void *allocate(void *data, void *block, size_t old, size_t size)
{
    (void)data, (void)old;
    if (size > 0)
        return realloc(block, size);
    free(block);
    return NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    if (L == NULL) {
        L = lua_newstate(allocate, NULL);
        lua_pushcfunction(L, luaopen_json);
        lua_call(L, 0, 1);
    }
    char *copy = malloc(n + (n == 0));
    memcpy(copy, bytes, n);
    bool valid = scan(copy, n);
    lua_pushlstring(L, copy, n);
    if (rewrite()) {
        HOLDS(valid);
        lua_pushvalue(L, -1);
        HOLDS(rewrite());
        HOLDS(lua_rawequal(L, -1, -2));
    }
    lua_settop(L, 1);
    free(copy);
    return 0;
}
