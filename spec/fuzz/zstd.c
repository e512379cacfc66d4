/* Whatever comes, decompressing keeps its promise about size, and what it gives can be packed and unpacked again. */
#include "fuzz.h"
#include "modules.h"

#include <lauxlib.h>
#include <string.h>

enum { MOST = 100000 };

int luaopen_zstd(lua_State *L);

static lua_State *L;

/* The leak checker sees what Lua's own allocator would hide. */
static void *allocate(void *data, void *block, size_t old, size_t size)
{
    (void)data, (void)old;
    if (size > 0)
        return realloc(block, size);
    free(block);
    return NULL;
}

/* Leaves one value on the stack: the string, or nil. */
static void decompress(const char *s, size_t n, size_t most)
{
    lua_getfield(L, 1, "decompress");
    lua_pushlstring(L, s, n);
    lua_pushinteger(L, (lua_Integer)most);
    lua_call(L, 2, 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    if (L == NULL) {
        L = lua_newstate(allocate, NULL);
        lua_pushcfunction(L, luaopen_zstd);
        lua_call(L, 0, 1);
    }
    decompress((const char *)bytes, n, MOST);
    if (!lua_isnil(L, -1)) {
        size_t length, packed_length;
        lua_tolstring(L, -1, &length);
        HOLDS(length <= MOST);
        lua_getfield(L, 1, "compress");
        lua_pushvalue(L, -2);
        lua_call(L, 1, 1);
        const char *packed = lua_tolstring(L, -1, &packed_length);
        decompress(packed, packed_length, length);
        HOLDS(lua_rawequal(L, 2, -1));
        if (length > 0) {
            decompress(packed, packed_length, length - 1);
            HOLDS(lua_isnil(L, -1));
        }
    }
    lua_settop(L, 1);
    return 0;
}
