/* file.read(path, most) -> bytes | nil, message, code       code "too_large", or an errno's name ("ENOENT")
 * file.sha256(path) -> hex, bytes | nil, message, code
 * file.keep(from, to) -> true | nil, message, code           a copy that appears at `to` when it is whole and on the disk
 *
 * All wait: the work is done in the thread pool, where `fs` would hold up everybody. For what a request has uploaded, which
 * lies in a temporary file that goes with the request. `keep` makes the folders above `to`; a file that is there stays, since
 * what is kept is called after its content. An operation owns copies of its paths and is freed on the loop. */
#include "binding.h"
#include "loop.h"
#include "task.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <openssl/evp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHUNK = 64 << 10, DIGEST_BYTES = 32, READ_MOST = 256 << 20 };
enum kind { READ, SHA256, KEEP };

struct operation {
    uv_work_t work;
    struct wait wait;
    enum kind kind;
    char *from, *to;
    size_t most, length;
    char *bytes;
    unsigned char digest[DIGEST_BYTES];
    int error; /* an errno */
    bool too_large;
};

/* ── In the thread pool ── */

static bool fail(struct operation *operation)
{
    operation->error = errno != 0 ? errno : EIO;
    return false;
}

static bool read_whole(struct operation *operation, int fd)
{
    struct stat info;
    if (fstat(fd, &info) != 0)
        return fail(operation);
    if ((size_t)info.st_size > operation->most) {
        operation->too_large = true;
        return false;
    }
    operation->bytes = malloc((size_t)info.st_size + 1);
    if (operation->bytes == NULL)
        return fail(operation);
    while (operation->length < (size_t)info.st_size) {
        ssize_t got = read(fd, operation->bytes + operation->length, (size_t)info.st_size - operation->length);
        if (got < 0)
            return fail(operation);
        if (got == 0)
            break;
        operation->length += (size_t)got;
    }
    return true;
}

static bool digest(struct operation *operation, int fd)
{
    char chunk[CHUNK];
    ssize_t got = -1;
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool fine = context != NULL && EVP_DigestInit_ex(context, EVP_sha256(), NULL) == 1;
    while (fine && (got = read(fd, chunk, sizeof chunk)) > 0) {
        fine = EVP_DigestUpdate(context, chunk, (size_t)got) == 1;
        operation->length += (size_t)got;
    }
    fine = fine && got == 0 && EVP_DigestFinal_ex(context, operation->digest, NULL) == 1;
    EVP_MD_CTX_free(context);
    return fine || fail(operation);
}

static void make_folders(const char *path)
{
    char folder[PATH_MAX];
    snprintf(folder, sizeof folder, "%s", path);
    for (char *slash = strchr(folder + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(folder, 0755) != 0 && errno != EEXIST)
            return; /* what matters shows at the next step */
        *slash = '/';
    }
}

static bool copy(struct operation *operation, int from, int to)
{
    char chunk[CHUNK];
    ssize_t got;
    while ((got = read(from, chunk, sizeof chunk)) > 0)
        for (ssize_t done = 0, wrote; done < got; done += wrote)
            if ((wrote = write(to, chunk + done, (size_t)(got - done))) < 0)
                return fail(operation);
    return (got == 0 && fsync(to) == 0 && fchmod(to, 0644) == 0) || fail(operation);
}

static bool keep(struct operation *operation, int from)
{
    char aside[PATH_MAX];
    if (access(operation->to, F_OK) == 0)
        return true;
    make_folders(operation->to);
    if (snprintf(aside, sizeof aside, "%s.XXXXXX", operation->to) >= PATH_MAX) {
        errno = ENAMETOOLONG;
        return fail(operation);
    }
    int to = mkostemp(aside, O_CLOEXEC);
    if (to < 0)
        return fail(operation);
    bool fine = copy(operation, from, to) && (rename(aside, operation->to) == 0 || fail(operation));
    close(to);
    if (!fine)
        unlink(aside);
    return fine;
}

static void run(uv_work_t *work)
{
    struct operation *operation = work->data;
    errno = 0;
    int fd = open(operation->from, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        fail(operation);
        return;
    }
    if (operation->kind == READ)
        read_whole(operation, fd);
    else if (operation->kind == SHA256)
        digest(operation, fd);
    else
        keep(operation, fd);
    close(fd);
}

/* ── On the loop ── */

static void operation_free(struct operation *operation)
{
    free(operation->from);
    free(operation->to);
    free(operation->bytes);
    free(operation);
}

static int push_result(lua_State *L, const struct operation *operation)
{
    if (operation->too_large)
        return push_error(L, "too_large", "%s: more than %d bytes", operation->from, (int)operation->most);
    if (operation->error != 0) {
        const char *name = strerrorname_np(operation->error);
        return push_error(L, name != NULL ? name : "EIO", "%s: %s", operation->from, strerror(operation->error));
    }
    if (operation->kind == READ) {
        lua_pushlstring(L, operation->bytes, operation->length);
        return 1;
    }
    if (operation->kind == KEEP) {
        lua_pushboolean(L, true);
        return 1;
    }
    char hex[DIGEST_BYTES * 2 + 1];
    for (size_t i = 0; i < DIGEST_BYTES; i++)
        snprintf(hex + i * 2, 3, "%02x", operation->digest[i]);
    lua_pushstring(L, hex);
    lua_pushnumber(L, (lua_Number)operation->length);
    return 2;
}

static void done(uv_work_t *work, int status)
{
    (void)status; /* we never uv_cancel */
    struct operation *operation = work->data;
    struct wait wait = operation->wait;
    int results = wait_active(&wait) ? push_result(wait_stack(&wait), operation) : 0;
    operation_free(operation);
    if (wait_active(&wait))
        wait_done(&wait, results);
}

static const char *check_path(lua_State *L, int index)
{
    size_t length;
    const char *path = check_string(L, index, &length);
    luaL_argcheck(L, length > 0 && length < PATH_MAX && strlen(path) == length, index, "a path without NUL expected");
    return path;
}

static int begin(lua_State *L, enum kind kind, const char *from, const char *to, size_t most)
{
    wait_check(L);
    struct operation *operation = calloc(1, sizeof *operation);
    if (operation == NULL)
        return luaL_error(L, "no memory");
    operation->kind = kind;
    operation->most = most;
    operation->from = strdup(from);
    operation->to = to != NULL ? strdup(to) : NULL;
    operation->work.data = operation;
    if (operation->from == NULL || (to != NULL && operation->to == NULL) ||
        uv_queue_work(loop_get(), &operation->work, run, done) != 0) {
        operation_free(operation);
        return luaL_error(L, "no memory");
    }
    return wait_begin(L, &operation->wait, NULL);
}

static int file_read(lua_State *L)
{
    const char *path = check_path(L, 1);
    return begin(L, READ, path, NULL, (size_t)check_integer(L, 2, 0, READ_MOST));
}

static int file_sha256(lua_State *L)
{
    return begin(L, SHA256, check_path(L, 1), NULL, 0);
}

static int file_keep(lua_State *L)
{
    const char *from = check_path(L, 1), *to = check_path(L, 2);
    return begin(L, KEEP, from, to, 0);
}

MODULE(file)
{
    static const luaL_Reg functions[] = {
        {"read", file_read}, {"sha256", file_sha256}, {"keep", file_keep}, {NULL, NULL}};
    lua_newtable(L);
    luaL_register(L, NULL, functions);
    return 1;
}
