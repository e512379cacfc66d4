/* fs.lock(path) -> lock | nil, message, code      makes the file if need be; code "EAGAIN" when another process has it
 * lock:release()
 *
 * An exclusive flock on a descriptor that children do not inherit: the kernel gives it back when the process ends,
 * however it ends, so nothing is ever stale. The file stays: removing it would let two holders in. */
#include "fs.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#define LOCK "sijang.fs.lock"

struct lock {
    int fd; /* -1: released */
};

static int lock_release(lua_State *L)
{
    struct lock *lock = luaL_checkudata(L, 1, LOCK);
    if (lock->fd >= 0)
        close(lock->fd);
    lock->fd = -1;
    return 0;
}

int fs_lock(lua_State *L)
{
    const char *path = fs_check_path(L, 1);
    struct lock *lock = lua_newuserdata(L, sizeof *lock);
    lock->fd = -1;
    luaL_getmetatable(L, LOCK);
    lua_setmetatable(L, -2);
    lock->fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock->fd < 0)
        return fs_push_failure(L, path, errno);
    if (flock(lock->fd, LOCK_EX | LOCK_NB) != 0) {
        int error = errno;
        close(lock->fd);
        lock->fd = -1;
        return fs_push_failure(L, path, error);
    }
    return 1;
}

void fs_lock_metatable(lua_State *L)
{
    if (luaL_newmetatable(L, LOCK)) {
        lua_pushcfunction(L, lock_release);
        lua_setfield(L, -2, "__gc");
        lua_newtable(L);
        lua_pushcfunction(L, lock_release);
        lua_setfield(L, -2, "release");
        lua_setfield(L, -2, "__index");
    }
}
