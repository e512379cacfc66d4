#include "response.h"

#include "coding.h"
#include "log.h"
#include "precondition.h"

#include <fcntl.h>
#include <lauxlib.h>
#include <libdeflate.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

/* The fastest level, and no brotli, which packs static files when they are built: of the front page (49 KB) gzip makes
 * 9.0 KB in 0.11 ms; brotli makes more of it in that time, 8.2 KB (quality 4) in 0.39 ms and 7.6 KB (5) in 0.59 ms; of a
 * product's page (23 KB) 6.9 KB in 0.06 ms, against 6.6 KB in 0.33 ms and 5.8 KB in 0.43 ms. */
enum { COMPRESS_FROM = 1024, GZIP_LEVEL = 1 };

static bool compressible(const char *type)
{
    return type != NULL && (strncmp(type, "text/", 5) == 0 || strncmp(type, "application/json", 16) == 0 ||
                            strncmp(type, "application/xml", 15) == 0 || strncmp(type, "image/svg", 9) == 0);
}

/* A body made smaller, or NULL when that did not pay. */
static struct MHD_Response *gzip_response(const char *body, size_t size, size_t *packed)
{
    static struct libdeflate_compressor *compressor;
    if (compressor == NULL)
        compressor = libdeflate_alloc_compressor(GZIP_LEVEL);
    if (compressor == NULL)
        return NULL;
    char *out = malloc(size);
    if (out == NULL)
        return NULL;
    *packed = libdeflate_gzip_compress(compressor, body, size, out, size - size / 16);
    if (*packed == 0) {
        free(out);
        return NULL;
    }
    struct MHD_Response *response = MHD_create_response_from_buffer(*packed, out, MHD_RESPMEM_MUST_FREE);
    if (response == NULL)
        free(out);
    return response;
}

static uint64_t fingerprint(const char *bytes, size_t size)
{
    uint64_t hash = 0xcbf29ce484222325U;
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ (unsigned char)bytes[i]) * 0x100000001b3U;
    return hash ^ size;
}

static void put(struct request *request, struct MHD_Response *response, unsigned status, size_t bytes)
{
    if (request->response != NULL)
        MHD_destroy_response(request->response);
    request->response = response;
    request->status = status;
    request->bytes = bytes;
}

/* The header of that name in a flat array of names and values at `table`, or NULL. */
static const char *find_header(lua_State *L, int table, const char *name)
{
    int n = (int)lua_objlen(L, table);
    for (int i = 1; i < n; i += 2) {
        lua_rawgeti(L, table, i);
        lua_rawgeti(L, table, i + 1);
        const char *key = lua_tostring(L, -2), *value = lua_tostring(L, -1);
        bool found = key != NULL && value != NULL && strcasecmp(key, name) == 0;
        lua_pop(L, 2); /* the strings stay alive: the table holds them */
        if (found)
            return value;
    }
    return NULL;
}

/* All of them but an empty ETag, which asks for one. */
static bool add_headers(lua_State *L, int table, struct MHD_Response *response, const char **bad)
{
    int n = (int)lua_objlen(L, table);
    for (int i = 1; i < n; i += 2) {
        lua_rawgeti(L, table, i);
        lua_rawgeti(L, table, i + 1);
        const char *key = lua_tostring(L, -2), *value = lua_tostring(L, -1);
        bool tag_wanted = key != NULL && value != NULL && *value == '\0' && strcasecmp(key, "ETag") == 0;
        bool fine =
            tag_wanted || (key != NULL && value != NULL && MHD_add_response_header(response, key, value) == MHD_YES);
        if (!fine)
            *bad = key;
        lua_pop(L, 2);
        if (!fine)
            return false;
    }
    return true;
}

static struct MHD_Response *file_response(const char *path, size_t *size)
{
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    struct stat facts;
    if (file < 0)
        return NULL;
    if (fstat(file, &facts) != 0 || !S_ISREG(facts.st_mode)) {
        close(file);
        return NULL;
    }
    *size = (size_t)facts.st_size;
    return MHD_create_response_from_fd64((uint64_t)facts.st_size, file);
}

