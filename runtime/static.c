#include "static.h"

#include "config.h"
#include "response.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SLOTS = 1024, PATH_MOST = 200 };
enum coding { IDENTITY, GZIP, BROTLI, CODINGS };

struct body {
    void *bytes;
    size_t size;
    struct MHD_Response *response; /* NULL: there is no such variant */
};

struct asset {
    struct asset *next;
    char path[PATH_MOST];
    char etag[40];
    bool immutable;
    struct body bodies[CODINGS];
};

static struct asset *table[SLOTS];

static unsigned slot_of(const char *path)
{
    unsigned hash = 2166136261U;
    for (const char *c = path; *c != '\0'; c++)
        hash = (hash ^ (unsigned char)*c) * 16777619U;
    return hash % SLOTS;
}

static const char *type_of(const char *path)
{
    static const char *const types[][2] = {{".css", "text/css; charset=utf-8"},
                                           {".js", "text/javascript; charset=utf-8"},
                                           {".svg", "image/svg+xml"},
                                           {".woff2", "font/woff2"},
                                           {".webp", "image/webp"},
                                           {".avif", "image/avif"},
                                           {".png", "image/png"},
                                           {".jpg", "image/jpeg"},
                                           {".ico", "image/x-icon"},
                                           {".json", "application/json; charset=utf-8"},
                                           {".webmanifest", "application/manifest+json; charset=utf-8"},
                                           {".txt", "text/plain; charset=utf-8"}};
    const char *dot = strrchr(path, '.');
    for (size_t i = 0; dot != NULL && i < sizeof types / sizeof *types; i++)
        if (strcmp(dot, types[i][0]) == 0)
            return types[i][1];
    return NULL;
}

