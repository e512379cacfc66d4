/* The body of a request while it arrives: counted against its limit, kept or streamed to temporary files, and checked to
 * be well formed before any page sees it. A refused body is read to its end but not kept. */
#include "request.h"

#include "canary.h"
#include "config.h"
#include "form.h"
#include "generation.h"
#include "log.h"
#include "multipart.h"
#include "utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <lauxlib.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

static const char malformed[] = "보낸 내용의 형식이 올바르지 않아요. 뒤로 가서 다시 시도해 주세요.";

static void refuse(struct request *request, unsigned status, const char *text)
{
    if (request->refused != 0)
        return;
    request->refused = status;
    if (text != NULL)
        snprintf(request->refusal, sizeof request->refusal, "%s", text);
}

void request_refuse_size(struct request *request)
{
    char text[160];
    size_t limit = request->limit;
    const char *unit = limit >= 1 << 20 ? "MB" : limit >= 1 << 10 ? "KB" : "바이트";
    size_t number = limit >= 1 << 20 ? limit >> 20 : limit >= 1 << 10 ? limit >> 10 : limit;
    snprintf(text, sizeof text, "보낸 내용이 너무 커요. 한 번에 %zu%s까지 보낼 수 있어요.", number, unit);
    refuse(request, 413, text);
}

static bool append(char **buffer, size_t *size, size_t *room, const char *bytes, size_t count)
{
    if (*size + count + 1 > *room) {
        size_t wanted = *room == 0 ? 1024 : *room;
        while (wanted < *size + count + 1)
            wanted *= 2;
        char *grown = realloc(*buffer, wanted);
        if (grown == NULL)
            return false;
        *buffer = grown;
        *room = wanted;
    }
    memcpy(*buffer + *size, bytes, count);
    *size += count;
    (*buffer)[*size] = '\0';
    return true;
}

/* ── Uploads: each file of a multipart body goes to a temporary file that is removed with the request ── */

static bool open_upload(struct request *request, const struct multipart_part *part)
{
    char path[PATH_MAX];
    const char *folder = config_data_folder();
    snprintf(path, sizeof path, "%s/uploads", folder);
    mkdir(folder, 0750);
    mkdir(path, 0700);
    snprintf(path, sizeof path, "%s/uploads/%s-XXXXXX", folder, request->id);
    int file = mkostemp(path, O_CLOEXEC);
    if (file < 0) {
        log_say(LOG_ERROR, "upload.open", "%s: %s", path, strerror(errno));
        refuse(request, 507, NULL);
        return false;
    }
    struct upload *upload = calloc(1, sizeof *upload);
    if (upload != NULL) {
        upload->field = strdup(part->name);
        upload->filename = strdup(part->filename);
        upload->type = strdup(part->type);
        upload->path = strdup(path);
    }
    if (upload == NULL || upload->field == NULL || upload->filename == NULL || upload->type == NULL ||
        upload->path == NULL)
        abort();
    request->file = file;
    upload->next = request->uploads;
    request->uploads = upload;
    return true;
}

static bool on_part(void *context, const struct multipart_part *part)
{
    struct request *request = context;
    if (part->filename != NULL && part->filename_length > 0)
        return open_upload(request, part);
    struct field *field = calloc(1, sizeof *field);
    if (field == NULL || (field->name = strdup(part->name)) == NULL)
        abort();
    if (!append(&field->value, &field->size, &field->room, "", 0))
        abort();
    field->next = request->fields; /* newest first while they arrive; turned round at the end */
    request->fields = field;
    return true;
}

static bool on_data(void *context, const char *bytes, size_t size)
{
    struct request *request = context;
    if (request->file < 0) {
        struct field *field = request->fields;
        return append(&field->value, &field->size, &field->room, bytes, size);
    }
    while (size > 0) {
        ssize_t written = write(request->file, bytes, size);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0) {
            log_say(LOG_ERROR, "upload.write", "%s: %s", request->uploads->path, strerror(errno));
            refuse(request, 507, NULL);
            return false;
        }
        bytes += written;
        size -= (size_t)written;
        request->uploads->size += (size_t)written;
    }
    return true;
}

static bool on_part_end(void *context)
{
    struct request *request = context;
    if (request->file >= 0)
        close(request->file);
    request->file = -1;
    return true;
}

static bool begin_multipart(struct request *request, const char *type)
{
    struct multipart_limits limits = multipart_usual;
    limits.total_bytes = request->limit;
    struct multipart_events events = {on_part, on_data, on_part_end, request};
    enum multipart_result why;
    request->multipart = multipart_new(type, &limits, &events, &why);
    return request->multipart != NULL;
}

