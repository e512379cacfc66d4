/* fs.stat(path) / fs.lstat(path) -> {type, size, mtime, mode, uid, gid}   type: file directory link socket fifo other
 * fs.list(path) -> {names…}                          sorted, without . and ..
 * fs.mkdir(path [, mode [, parents]]) -> true        mode 0755 by default; with parents an existing folder is no error
 * fs.remove(path [, recursive]) -> true              never follows a link
 * fs.rename(from, to) -> true     fs.link(from, to) -> true     fs.symlink(target, path) -> true
 * fs.readlink(path) -> string     fs.realpath(path) -> string
 * fs.read(path [, max_bytes]) -> string              the first max_bytes, or all
 * fs.write(path, data [, mode]) -> true              atomic and durable: a reader sees the old file or the new one
 * fs.append(path, data [, mode]) -> true
 * fs.chmod(path, mode) -> true    fs.chown(path, uid, gid) -> true
 * fs.temp(prefix [, folder]) -> path                 a new 0700 folder in `folder`, else in TMPDIR or /tmp
 * fs.free(path) -> bytes                             what is left on its file system for this user
 * fs.lock(path) -> lock                              exclusive, never waits; see fs_lock.c
 *
 * Every failure is nil, message, code with the errno's name as code: "ENOENT". These calls block, so they are for commands
 * and for the loading of a generation; in a request they raise. Nothing but a lock is owned. */
#include "fs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define GUARD "sijang.fs.guard"

/* What must be given back even if Lua raises in between. */
struct guard {
    int fd;
    DIR *dir;
    char *data;
};

static void guard_release(struct guard *guard)
{
    if (guard->fd >= 0)
        close(guard->fd);
    if (guard->dir != NULL)
        closedir(guard->dir);
    free(guard->data);
    *guard = (struct guard){.fd = -1};
}

static int guard_gc(lua_State *L)
{
    guard_release(lua_touserdata(L, 1));
    return 0;
}

static struct guard *push_guard(lua_State *L)
{
    struct guard *guard = lua_newuserdata(L, sizeof *guard);
    *guard = (struct guard){.fd = -1};
    luaL_getmetatable(L, GUARD);
    lua_setmetatable(L, -2);
    return guard;
}

const char *fs_check_path(lua_State *L, int index)
{
    /* A request runs in a coroutine; a generation is loaded in its state's main one. */
    struct vm *vm = vm_of(L);
    if (vm->kind == VM_GENERATION && vm->L != L)
        luaL_error(L, "files are read while a generation loads, not in a request: this call would block the loop");
    size_t length;
    const char *path = check_string(L, index, &length);
    luaL_argcheck(L, length > 0 && strlen(path) == length, index, "a path is not empty and has no NUL");
    return path;
}

static mode_t check_mode(lua_State *L, int index, mode_t fallback)
{
    return lua_isnoneornil(L, index) ? fallback : (mode_t)check_integer(L, index, 0, 07777);
}

int fs_push_failure(lua_State *L, const char *path, int error)
{
    const char *name = strerrorname_np(error);
    return push_error(L, name != NULL ? name : "EIO", "%s: %s", path, strerror(error));
}

static int push_result(lua_State *L, int result, const char *path)
{
    if (result != 0)
        return fs_push_failure(L, path, errno);
    lua_pushboolean(L, true);
    return 1;
}

/* ── Looking ── */

static const char *type_name(mode_t mode)
{
    switch (mode & S_IFMT) {
    case S_IFREG:
        return "file";
    case S_IFDIR:
        return "directory";
    case S_IFLNK:
        return "link";
    case S_IFSOCK:
        return "socket";
    case S_IFIFO:
        return "fifo";
    default:
        return "other";
    }
}