/* name-XXXXXXXX.ext, eight characters of hash as the asset build writes them. */
static bool carries_hash(const char *path)
{
    const char *dot = strrchr(path, '.');
    if (dot == NULL || dot - path < 10 || dot[-9] != '-')
        return false;
    for (const char *c = dot - 8; c < dot; c++)
        if (!((*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9')))
            return false;
    return true;
}

/* Letters, digits and -_./ only, no dot at the start of a part: nothing that could leave the folder. */
static bool is_plain(const char *path)
{
    size_t length = strlen(path);
    if (length == 0 || length >= PATH_MOST)
        return false;
    for (const char *c = path; *c != '\0'; c++) {
        bool fine = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9') || *c == '-' ||
                    *c == '_' || *c == '/' || *c == '.';
        if (!fine || (*c == '.' && (c == path || c[-1] == '/')))
            return false;
    }
    return true;
}

static void map_body(struct body *body, const char *file, const char *type, const char *coding,
                     const struct asset *asset)
{
    int descriptor = open(file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    struct stat facts;
    if (descriptor < 0)
        return;
    if (fstat(descriptor, &facts) == 0 && S_ISREG(facts.st_mode) && facts.st_size > 0) {
        void *bytes = mmap(NULL, (size_t)facts.st_size, PROT_READ, MAP_PRIVATE, descriptor, 0);
        if (bytes != MAP_FAILED) {
            body->bytes = bytes;
            body->size = (size_t)facts.st_size;
            body->response = MHD_create_response_from_buffer(body->size, bytes, MHD_RESPMEM_PERSISTENT);
        }
    }
    close(descriptor);
    if (body->response == NULL)
        return;
    MHD_add_response_header(body->response, "Content-Type", type);
    MHD_add_response_header(body->response, "ETag", asset->etag);
    MHD_add_response_header(body->response, "Vary", "Accept-Encoding");
    MHD_add_response_header(body->response, "X-Content-Type-Options", "nosniff");
    MHD_add_response_header(body->response, "Cache-Control",
                            asset->immutable ? "public, max-age=31536000, immutable" : "no-cache");
    if (coding != NULL)
        MHD_add_response_header(body->response, "Content-Encoding", coding);
}

static struct asset *find(const char *path)
{
    unsigned slot = slot_of(path);
    for (struct asset *asset = table[slot]; asset != NULL; asset = asset->next)
        if (strcmp(asset->path, path) == 0)
            return asset;
    const char *type = type_of(path);
    char file[PATH_MAX];
    struct stat facts;
    snprintf(file, sizeof file, "%s/build/static/%s", config_root(), path);
    if (type == NULL || stat(file, &facts) != 0 || !S_ISREG(facts.st_mode))
        return NULL;
    struct asset *asset = calloc(1, sizeof *asset);
    if (asset == NULL)
        return NULL;
    snprintf(asset->path, sizeof asset->path, "%s", path);
    snprintf(asset->etag, sizeof asset->etag, "\"%llx-%llx\"", (unsigned long long)facts.st_size,
             (unsigned long long)facts.st_mtim.tv_sec * 1000U + (unsigned long long)facts.st_mtim.tv_nsec / 1000000U);
    asset->immutable = carries_hash(path);
    size_t end = strlen(file);
    map_body(&asset->bodies[IDENTITY], file, type, NULL, asset);
    snprintf(file + end, sizeof file - end, ".gz");
    map_body(&asset->bodies[GZIP], file, type, "gzip", asset);
    snprintf(file + end, sizeof file - end, ".br");
    map_body(&asset->bodies[BROTLI], file, type, "br", asset);
    asset->next = table[slot];
    table[slot] = asset;
    return asset;
}

/* Whether the client takes a coding: named in Accept-Encoding as a word of its own and not with q=0. */
static bool accepts(const char *header, const char *coding)
{
    size_t length = strlen(coding);
    for (const char *at = header; at != NULL && (at = strstr(at, coding)) != NULL; at += length) {
        bool starts = at == header || at[-1] == ' ' || at[-1] == ',';
        const char *rest = at + length;
        if (starts && (*rest == '\0' || *rest == ',' || *rest == ' ' || *rest == ';'))
            return strncmp(rest, ";q=0", 4) != 0 || rest[4] == '.';
    }
    return false;
}

bool static_answer(struct request *request)
{
    static const char prefix[] = "/static/";
    const char *path = request_path(request);
    if (strncmp(path, prefix, sizeof prefix - 1) != 0 || (strcmp(request->method, "GET") != 0 && !request->is_head))
        return false;
    path += sizeof prefix - 1;
    struct asset *asset = is_plain(path) ? find(path) : NULL;
    if (asset == NULL || asset->bodies[IDENTITY].response == NULL)
        return false;
    const char *known = request_header(request, "If-None-Match");
    if (known != NULL && strstr(known, asset->etag) != NULL) {
        struct MHD_Response *response =
            MHD_create_response_from_buffer(0, (void *)(uintptr_t) "", MHD_RESPMEM_PERSISTENT);
        MHD_add_response_header(response, "ETag", asset->etag);
        MHD_add_response_header(response, "Cache-Control",
                                asset->immutable ? "public, max-age=31536000, immutable" : "no-cache");
        request->response = response;
        request->status = 304;
        return true;
    }
    const char *accept = request_header(request, "Accept-Encoding");
    enum coding coding = asset->bodies[BROTLI].response != NULL && accepts(accept, "br")   ? BROTLI
                         : asset->bodies[GZIP].response != NULL && accepts(accept, "gzip") ? GZIP
                                                                                           : IDENTITY;
    request->response = asset->bodies[coding].response;
    request->shared_response = true;
    request->status = 200;
    request->bytes = asset->bodies[coding].size;
    return true;
}

void static_forget(void)
{
    for (size_t i = 0; i < SLOTS; i++) {
        while (table[i] != NULL) {
            struct asset *asset = table[i];
            table[i] = asset->next;
            for (size_t coding = 0; coding < CODINGS; coding++) {
                struct body *body = &asset->bodies[coding];
                /* An answer under way still reads the pages: they stay mapped; only a rebuild in development gets
                 * here. */
                if (body->response != NULL)
                    MHD_destroy_response(body->response);
            }
            free(asset);
        }
    }
}
