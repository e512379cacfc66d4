/* image.probe(path) -> {format, width, height} | nil, message, code
 *     format "jpg" "png" "webp" "gif" "avif"; read from the file's first bytes, nothing is decoded; size before rotation
 * image.thumbnail{from=, to=, width=, …} -> {width, height, bytes} | nil, message, code
 *     height      the picture is fitted into width × height without growing; without it the height follows
 *     crop        fill width × height instead, cutting evenly what is beyond
 *     format      "webp" (default), "avif", "jpg", "png"
 *     quality     1 to 100; by default 80, 50 for avif
 *     The folders above `to` are made if need be; `to` appears when it is whole. Upright, sRGB, without metadata.
 * image.color(path) -> "#rrggbb" | nil, message, code      the mean colour, to show until the picture is there
 * image.helper() -> pid | nil                             the process that decodes, if there is one now
 *
 * Codes: "unsupported" (no such picture), "corrupt", "too_large" (over 50 megapixels, 20,000 pixels a side or 64 MB),
 * "busy" (64 jobs wait already), "timeout" (10 s), "crashed", "unavailable", and errno names such as "ENOENT", "ENOSPC".
 * All but helper() wait. Files are opened in the thread pool, decoded in the helper process, which gets descriptors only. A
 * job whose task has ended is finished all the same: the next who asks finds the thumbnail there. */
#include "image_helper.h"

#include "binding.h"
#include "loop.h"
#include "task.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HEAD_BYTES = 1024 * 1024, FILE_MOST = 64 * 1024 * 1024 };

enum kind { PROBE, THUMBNAIL, COLOR };

/* One call: prepared in the thread pool, worked on in the helper, finished in the thread pool. Frees itself. */
struct operation {
    struct wait wait;
    enum kind kind;
    uv_work_t work;
    struct image_call call;
    struct image_head head;
    char *from, *to;
    char aside[PATH_MAX]; /* the new file until it is whole; "" when there is none */
    const char *code;     /* what went wrong, or NULL */
    char message[256];
    struct image_result result;
};

/* ── In the thread pool ── */

static void fail(struct operation *operation, const char *code, const char *path, const char *why)
{
    operation->code = code;
    snprintf(operation->message, sizeof operation->message, "%s: %s", path, why);
}

static void fail_errno(struct operation *operation, const char *path, int error)
{
    const char *name = strerrorname_np(error);
    fail(operation, name != NULL ? name : "EIO", path, strerror(error));
}