static int push_stat(lua_State *L, bool follow)
{
    const char *path = fs_check_path(L, 1);
    struct stat info;
    if ((follow ? stat(path, &info) : lstat(path, &info)) != 0)
        return fs_push_failure(L, path, errno);
    lua_createtable(L, 0, 6);
    lua_pushstring(L, type_name(info.st_mode));
    lua_setfield(L, -2, "type");
    lua_pushnumber(L, (lua_Number)info.st_size);
    lua_setfield(L, -2, "size");
    lua_pushnumber(L, (lua_Number)info.st_mtim.tv_sec + (lua_Number)info.st_mtim.tv_nsec / 1e9);
    lua_setfield(L, -2, "mtime");
    lua_pushinteger(L, info.st_mode & 07777);
    lua_setfield(L, -2, "mode");
    lua_pushinteger(L, info.st_uid);
    lua_setfield(L, -2, "uid");
    lua_pushinteger(L, info.st_gid);
    lua_setfield(L, -2, "gid");
    return 1;
}

static int fs_stat(lua_State *L)
{
    return push_stat(L, true);
}

static int fs_lstat(lua_State *L)
{
    return push_stat(L, false);
}

static int fs_list(lua_State *L)
{
    const char *path = fs_check_path(L, 1);
    struct guard *guard = push_guard(L);
    guard->dir = opendir(path);
    if (guard->dir == NULL)
        return fs_push_failure(L, path, errno);
    lua_newtable(L);
    int n = 0;
    struct dirent *entry;
    while (errno = 0, (entry = readdir(guard->dir)) != NULL) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        lua_pushstring(L, entry->d_name);
        lua_rawseti(L, -2, ++n);
    }
    int error = errno;
    guard_release(guard);
    if (error != 0)
        return fs_push_failure(L, path, error);
    lua_getglobal(L, "table");
    lua_getfield(L, -1, "sort");
    lua_pushvalue(L, -3);
    lua_call(L, 1, 0);
    lua_pop(L, 1);
    return 1;
}

static int push_path(lua_State *L, const char *path, const char *found)
{
    if (found == NULL)
        return fs_push_failure(L, path, errno);
    lua_pushstring(L, found);
    return 1;
}

static int fs_readlink(lua_State *L)
{
    const char *path = fs_check_path(L, 1);
    char target[PATH_MAX + 1];
    ssize_t length = readlink(path, target, PATH_MAX);
    if (length >= 0)
        target[length] = '\0';
    return push_path(L, path, length >= 0 ? target : NULL);
}

static int fs_realpath(lua_State *L)
{
    const char *path = fs_check_path(L, 1);
    char real[PATH_MAX];
    return push_path(L, path, realpath(path, real));
}

static int fs_free(lua_State *L)
{
    const char *path = fs_check_path(L, 1);
    struct statvfs info;
    if (statvfs(path, &info) != 0)
        return fs_push_failure(L, path, errno);
    lua_pushnumber(L, (lua_Number)info.f_bavail * (lua_Number)info.f_frsize);
    return 1;
}

/* ── Folders and names ── */

static int mkdir_parents(const char *path, mode_t mode)
{
    char part[PATH_MAX];
    size_t length = strlen(path);
    if (length >= sizeof part) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memcpy(part, path, length + 1);
    for (char *slash = strchr(part + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(part, 0755) != 0 && errno != EEXIST)
            return -1;
        *slash = '/';
    }
    struct stat info;
    if (mkdir(part, mode) == 0)
        return 0;
    if (errno == EEXIST && stat(part, &info) == 0 && !S_ISDIR(info.st_mode)) {
        errno = ENOTDIR;
        return -1;
    }
    return errno == EEXIST ? 0 : -1;
}

static int fs_mkdir(lua_State *L)
{
    const char *path = fs_check_path(L, 1);
    mode_t mode = check_mode(L, 2, 0755);
    return push_result(L, lua_toboolean(L, 3) ? mkdir_parents(path, mode) : mkdir(path, mode), path);
}

/* Removes what is below an open folder, which it closes; by descriptors, so that a link put there meanwhile leads
 * nowhere. Deep trees end at the limit of open files with EMFILE, not with an overflown stack. */