static void broken(struct request *request, const char *what)
{
    log_begin(LOG_ERROR, "response.malformed");
    log_text("request", request->id);
    log_text("path", request_path(request));
    log_text("problem", what);
    log_end();
    response_page(request, 500, NULL);
}

/* A body as one run of bytes: a string as it lies in Lua, or a list of strings put together. */
struct body {
    const char *bytes;
    size_t size;
    char *made; /* ours to free; NULL: Lua's */
};

/* False when the value at `at` is neither nil, a string nor a list of strings. */
static bool take_body(lua_State *L, int at, struct body *body)
{
    *body = (struct body){.bytes = ""};
    if (lua_type(L, at) == LUA_TSTRING) {
        body->bytes = lua_tolstring(L, at, &body->size);
        return true;
    }
    if (!lua_istable(L, at))
        return lua_isnil(L, at);
    int count = (int)lua_objlen(L, at);
    for (int i = 1; i <= count; i++) {
        lua_rawgeti(L, at, i);
        bool text = lua_type(L, -1) == LUA_TSTRING;
        body->size += text ? lua_objlen(L, -1) : 0;
        lua_pop(L, 1);
        if (!text)
            return false;
    }
    char *to = body->made = malloc(body->size + 1);
    if (to == NULL)
        abort();
    body->bytes = body->made;
    for (int i = 1; i <= count; i++) {
        size_t length;
        lua_rawgeti(L, at, i);
        const char *text = lua_tolstring(L, -1, &length);
        memcpy(to, text, length);
        to += length;
        lua_pop(L, 1);
    }
    return true;
}

static struct MHD_Response *plain_response(struct body *body)
{
    enum MHD_ResponseMemoryMode mode = body->made != NULL ? MHD_RESPMEM_MUST_FREE : MHD_RESPMEM_MUST_COPY;
    struct MHD_Response *response = MHD_create_response_from_buffer(body->size, (void *)(uintptr_t)body->bytes, mode);
    if (response == NULL)
        abort();
    body->made = NULL;
    return response;
}

static bool would_pack(const struct request *request)
{
    const char *accept = request_header(request, "Accept-Encoding");
    unsigned weight = coding_weight(accept, "gzip");
    return weight > 0 && weight >= coding_weight(accept, "identity");
}

/* The answer with a body made by the page: packed where it pays and the client takes it. */
static struct MHD_Response *text_response(const struct request *request, struct body *body, bool pays)
{
    struct MHD_Response *response = NULL;
    if (pays && would_pack(request)) {
        size_t packed;
        response = gzip_response(body->bytes, body->size, &packed);
        if (response != NULL) {
            body->size = packed;
            MHD_add_response_header(response, "Content-Encoding", "gzip");
        }
    }
    return response != NULL ? response : plain_response(body);
}

/* Names the file of { file = path }, or NULL. The string stays alive in its table. */
static const char *file_of(lua_State *L, int at)
{
    if (!lua_istable(L, at))
        return NULL;
    lua_getfield(L, at, "file");
    const char *path = lua_tostring(L, -1);
    lua_pop(L, 1);
    return path;
}

