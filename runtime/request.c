#include "request.h"

#include "multipart.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

static uint64_t nanoseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000U + (uint64_t)now.tv_nsec;
}

/* Ten letters and digits that a shopper can read out on the phone: no 0, 1, I, L, O or U. Unguessable is not
 * needed, unique is: a random start for the process, then a counter, both scrambled by a splitmix step. */
static void make_id(char id[17])
{
    static const char letters[] = "23456789ABCDEFGHJKMNPQRSTVWXYZ23";
    static uint64_t state;
    if (state == 0 && getrandom(&state, sizeof state, 0) != (ssize_t)sizeof state)
        state = nanoseconds() ^ (uint64_t)getpid() << 32;
    state += 0x9e3779b97f4a7c15U;
    uint64_t x = state;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9U;
    x = (x ^ x >> 27) * 0x94d049bb133111ebU;
    x ^= x >> 31;
    for (int i = 0; i < 10; i++) {
        id[i] = letters[x & 31];
        x >>= 5;
    }
    id[10] = '\0';
}

struct request *request_new(const char *target)
{
    struct request *request = calloc(1, sizeof *request);
    if (request == NULL)
        return NULL;
    size_t length = strlen(target);
    request->target = malloc(length + 2);
    if (request->target == NULL) {
        free(request);
        return NULL;
    }
    memcpy(request->target, target, length + 1);
    request->raw_target = target;
    request->target_length = length;
    char *mark = memchr(request->target, '?', length);
    request->path_length = mark != NULL ? (size_t)(mark - request->target) : length;
    request->query = mark != NULL ? mark + 1 : request->target + length;
    if (mark != NULL)
        *mark = '\0';
    request->file = -1;
    request->notes = request->few_notes;
    request->began = nanoseconds();
    make_id(request->id);
    return request;
}

void request_free(struct request *request)
{
    request_forget(request);
    if (request->response != NULL && !request->shared_response)
        MHD_destroy_response(request->response);
    if (request->file >= 0)
        close(request->file);
    while (request->uploads != NULL) {
        struct upload *upload = request->uploads;
        request->uploads = upload->next;
        if (upload->path != NULL)
            unlink(upload->path);
        free(upload->field);
        free(upload->filename);
        free(upload->type);
        free(upload->path);
        free(upload);
    }
    multipart_free(request->multipart);
    while (request->fields != NULL) {
        struct field *field = request->fields;
        request->fields = field->next;
        free(field->name);
        free(field->value);
        free(field);
    }
    if (request->notes != request->few_notes)
        free(request->notes);
    free(request->body);
    free(request->target);
    free(request);
}

const char *request_id(const void *request)
{
    return ((const struct request *)request)->id;
}

const char *request_header(const struct request *request, const char *name)
{
    return MHD_lookup_connection_value(request->connection, MHD_HEADER_KIND, name);
}

const char *request_path(const struct request *request)
{
    return request->target;
}

void request_forget(struct request *request)
{
    if (request->handle != NULL) {
        *request->handle = NULL;
        request->handle = NULL;
    }
}