static void look(struct operation *operation)
{
    struct stat info;
    operation->call.from = open(operation->from, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (operation->call.from < 0 || fstat(operation->call.from, &info) != 0) {
        fail_errno(operation, operation->from, errno);
        return;
    }
    if (!S_ISREG(info.st_mode)) {
        fail(operation, "unsupported", operation->from, "not a file");
        return;
    }
    if (info.st_size > FILE_MOST) {
        fail(operation, "too_large", operation->from, "a file of more than 64 MB");
        return;
    }
    size_t room = info.st_size < HEAD_BYTES ? (size_t)info.st_size : HEAD_BYTES;
    unsigned char *bytes = malloc(room + 1);
    ssize_t length = bytes != NULL ? pread(operation->call.from, bytes, room, 0) : -1;
    if (length < 0) {
        fail_errno(operation, operation->from, bytes != NULL ? errno : ENOMEM);
    } else {
        switch (image_sniff(bytes, (size_t)length, &operation->head)) {
        case IMAGE_FINE:
            break;
        case IMAGE_UNSUPPORTED:
            fail(operation, "unsupported", operation->from, "not a picture that can be read");
            break;
        case IMAGE_CORRUPT:
            fail(operation, "corrupt", operation->from, "a broken picture");
            break;
        case IMAGE_TOO_LARGE:
            fail(operation, "too_large", operation->from, "a picture of too many pixels");
            break;
        }
    }
    free(bytes);
}

/* Makes the folders above the new file, and an empty file beside it. */
static void make_room(struct operation *operation)
{
    char folder[PATH_MAX];
    if (snprintf(operation->aside, sizeof operation->aside, "%s.XXXXXX", operation->to) >= PATH_MAX) {
        operation->aside[0] = '\0';
        fail_errno(operation, operation->to, ENAMETOOLONG);
        return;
    }
    snprintf(folder, sizeof folder, "%s", operation->to);
    for (char *slash = strchr(folder + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(folder, 0755) != 0 && errno != EEXIST)
            break; /* what matters shows at the next step */
        *slash = '/';
    }
    operation->call.to = mkostemp(operation->aside, O_CLOEXEC);
    if (operation->call.to < 0) {
        operation->aside[0] = '\0';
        fail_errno(operation, operation->to, errno);
    }
}

static void prepare(uv_work_t *work)
{
    struct operation *operation = work->data;
    look(operation);
    if (operation->code == NULL && operation->kind == THUMBNAIL)
        make_room(operation);
}

static void conclude(uv_work_t *work)
{
    struct operation *operation = work->data;
    if (operation->code == NULL &&
        (fchmod(operation->call.to, 0644) != 0 || rename(operation->aside, operation->to) != 0))
        fail_errno(operation, operation->to, errno);
    if (operation->code != NULL)
        unlink(operation->aside);
}

/* ── In the loop ── */

static int push_result(lua_State *L, const struct operation *operation)
{
    if (operation->code != NULL)
        return push_error(L, operation->code, "%s", operation->message);
    const struct image_result *result = &operation->result;
    if (operation->kind == COLOR) {
        char text[8];
        snprintf(text, sizeof text, "#%02x%02x%02x", result->color[0], result->color[1], result->color[2]);
        lua_pushstring(L, text);
        return 1;
    }
    bool probe = operation->kind == PROBE;
    lua_createtable(L, 0, 3);
    lua_pushinteger(L, (lua_Integer)(probe ? operation->head.width : result->width));
    lua_setfield(L, -2, "width");
    lua_pushinteger(L, (lua_Integer)(probe ? operation->head.height : result->height));
    lua_setfield(L, -2, "height");
    if (probe) {
        lua_pushstring(L, image_format_name(operation->head.format));
        lua_setfield(L, -2, "format");
    } else {
        lua_pushinteger(L, (lua_Integer)result->bytes);
        lua_setfield(L, -2, "bytes");
    }
    return 1;
}

static void operation_free(struct operation *operation)
{
    if (operation->call.from >= 0)
        close(operation->call.from);
    if (operation->call.to >= 0)
        close(operation->call.to);
    free(operation->from);
    free(operation->to);
    free(operation);
}

static void finish(struct operation *operation)
{
    struct wait wait = operation->wait;
    int results = wait_active(&wait) ? push_result(wait_stack(&wait), operation) : 0;
    operation_free(operation);
    if (wait_active(&wait))
        wait_done(&wait, results);
}

static void on_concluded(uv_work_t *work, int status)
{
    (void)status;
    finish(work->data);
}

/* Where there is a file to keep or to remove, the thread pool does it. */
static void conclude_later(struct operation *operation)
{
    if (operation->aside[0] == '\0')
        finish(operation);
    else
        uv_queue_work(loop_get(), &operation->work, conclude, on_concluded);
}

static void on_helper(struct image_call *call, const struct image_result *result, const char *code)
{
    struct operation *operation = (struct operation *)(void *)((char *)call - offsetof(struct operation, call));
    if (result == NULL) {
        fail(operation, code, operation->from, "the image helper gave no answer");
    } else {
        operation->result = *result;
        if (result->outcome == IMAGE_FAILED_CORRUPT)
            fail(operation, "corrupt", operation->from, result->message);
        else if (result->outcome == IMAGE_FAILED_MEMORY)
            fail(operation, "too_large", operation->from, result->message);
        else if (result->outcome == IMAGE_FAILED_WRITE)
            fail_errno(operation, operation->to, result->error);
    }
    conclude_later(operation);
}

static void on_prepared(uv_work_t *work, int status)
{
    (void)status;
    struct operation *operation = work->data;
    if (operation->code == NULL && operation->kind != PROBE) {
        if (image_helper_submit(&operation->call))
            return;
        fail(operation, "busy", operation->from, "too many pictures wait already");
    }
    conclude_later(operation);
}

static const char *check_path(lua_State *L, int index, const char *what)
{
    size_t length = 0;
    const char *path = lua_type(L, index) == LUA_TSTRING ? lua_tolstring(L, index, &length) : NULL;
    if (length == 0 || length >= PATH_MAX || strlen(path) != length)
        luaL_error(L, "bad argument #1: %s must be a path without NUL", what);
    return path;
}

/* Copies what Lua owns and starts; the paths' strings must still be on the stack. */
static int begin(lua_State *L, const struct operation *wish, const char *from, const char *to)
{
    wait_check(L);
    struct operation *operation = malloc(sizeof *operation);
    if (operation == NULL)
        return luaL_error(L, "no memory");
    *operation = *wish;
    operation->from = strdup(from);
    operation->to = to != NULL ? strdup(to) : NULL;
    operation->call.from = operation->call.to = -1;
    operation->call.done = on_helper;
    operation->work.data = operation;
    if (operation->from == NULL || (to != NULL && operation->to == NULL) ||
        uv_queue_work(loop_get(), &operation->work, prepare, on_prepared) != 0) {
        operation_free(operation);
        return luaL_error(L, "no memory");
    }
    return wait_begin(L, &operation->wait, NULL);
}

static int image_probe(lua_State *L)
{
    struct operation wish = {.kind = PROBE};
    return begin(L, &wish, check_path(L, 1, "path"), NULL);
}

static int image_color(lua_State *L)
{
    struct operation wish = {.kind = COLOR, .call.job = {.task = IMAGE_COLOR}};
    return begin(L, &wish, check_path(L, 1, "path"), NULL);
}

static uint32_t field_number(lua_State *L, const char *name, uint32_t fallback, uint32_t high)
{
    if (!push_field(L, 1, name))
        return fallback;
    lua_Number value = lua_type(L, -1) == LUA_TNUMBER ? lua_tonumber(L, -1) : 0;
    if (!(value >= 1 && value <= (lua_Number)high) || value != (lua_Number)(uint32_t)value)
        luaL_error(L, "bad argument #1: %s must be a whole number from 1 to %d", name, (int)high);
    lua_pop(L, 1);
    return (uint32_t)value;
}

static enum image_format field_format(lua_State *L)
{
    if (!push_field(L, 1, "format"))
        return IMAGE_WEBP;
    const char *name = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "";
    for (enum image_format format = IMAGE_JPEG; format <= IMAGE_AVIF; format++) {
        if (format != IMAGE_GIF && strcmp(name, image_format_name(format)) == 0) {
            lua_pop(L, 1);
            return format;
        }
    }
    return (enum image_format)luaL_error(L, "bad argument #1: format must be webp, avif, jpg or png");
}

static int image_thumbnail(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    struct operation wish = {.kind = THUMBNAIL, .call.job = {.task = IMAGE_THUMBNAIL}};
    struct image_job *job = &wish.call.job;
    job->width = field_number(L, "width", 0, IMAGE_SIDE_MOST);
    job->height = field_number(L, "height", 0, IMAGE_SIDE_MOST);
    job->format = field_format(L);
    job->quality = field_number(L, "quality", job->format == IMAGE_AVIF ? 50 : 80, 100);
    lua_getfield(L, 1, "crop");
    job->crop = lua_toboolean(L, -1) ? 1 : 0;
    if (job->width == 0)
        luaL_error(L, "bad argument #1: width must be given");
    if (job->crop != 0 && job->height == 0)
        luaL_error(L, "bad argument #1: crop needs a height");
    lua_getfield(L, 1, "from");
    lua_getfield(L, 1, "to");
    return begin(L, &wish, check_path(L, -2, "from"), check_path(L, -1, "to"));
}

static int image_helper(lua_State *L)
{
    int pid = image_helper_pid();
    if (pid == 0)
        return 0;
    lua_pushinteger(L, pid);
    return 1;
}

MODULE(image)
{
    static const luaL_Reg functions[] = {{"probe", image_probe},
                                         {"thumbnail", image_thumbnail},
                                         {"color", image_color},
                                         {"helper", image_helper},
                                         {NULL, NULL}};
    lua_newtable(L);
    luaL_register(L, NULL, functions);
    return 1;
}
