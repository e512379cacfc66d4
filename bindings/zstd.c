/* zstd.compress(s [, level]) -> bytes                level 1 to 19, 3 unless told; the content's checksum is in the frame
 * zstd.decompress(bytes, most) -> s | nil, message, "invalid" | "too_large"
 *
 * `most` is a promise: not a byte more is ever made, whatever the frame claims or becomes, so that a small file that grows
 * without end is refused and not swallowed. Several frames in a row are their contents in a row; a frame that wants more
 * than 8 MB of history is refused, since nothing of ours does.
 *
 * Both compute as long as it takes: for commands, for the loading of a generation, and for what is small. Contexts and the
 * growing output are held by a userdata while they live, so that nothing is lost where Lua raises. */
#include "binding.h"

#include <stdint.h>
#include <stdlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#define WORK "sijang.zstd.work"

enum { MOST = 1 << 30, LEVEL = 3, LEVEL_MOST = 19, WINDOW_LOG_MOST = 23, FIRST_ROOM = 4096 };

struct work {
    ZSTD_CCtx *compressor;
    ZSTD_DCtx *decompressor;
    char *data;
    size_t length, room;
};

static void work_release(struct work *work)
{
    ZSTD_freeCCtx(work->compressor);
    ZSTD_freeDCtx(work->decompressor);
    free(work->data);
    *work = (struct work){0};
}

static int work_gc(lua_State *L)
{
    work_release(lua_touserdata(L, 1));
    return 0;
}

static struct work *push_work(lua_State *L)
{
    struct work *work = lua_newuserdata(L, sizeof *work);
    *work = (struct work){0};
    luaL_getmetatable(L, WORK);
    lua_setmetatable(L, -2);
    return work;
}

static int push_result(lua_State *L, struct work *work)
{
    lua_pushlstring(L, work->data, work->length);
    work_release(work);
    return 1;
}

/* Only a lack of memory makes it fail. */
static int raise_failure(lua_State *L, struct work *work)
{
    work_release(work);
    return luaL_error(L, "no memory for zstd");
}

static int zstd_compress(lua_State *L)
{
    size_t n;
    const char *s = check_string(L, 1, &n);
    luaL_argcheck(L, n <= MOST, 1, "too long");
    int level = lua_isnoneornil(L, 2) ? LEVEL : (int)check_integer(L, 2, 1, LEVEL_MOST);
    struct work *work = push_work(L);
    work->compressor = ZSTD_createCCtx();
    work->room = ZSTD_compressBound(n);
    work->data = malloc(work->room);
    if (work->compressor == NULL || work->data == NULL)
        return raise_failure(L, work);
    ZSTD_CCtx_setParameter(work->compressor, ZSTD_c_compressionLevel, level);
    ZSTD_CCtx_setParameter(work->compressor, ZSTD_c_checksumFlag, 1);
    size_t length = ZSTD_compress2(work->compressor, work->data, work->room, s, n);
    if (ZSTD_isError(length))
        return raise_failure(L, work);
    work->length = length;
    return push_result(L, work);
}

/* Room for more output, up to `most` and one byte that tells that there would be more. */
static bool work_grow(struct work *work, size_t most)
{
    size_t room = work->room == 0 ? FIRST_ROOM : work->room * 2;
    if (room > most + 1)
        room = most + 1;
    char *larger = realloc(work->data, room);
    if (larger == NULL)
        return false;
    work->data = larger;
    work->room = room;
    return true;
}

static int refuse(lua_State *L, struct work *work, const char *code, const char *message)
{
    work_release(work);
    return push_error(L, code, "%s", message);
}

static int zstd_decompress(lua_State *L)
{
    size_t n;
    const char *s = check_string(L, 1, &n);
    size_t most = (size_t)check_integer(L, 2, 0, MOST);
    if (n == 0)
        return push_error(L, "invalid", "nothing is no zstd frame");
    struct work *work = push_work(L);
    work->decompressor = ZSTD_createDCtx();
    if (work->decompressor == NULL)
        return raise_failure(L, work);
    ZSTD_DCtx_setParameter(work->decompressor, ZSTD_d_windowLogMax, WINDOW_LOG_MOST);
    ZSTD_inBuffer in = {s, n, 0};
    size_t left = 1; /* 0: between two frames */
    while (in.pos < n || left != 0) {
        if (work->length == work->room && !work_grow(work, most))
            return raise_failure(L, work);
        ZSTD_outBuffer out = {work->data, work->room, work->length};
        size_t read = in.pos;
        left = ZSTD_decompressStream(work->decompressor, &out, &in);
        if (ZSTD_getErrorCode(left) == ZSTD_error_memory_allocation)
            return raise_failure(L, work);
        if (ZSTD_isError(left))
            return refuse(L, work, "invalid", ZSTD_getErrorName(left));
        if (out.pos > most)
            return refuse(L, work, "too_large", "it becomes larger than allowed");
        if (left != 0 && in.pos == read && out.pos == work->length)
            return refuse(L, work, "invalid", "it ends too early");
        work->length = out.pos;
    }
    return push_result(L, work);
}

MODULE(zstd)
{
    static const luaL_Reg functions[] = {{"compress", zstd_compress}, {"decompress", zstd_decompress}, {NULL, NULL}};
    if (luaL_newmetatable(L, WORK)) {
        lua_pushcfunction(L, work_gc);
        lua_setfield(L, -2, "__gc");
    }
    lua_settop(L, 0);
    lua_newtable(L);
    luaL_register(L, NULL, functions);
    return 1;
}