void response_from_lua(struct request *request, lua_State *L, int results)
{
    int top = lua_gettop(L);
    int status_at = top - results + 1, headers_at = status_at + 1, body_at = status_at + 2;
    lua_settop(L, top < body_at ? body_at : top);
    lua_Integer status = lua_tointeger(L, status_at);
    if (results < 1 || status < 200 || status > 599) {
        broken(request, "handle returned no status from 200 to 599");
        return;
    }
    if (!lua_istable(L, headers_at)) {
        lua_newtable(L);
        lua_replace(L, headers_at);
    }
    struct MHD_Response *response;
    struct body body = {.bytes = ""};
    char made_tag[32];
    const char *tag = find_header(L, headers_at, "ETag"), *path = file_of(L, body_at);
    if (path == NULL && !take_body(L, body_at, &body)) {
        broken(request, "the body is neither a string, a list of strings nor a file");
        return;
    }
    if (tag != NULL && *tag == '\0') { /* the page asks for one made of its body */
        snprintf(made_tag, sizeof made_tag, "W/\"%016llx\"", (unsigned long long)fingerprint(body.bytes, body.size));
        tag = made_tag;
    }
    bool pays = path == NULL && body.size >= COMPRESS_FROM &&
                compressible(find_header(L, headers_at, "Content-Type")) &&
                find_header(L, headers_at, "Content-Encoding") == NULL;
    if (status == 200 && tag != NULL && precondition_met(request_header(request, "If-None-Match"), NULL, tag, 0)) {
        status = 304;
        free(body.made);
        body = (struct body){.bytes = ""};
        response = plain_response(&body);
    } else if (path != NULL) {
        response = file_response(path, &body.size);
    } else {
        response = text_response(request, &body, pays);
        free(body.made);
    }
    if (response == NULL) {
        broken(request, "the file of the answer cannot be read");
        return;
    }
    const char *bad = NULL;
    if (pays)
        MHD_add_response_header(response, "Vary", "Accept-Encoding");
    if (tag == made_tag)
        MHD_add_response_header(response, "ETag", made_tag);
    if (!add_headers(L, headers_at, response, &bad)) {
        MHD_destroy_response(response);
        char what[200];
        snprintf(what, sizeof what, "the header %s cannot be sent", bad != NULL ? bad : "(not a string)");
        broken(request, what);
        return;
    }
    put(request, response, (unsigned)status, body.size);
}

void response_text(struct request *request, unsigned status, const char *type, const char *text, size_t size)
{
    struct MHD_Response *response =
        MHD_create_response_from_buffer(size, (void *)(uintptr_t)text, MHD_RESPMEM_MUST_COPY);
    if (response == NULL)
        abort();
    MHD_add_response_header(response, "Content-Type", type);
    MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
    MHD_add_response_header(response, "Cache-Control", "no-store");
    put(request, response, status, size);
}

/* They promise nothing: what became of the request before it failed is not known here. */
static const char *sentence(unsigned status)
{
    switch (status) {
    case 400:
        return "보낸 요청을 이해하지 못했어요. 주소를 다시 확인해 주세요.";
    case 413:
        return "보낸 내용이 너무 커요.";
    case 415:
        return "이 주소에서 받지 않는 형식이에요.";
    case 417:
        return "요청의 Expect 항목을 지원하지 않아요.";
    case 431:
        return "요청 머리글이 너무 커요. 쿠키를 지우고 다시 시도해 주세요.";
    case 501:
        return "지원하지 않는 요청 방식이에요.";
    case 503:
        return "지금은 답할 수 없어요. 잠시 후 다시 시도해 주세요.";
    case 505:
        return "지원하지 않는 HTTP 버전이에요.";
    case 507:
        return "저장 공간이 부족해요. 잠시 후 다시 시도해 주세요.";
    default:
        return "예상하지 못한 문제가 생겼어요. 잠시 후 다시 시도해 주세요.";
    }
}

void response_page(struct request *request, unsigned status, const char *text)
{
    char page[2048];
    int size = snprintf(page, sizeof page,
                        "<!doctype html><html lang=\"ko\"><meta charset=\"utf-8\">"
                        "<meta name=\"viewport\" content=\"width=device-width\"><title>%u</title>"
                        "<body><main><h1>%u</h1><p>%s</p><p>문의하실 때 이 번호를 알려 주세요: <b>%s</b></p>"
                        "<p><a href=\"/\">처음으로</a></p></main>",
                        status, status, text != NULL ? text : sentence(status), request->id);
    response_text(request, status, "text/html; charset=utf-8", page, (size_t)size);
    if (status == 503)
        MHD_add_response_header(request->response, "Retry-After", "2");
}

enum MHD_Result response_send(struct request *request)
{
    struct MHD_Response *response = request->response;
    if (!request->shared_response)
        MHD_add_response_header(response, "X-Request-Id", request->id);
    if (!request->shared_response && request->release[0] != '\0')
        MHD_add_response_header(response, "X-Release", request->release);
    if (request->closing && !request->shared_response)
        MHD_add_response_header(response, "Connection", "close");
    return MHD_queue_response(request->connection, request->status, response);
}