static int remove_below(int folder)
{
    DIR *dir = fdopendir(folder);
    if (dir == NULL) {
        close(folder);
        return -1;
    }
    int result = 0;
    struct dirent *entry;
    while (result == 0 && (errno = 0, entry = readdir(dir)) != NULL) {
        const char *name = entry->d_name;
        if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0 || unlinkat(folder, name, 0) == 0 || errno == ENOENT)
            continue;
        int below = -1;
        if (errno == EISDIR || errno == EPERM)
            below = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        result = below < 0 ? -1 : remove_below(below);
        if (result == 0 && unlinkat(folder, name, AT_REMOVEDIR) != 0 && errno != ENOENT)
            result = -1;
    }
    int error = errno;
    closedir(dir);
    errno = error;
    return error != 0 && result == 0 ? -1 : result;
}

static int remove_one(const char *path, bool recursive)
{
    if (unlink(path) == 0)
        return 0;
    if (errno != EISDIR && errno != EPERM)
        return -1;
    if (recursive) {
        int folder = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (folder < 0 || remove_below(folder) != 0)
            return -1;
    }
    return rmdir(path);
}

static int fs_remove(lua_State *L)
{
    const char *path = fs_check_path(L, 1);
    return push_result(L, remove_one(path, lua_toboolean(L, 2)), path);
}

static int fs_rename(lua_State *L)
{
    const char *from = fs_check_path(L, 1), *to = fs_check_path(L, 2);
    return push_result(L, rename(from, to), from);
}

static int fs_link(lua_State *L)
{
    const char *from = fs_check_path(L, 1), *to = fs_check_path(L, 2);
    return push_result(L, link(from, to), to);
}

static int fs_symlink(lua_State *L)
{
    const char *target = fs_check_path(L, 1), *path = fs_check_path(L, 2);
    return push_result(L, symlink(target, path), path);
}

static int fs_chmod(lua_State *L)
{
    const char *path = fs_check_path(L, 1);
    return push_result(L, chmod(path, (mode_t)check_integer(L, 2, 0, 07777)), path);
}

static int fs_chown(lua_State *L)
{
    const char *path = fs_check_path(L, 1);
    uid_t uid = (uid_t)check_integer(L, 2, 0, INT_MAX);
    gid_t gid = (gid_t)check_integer(L, 3, 0, INT_MAX);
    return push_result(L, chown(path, uid, gid), path);
}

static int fs_temp(lua_State *L)
{
    const char *prefix = fs_check_path(L, 1);
    luaL_argcheck(L, strchr(prefix, '/') == NULL, 1, "a prefix has no slash");
    const char *set = getenv("TMPDIR"), *usual = set != NULL && set[0] == '/' ? set : "/tmp";
    const char *folder = lua_isnoneornil(L, 2) ? usual : fs_check_path(L, 2);
    char path[PATH_MAX];
    int length = snprintf(path, sizeof path, "%s/%s.XXXXXX", folder, prefix);
    if (length >= (int)sizeof path)
        return fs_push_failure(L, prefix, ENAMETOOLONG);
    return push_path(L, path, mkdtemp(path));
}

/* ── Contents ── */

static int read_failed(lua_State *L, struct guard *guard, const char *path, int error)
{
    guard_release(guard);
    return fs_push_failure(L, path, error);
}

static int fs_read(lua_State *L)
{
    const char *path = fs_check_path(L, 1);
    size_t most = lua_isnoneornil(L, 2) ? SIZE_MAX / 4 : (size_t)check_integer(L, 2, 0, INT_MAX);
    struct guard *guard = push_guard(L);
    guard->fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat info;
    if (guard->fd < 0 || fstat(guard->fd, &info) != 0)
        return read_failed(L, guard, path, errno);
    /* One byte more than it claims tells the end without another turn; files in /proc claim nothing. */
    size_t room = info.st_size > 0 ? (size_t)info.st_size + 1 : 4096, length = 0;
    if (room > most)
        room = most;
    guard->data = malloc(room + 1);
    while (guard->data != NULL && length < most) {
        if (length == room) {
            room = room * 2 < most ? room * 2 : most;
            char *larger = realloc(guard->data, room + 1);
            if (larger == NULL)
                return read_failed(L, guard, path, ENOMEM);
            guard->data = larger;
        }
        ssize_t n = read(guard->fd, guard->data + length, room - length);
        if (n == 0)
            break;
        if (n < 0 && errno != EINTR)
            return read_failed(L, guard, path, errno);
        if (n > 0)
            length += (size_t)n;
    }
    if (guard->data == NULL)
        return read_failed(L, guard, path, ENOMEM);
    lua_pushlstring(L, guard->data, length);
    guard_release(guard);
    return 1;
}

