/* One request, from its first line to its last byte: what arrived, the task that answers it, and the answer until it
 * is queued. Made when libmicrohttpd has read the request line, freed when it is done with the request; the Lua
 * handle that a page holds only points here and is cleared first, so a handle kept too long raises "request is
 * over". */
#ifndef SIJANG_REQUEST_H
#define SIJANG_REQUEST_H

#include "guard.h"
#include "shared.h"

#include <lua.h>
#include <microhttpd.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct task;
struct generation;
struct multipart;

enum request_stage { REQUEST_HEAD, REQUEST_BODY, REQUEST_RUNNING, REQUEST_ANSWERED };
enum body_kind { BODY_NONE, BODY_RAW, BODY_FORM, BODY_MULTIPART };

struct upload {
    struct upload *next;
    char *field, *filename, *type, *path;
    size_t size;
};

struct field {
    struct field *next;
    char *name, *value;
    size_t size, room;
};

struct peer; /* one connection; connection.h */

struct request {
    struct MHD_Connection *connection;
    struct peer *peer;
    enum request_stage stage;
    char *target; /* path, NUL, query; both as sent */
    size_t path_length, target_length;
    const char *raw_target; /* the same in the library's buffer, for the guard only */
    const char *method, *query;
    char id[17];
    char ip[46];
    bool https, is_head, closing, suspended, aborted;
    uint64_t began; /* nanoseconds, CLOCK_MONOTONIC */
    struct generation *generation;
    unsigned generation_number; /* the one that answered, for the log */
    unsigned epoch;             /* in which it began, if a release was tried then; else 0 */
    enum version version;       /* that it got then */
    char release[13];           /* the release that it is of, shortened; empty: the tree's own logic */
    struct task *task;

    /* body */
    enum body_kind kind;
    struct guard_body announced;
    size_t limit, received;
    char *body;
    size_t body_size, body_room;
    struct multipart *multipart;
    struct upload *uploads;
    int file;             /* of the upload being received, -1: none */
    unsigned refused;     /* a status that is answered once the body has been drained;
                       0: none */
    char refusal[160];    /* its sentence; empty: the status's usual one */
    struct field *fields; /* multipart's plain fields, in the order they came */

    /* answer */
    struct MHD_Response *response;
    bool shared_response; /* it belongs to static.c: sent as it is, never
                           destroyed here */
    unsigned status;
    size_t bytes;
    struct request **handle; /* the Lua userdata that points here */
    char *notes; /* access log fields as JSON, ",\"route\":…": few_notes, or allocated when that is too small */
    char few_notes[256]; /* what nearly every request needs, at no allocation */
    size_t notes_size;
    struct request *next_waiting, **link_waiting;
};

struct request *request_new(const char *target);
void request_free(struct request *request);

const char *request_id(const void *request);
const char *request_header(const struct request *request, const char *name);
const char *request_path(const struct request *request);

/* Refuses the request with 413 and its limit in words. */
void request_refuse_size(struct request *request);
/* Takes bytes of the body; afterwards request->refused may be set. */
void request_take(struct request *request, const char *bytes, size_t size);
/* Asks the current generation, which the request holds from now on, what body this address takes: sets limit and kind, or
 * refuses with 415. */
void request_admit(struct request *request, size_t usual_limit);
/* Sets request->refused to 400 unless the query is well formed. */
void request_check_query(struct request *request);
/* The whole body is here. */
void request_body_end(struct request *request);

/* Pushes the Lua handle of a request, and takes it away from whoever kept it. */
void request_push(lua_State *L, struct request *request);
void request_forget(struct request *request);

#endif