/* Asks the generation what this address takes: { limit in bytes, kind } or nothing. */
void request_admit(struct request *request, size_t usual_limit)
{
    request->limit = usual_limit;
    request->kind = BODY_NONE;
    canary_assign(request);
    if (request->generation == NULL)
        return;
    const char *type = request_header(request, "Content-Type");
    lua_State *L = request->generation->vm->L;
    int top = lua_gettop(L);
    lua_rawgeti(L, LUA_REGISTRYINDEX, request->generation->admit_ref);
    lua_pushstring(L, request->method);
    lua_pushstring(L, request_path(request));
    lua_pushstring(L, type);
    lua_pushstring(L, request_header(request, "Host"));
    if (lua_pcall(L, 4, 2, 0) != 0) {
        log_say(LOG_ERROR, "admit.failed", "%s", lua_tostring(L, -1));
    } else if (lua_isnumber(L, -2)) {
        request->limit = (size_t)lua_tonumber(L, -2);
        const char *kind = lua_tostring(L, -1);
        if (kind != NULL && strcmp(kind, "raw") == 0)
            request->kind = BODY_RAW;
        else if (kind != NULL && type != NULL && strncasecmp(type, "application/x-www-form-urlencoded", 33) == 0)
            request->kind = BODY_FORM;
        else if (kind != NULL && strcmp(kind, "multipart") == 0 && type != NULL &&
                 strncasecmp(type, "multipart/form-data", 19) == 0 && begin_multipart(request, type))
            request->kind = BODY_MULTIPART;
        else
            request->refused = 415;
    }
    lua_settop(L, top);
}

/* ── Taking ── */

static void check_multipart(struct request *request, enum multipart_result result)
{
    if (result == MULTIPART_OK || request->refused != 0)
        return;
    log_begin(LOG_INFO, "request.multipart");
    log_text("request", request->id);
    log_text("problem", multipart_message(result));
    log_end();
    bool large = result == MULTIPART_TOO_LONG || result == MULTIPART_FIELD_TOO_LONG ||
                 result == MULTIPART_TOO_MANY_PARTS || result == MULTIPART_HEADERS_TOO_LONG;
    refuse(request, large ? 413 : 400, large ? "한 번에 보낼 수 있는 양을 넘었어요. 나누어 보내 주세요." : malformed);
}

void request_take(struct request *request, const char *bytes, size_t size)
{
    request->received += size;
    if (request->received > request->limit)
        request_refuse_size(request);
    if (request->refused != 0 || request->kind == BODY_NONE)
        return;
    if (request->kind == BODY_MULTIPART)
        check_multipart(request, multipart_feed(request->multipart, bytes, size));
    else if (!append(&request->body, &request->body_size, &request->body_room, bytes, size))
        refuse(request, 507, NULL);
}

static bool ignore_pair(void *context, const char *name, size_t name_length, const char *value, size_t value_length)
{
    (void)context;
    (void)name;
    (void)name_length;
    (void)value;
    (void)value_length;
    return true;
}

/* Reads it once as a page will, on a copy, because reading decodes in place. */
static void check_pairs(struct request *request, const char *text, size_t size)
{
    char small[2048];
    char *copy = size <= sizeof small ? small : malloc(size);
    if (copy == NULL) {
        refuse(request, 507, NULL);
        return;
    }
    memcpy(copy, text, size);
    enum form_result result = form_parse(copy, size, ignore_pair, NULL, FORM_MOST_PAIRS);
    if (copy != small)
        free(copy);
    if (result == FORM_OK)
        return;
    log_begin(LOG_INFO, "request.form");
    log_text("request", request->id);
    log_text("problem", form_message(result));
    log_end();
    refuse(request, 400, malformed);
}

void request_check_query(struct request *request)
{
    if (request->refused == 0 && request->query[0] != '\0')
        check_pairs(request, request->query, strlen(request->query));
}

/* A field's bytes are checked here, whole: a character may have been cut by the network. */
static void check_fields(struct request *request)
{
    struct field *ordered = NULL;
    while (request->fields != NULL) {
        struct field *field = request->fields;
        request->fields = field->next;
        field->next = ordered;
        ordered = field;
        if (!utf8_valid(field->value, field->size) || memchr(field->value, '\0', field->size) != NULL)
            refuse(request, 400, malformed);
    }
    request->fields = ordered;
}

void request_body_end(struct request *request)
{
    if (request->refused != 0)
        return;
    if (request->kind == BODY_FORM && request->body_size > 0) {
        check_pairs(request, request->body, request->body_size);
    } else if (request->kind == BODY_MULTIPART) {
        check_multipart(request, multipart_end(request->multipart));
        check_fields(request);
    }
}