static int write_all(int fd, const char *data, size_t length)
{
    while (length > 0) {
        ssize_t n = write(fd, data, length);
        if (n < 0 && errno != EINTR)
            return -1;
        if (n > 0) {
            data += n;
            length -= (size_t)n;
        }
    }
    return 0;
}

static void sync_folder(const char *path)
{
    char folder[PATH_MAX];
    const char *slash = strrchr(path, '/');
    size_t length = slash == NULL ? 0 : slash == path ? 1 : (size_t)(slash - path);
    if (length >= sizeof folder)
        return;
    memcpy(folder, slash == NULL ? "." : path, length == 0 ? 1 : length);
    folder[length == 0 ? 1 : length] = '\0';
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        fsync(fd);
        close(fd);
    }
}

/* 0, or an errno; leaves nothing behind on failure. */
static int write_aside(const char *path, const char *data, size_t length, mode_t mode)
{
    char aside[PATH_MAX];
    if (snprintf(aside, sizeof aside, "%s.XXXXXX", path) >= (int)sizeof aside)
        return ENAMETOOLONG;
    int fd = mkostemp(aside, O_CLOEXEC);
    if (fd < 0)
        return errno;
    int error = 0;
    if (fchmod(fd, mode) != 0 || write_all(fd, data, length) != 0 || fsync(fd) != 0)
        error = errno;
    if (close(fd) != 0 && error == 0)
        error = errno;
    if (error == 0 && rename(aside, path) != 0)
        error = errno;
    if (error != 0)
        unlink(aside);
    else
        sync_folder(path);
    return error;
}

static int fs_write(lua_State *L)
{
    const char *path = fs_check_path(L, 1);
    size_t length;
    const char *data = check_string(L, 2, &length);
    int error = write_aside(path, data, length, check_mode(L, 3, 0644));
    errno = error;
    return push_result(L, error, path);
}

static int fs_append(lua_State *L)
{
    const char *path = fs_check_path(L, 1);
    size_t length;
    const char *data = check_string(L, 2, &length);
    int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, check_mode(L, 3, 0644));
    if (fd < 0)
        return fs_push_failure(L, path, errno);
    int result = write_all(fd, data, length), error = errno;
    if (close(fd) != 0 && result == 0) {
        result = -1;
        error = errno;
    }
    errno = error;
    return push_result(L, result, path);
}

MODULE(fs)
{
    static const luaL_Reg functions[] = {
        {"stat", fs_stat},         {"lstat", fs_lstat},       {"list", fs_list},   {"mkdir", fs_mkdir},
        {"remove", fs_remove},     {"rename", fs_rename},     {"link", fs_link},   {"symlink", fs_symlink},
        {"readlink", fs_readlink}, {"realpath", fs_realpath}, {"read", fs_read},   {"write", fs_write},
        {"append", fs_append},     {"chmod", fs_chmod},       {"chown", fs_chown}, {"temp", fs_temp},
        {"free", fs_free},         {"lock", fs_lock},         {NULL, NULL}};
    if (luaL_newmetatable(L, GUARD)) {
        lua_pushcfunction(L, guard_gc);
        lua_setfield(L, -2, "__gc");
    }
    fs_lock_metatable(L);
    lua_settop(L, 0);
    lua_newtable(L);
    luaL_register(L, NULL, functions);
    return 1;
}
