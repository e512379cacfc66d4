#include "static.h"

#include "coding.h"
#include "config.h"
#include "precondition.h"

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

static const struct {
    const char *name, *suffix, *mark; /* the coding's, of its file, and in its tag */
} codings[CODINGS] = {{"identity", "", ""}, {"gzip", ".gz", "-gz"}, {"br", ".br", "-br"}};

/* One coding of an asset. The same bytes get the same tag, so each coding has its own. */
struct variant {
    char etag[48];
    void *bytes;
    size_t size;
    struct MHD_Response *response, *unchanged; /* 200 and 304; NULL: there is no such variant */
};

struct asset {
    struct asset *next;
    char path[PATH_MOST];
    char facts[40]; /* size and time of the file, from which the tags are made */
    const char *type, *caching;
    time_t modified;
    struct variant variants[CODINGS];
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

/* name-XXXXXXXX.ext, eight letters and digits of hash as static/build.mjs writes them: into all names but the manifest's. */
static bool carries_hash(const char *path)
{
    const char *dot = strrchr(path, '.');
    if (dot == NULL || dot - path < 10 || dot[-9] != '-')
        return false;
    for (const char *c = dot - 8; c < dot; c++)
        if (!((*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9')))
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

static struct MHD_Response *respond(const struct asset *asset, enum coding coding, bool unchanged)
{
    const struct variant *variant = &asset->variants[coding];
    struct MHD_Response *response = MHD_create_response_from_buffer(
        unchanged ? 0 : variant->size, unchanged ? (void *)(uintptr_t) "" : variant->bytes, MHD_RESPMEM_PERSISTENT);
    if (response == NULL)
        abort();
    MHD_add_response_header(response, "ETag", variant->etag);
    MHD_add_response_header(response, "Vary", "Accept-Encoding");
    MHD_add_response_header(response, "Cache-Control", asset->caching);
    if (unchanged)
        return response;
    char date[PRECONDITION_DATE];
    precondition_date(date, asset->modified);
    MHD_add_response_header(response, "Content-Type", asset->type);
    MHD_add_response_header(response, "Last-Modified", date);
    MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
    if (coding != IDENTITY)
        MHD_add_response_header(response, "Content-Encoding", codings[coding].name);
    return response;
}

static void map_variant(struct asset *asset, enum coding coding, const char *file)
{
    int descriptor = open(file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    struct stat facts;
    if (descriptor < 0)
        return;
    if (fstat(descriptor, &facts) == 0 && S_ISREG(facts.st_mode) && facts.st_size > 0) {
        void *bytes = mmap(NULL, (size_t)facts.st_size, PROT_READ, MAP_PRIVATE, descriptor, 0);
        struct variant *variant = &asset->variants[coding];
        if (bytes != MAP_FAILED) {
            variant->bytes = bytes;
            variant->size = (size_t)facts.st_size;
            snprintf(variant->etag, sizeof variant->etag, "\"%s%s\"", asset->facts, codings[coding].mark);
            variant->response = respond(asset, coding, false);
            variant->unchanged = respond(asset, coding, true);
        }
    }
    close(descriptor);
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
    snprintf(file, sizeof file, "%s/" STATIC_FOLDER "/%s", config_root(), path);
    if (type == NULL || stat(file, &facts) != 0 || !S_ISREG(facts.st_mode))
        return NULL;
    struct asset *asset = calloc(1, sizeof *asset);
    if (asset == NULL)
        return NULL;
    snprintf(asset->path, sizeof asset->path, "%s", path);
    snprintf(asset->facts, sizeof asset->facts, "%llx-%llx", (unsigned long long)facts.st_size,
             (unsigned long long)facts.st_mtim.tv_sec * 1000U + (unsigned long long)facts.st_mtim.tv_nsec / 1000000U);
    asset->type = type;
    asset->caching = carries_hash(path) ? "public, max-age=31536000, immutable" : "no-cache";
    asset->modified = facts.st_mtim.tv_sec;
    size_t end = strlen(file);
    for (enum coding coding = IDENTITY; coding < CODINGS; coding++) {
        snprintf(file + end, sizeof file - end, "%s", codings[coding].suffix);
        map_variant(asset, coding, file);
    }
    asset->next = table[slot];
    table[slot] = asset;
    return asset;
}

/* What the client likes best of what there is; the smaller of two that it likes the same. */
static enum coding choose(const struct asset *asset, const char *accept)
{
    enum coding chosen = IDENTITY;
    unsigned most = coding_weight(accept, codings[IDENTITY].name);
    for (enum coding coding = GZIP; coding < CODINGS; coding++) {
        unsigned weight = coding_weight(accept, codings[coding].name);
        if (asset->variants[coding].response != NULL && weight > 0 && weight >= most) {
            chosen = coding;
            most = weight;
        }
    }
    return chosen;
}

bool static_answer(struct request *request)
{
    static const char prefix[] = "/static/";
    const char *path = request_path(request);
    if (strncmp(path, prefix, sizeof prefix - 1) != 0 || (strcmp(request->method, "GET") != 0 && !request->is_head))
        return false;
    path += sizeof prefix - 1;
    struct asset *asset = is_plain(path) ? find(path) : NULL;
    if (asset == NULL || asset->variants[IDENTITY].response == NULL)
        return false;
    enum coding coding = choose(asset, request_header(request, "Accept-Encoding"));
    const struct variant *variant = &asset->variants[coding];
    bool known = precondition_met(request_header(request, "If-None-Match"),
                                  request_header(request, "If-Modified-Since"), variant->etag, asset->modified);
    request->shared_response = !request->closing; /* an answer that closes says so, and is one of its own */
    request->response = request->closing ? respond(asset, coding, known)
                        : known          ? variant->unchanged
                                         : variant->response;
    request->status = known ? 304 : 200;
    request->bytes = known ? 0 : variant->size;
    return true;
}

void static_forget(void)
{
    for (size_t i = 0; i < SLOTS; i++) {
        while (table[i] != NULL) {
            struct asset *asset = table[i];
            table[i] = asset->next;
            for (size_t coding = 0; coding < CODINGS; coding++) {
                struct variant *variant = &asset->variants[coding];
                /* An answer under way still reads the pages: they stay mapped; only a rebuild in development gets
                 * here. */
                if (variant->response == NULL)
                    continue;
                MHD_destroy_response(variant->response);
                MHD_destroy_response(variant->unchanged);
            }
            free(asset);
        }
    }
}
