#include "http.h"

#include "canary.h"
#include "config.h"
#include "connection.h"
#include "generation.h"
#include "log.h"
#include "loop.h"
#include "metrics.h"
#include "peer.h"
#include "request.h"
#include "response.h"
#include "shared.h"
#include "static.h"
#include "task.h"
#include "waiting.h"

#include <errno.h>
#include <lauxlib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

enum {
    POOL_BYTES = 32 * 1024, /* of a connection, cleared on every request: 128 KB would halve the rate */
    HEAD_MOST = 12 * 1024,  /* cookies are kept twice, and the answer's own headers want room as well */
    SWEEP_MS = 500,
    DRAIN_MOST = 4 * 1024 * 1024 /* of a refused body is read, so that the client sees the answer */
};

static struct MHD_Daemon *daemon_;
static uv_poll_t epoll_watch;
static uv_check_t after_io;
static uv_idle_t busy;
static uv_timer_t sweeper;
static bool run_needed, draining;
static uint64_t deadline_ms;
static size_t default_limit;
static struct worker_slot *slot;

/* ── Running the library ── */

static void keep_busy(uv_idle_t *idle);

static void run(void)
{
    run_needed = false;
    MHD_run(daemon_);
    MHD_UNSIGNED_LONG_LONG wait;
    bool now = MHD_get_timeout(daemon_, &wait) == MHD_YES && wait == 0;
    if (now)
        uv_idle_start(&busy, keep_busy);
    else
        uv_idle_stop(&busy);
}

static void keep_busy(uv_idle_t *idle)
{
    (void)idle;
    run();
}

static void readable(uv_poll_t *watch, int status, int events)
{
    (void)watch;
    (void)status;
    (void)events;
    run();
}

/* Answers of tasks that other callbacks of this turn finished go out together. */
static void after_callbacks(uv_check_t *check)
{
    (void)check;
    if (run_needed)
        run();
}

/* ── The task of a request ── */

static void release_generation(struct request *request)
{
    if (request->generation != NULL) {
        generation_release(request->generation);
        request->generation = NULL;
    }
}

static void log_failure(struct request *request, lua_State *co)
{
    const char *message = lua_tostring(co, -1);
    if (message == NULL && luaL_callmeta(co, -1, "__tostring"))
        message = lua_tostring(co, -1);
    luaL_traceback(co, co, message, 0);
    log_begin(LOG_ERROR, "request.failed");
    log_text("request", request->id);
    log_text("method", request->method);
    log_text("path", request_path(request));
    log_text("error", lua_tostring(co, -1));
    log_end();
}

static void task_ended(void *context, enum task_end end, lua_State *co, int results)
{
    struct request *request = context;
    request->task = NULL;
    request_forget(request);
    if (end == TASK_DONE) {
        response_from_lua(request, co, results);
    } else if (end == TASK_FAILED) {
        log_failure(request, co);
        canary_thrown(request->generation->vm);
        response_page(request, 500, NULL);
    } else if (!request->aborted) {
        log_say(LOG_ERROR, "request.deadline", "%s %s %s took too long and was ended", request->id, request->method,
                request_path(request));
        response_page(request, 503, NULL);
    }
    release_generation(request);
    if (request->suspended) {
        waiting_remove(request);
        request->suspended = false;
        MHD_resume_connection(request->connection);
        run_needed = true;
    }
}

static void start_task(struct request *request)
{
    if (request->generation == NULL)
        canary_assign(request);
    if (request->generation == NULL) {
        char page[SHARED_REASON + 200];
        const char *reason = config_development() ? generation_build_error() : NULL;
        if (reason == NULL) {
            response_page(request, 503, NULL);
            return;
        }
        int size = snprintf(page, sizeof page, "app/ does not load yet:\n\n%s\n", reason);
        response_text(request, 503, "text/plain; charset=utf-8", page, (size_t)size);
        return;
    }
    request->generation_number = request->generation->vm->number;
    snprintf(request->release, sizeof request->release, "%.12s", request->generation->vm->release);
    struct task *task = task_new(request->generation->vm);
    lua_State *co = task_stack(task);
    task_set_owner(task, request);
    task_deadline(task, deadline_ms);
    request->task = task;
    lua_rawgeti(co, LUA_REGISTRYINDEX, request->generation->handle_ref);
    request_push(co, request);
    task_run(task, 1, task_ended, request);
}

static enum MHD_Result answer(struct request *request)
{
    request->stage = REQUEST_ANSWERED;
    if (draining)
        request->closing = true;
    return response_send(request);
}

static enum MHD_Result start(struct request *request)
{
    request->stage = REQUEST_RUNNING;
    request->closing = request->closing || draining;
    request_check_query(request);
    if (request->refused != 0)
        response_page(request, request->refused, request->refusal[0] != '\0' ? request->refusal : NULL);
    else if (!metrics_answer(request, request->peer->trusted) && !static_answer(request))
        start_task(request);
    if (request->response != NULL)
        return answer(request);
    MHD_suspend_connection(request->connection);
    request->suspended = true;
    waiting_add(request);
    return MHD_YES;
}

/* ── The head of a request ── */

struct collected {
    struct guard_header headers[GUARD_HEADERS_MOST + 1];
    size_t count;
};

static enum MHD_Result collect(void *context, enum MHD_ValueKind kind, const char *name, const char *value)
{
    (void)kind;
    struct collected *collected = context;
    if (collected->count > GUARD_HEADERS_MOST)
        return MHD_NO;
    collected->headers[collected->count++] = (struct guard_header){name, value != NULL ? value : ""};
    return MHD_YES;
}

static enum MHD_Result refuse_at_once(struct request *request, unsigned status, const char *reason)
{
    request->closing = true;
    atomic_fetch_add(&slot->bad_requests, 1);
    log_begin(LOG_INFO, "request.refused");
    log_text("request", request->id);
    log_integer("status", status);
    log_text("reason", reason);
    log_text("ip", request->ip);
    log_end();
    response_page(request, status, NULL);
    return answer(request);
}

static enum MHD_Result begin(struct request *request, const char *method, const char *version)
{
    struct collected collected = {.count = 0};
    MHD_get_connection_values(request->connection, MHD_HEADER_KIND, collect, &collected);
    request->method = method;
    request->is_head = strcmp(method, "HEAD") == 0;
    struct guard_request seen = {.method = method,
                                 .target = request->target,
                                 .target_at = request->raw_target,
                                 .target_length = request->target_length,
                                 .version = version,
                                 .headers = collected.headers,
                                 .count = collected.count};
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(request->connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    if (info != NULL)
        seen.head_size = info->header_size;
    const char *reason = "";
    snprintf(request->ip, sizeof request->ip, "%s", request->peer->text);
    bool has_query = request->path_length < request->target_length;
    if (has_query)
        request->target[request->path_length] = '?';
    enum guard_verdict verdict = guard_check(&seen, &request->announced, &reason);
    if (has_query)
        request->target[request->path_length] = '\0';
    if (verdict == GUARD_PASS && seen.head_size > HEAD_MOST)
        return refuse_at_once(request, 431, "the head is too large");
    switch (verdict) {
    case GUARD_PASS:
        break;
    case GUARD_BAD:
        return refuse_at_once(request, 400, reason);
    case GUARD_VERSION:
        return refuse_at_once(request, 505, reason);
    case GUARD_METHOD:
        return refuse_at_once(request, 501, reason);
    case GUARD_EXPECTATION:
        return refuse_at_once(request, 417, reason);
    }
    peer_client(request->peer->text, request_header(request, "X-Forwarded-For"), request->ip, sizeof request->ip);
    const char *protocol = request_header(request, "X-Forwarded-Proto");
    request->https = protocol != NULL && request->peer->trusted && strcasecmp(protocol, "https") == 0;
    request->stage = REQUEST_BODY;
    if (!request->announced.present)
        return MHD_YES;
    request_admit(request, default_limit);
    if (request->refused == 0 && request->announced.length > request->limit)
        request_refuse_size(request);
    if (request->refused != 0 && request->announced.length > DRAIN_MOST) {
        request->closing = true;
        response_page(request, request->refused, request->refusal[0] != '\0' ? request->refusal : NULL);
        return answer(request);
    }
    return MHD_YES;
}

static enum MHD_Result on_request(void *context, struct MHD_Connection *connection, const char *url, const char *method,
                                  const char *version, const char *data, size_t *size, void **slot_of_request)
{
    (void)context;
    (void)url;
    struct request *request = *slot_of_request;
    if (request == NULL || request->peer == NULL)
        return MHD_NO;
    switch (request->stage) {
    case REQUEST_HEAD:
        request->connection = connection;
        return begin(request, method, version);
    case REQUEST_BODY:
        if (*size > 0) {
            request_take(request, data, *size);
            *size = 0;
            return request->received > request->limit + DRAIN_MOST ? MHD_NO : MHD_YES;
        }
        request_body_end(request);
        return start(request);
    case REQUEST_RUNNING:
        return request->aborted || request->response == NULL ? MHD_NO : answer(request);
    default:
        return MHD_NO;
    }
}

/* ── A request's and a connection's begin and end ── */

static void *on_target(void *context, const char *target, struct MHD_Connection *connection)
{
    (void)context;
    struct request *request = request_new(target);
    if (request == NULL)
        return NULL;
    /* The library would now cut the query into arguments, in 70 bytes of the connection's memory each; nobody asks for
     * them, and a query of some hundred would be dropped without an answer. So it is shown an empty query. */
    if (request->path_length < request->target_length)
        ((char *)(uintptr_t)target)[request->path_length + 1] = '\0';
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    request->peer = info != NULL ? info->socket_context : NULL;
    if (request->peer != NULL) {
        request->peer->request = request;
        request->peer->since = loop_now();
    }
    return request;
}

static void on_completed(void *context, struct MHD_Connection *connection, void **slot_of_request,
                         enum MHD_RequestTerminationCode code)
{
    (void)context;
    (void)connection;
    struct request *request = *slot_of_request;
    *slot_of_request = NULL;
    if (request == NULL)
        return;
    if (request->task != NULL) {
        request->aborted = true;
        request->suspended = false;
        waiting_remove(request);
        task_cancel(request->task);
    }
    release_generation(request);
    struct peer *peer = request->peer;
    if (peer != NULL && peer->request == request) {
        peer->request = NULL;
        peer->served = true;
        peer->since = loop_now();
    }
    metrics_request(request, code == MHD_REQUEST_TERMINATED_COMPLETED_OK);
    request_free(request);
}

/* ── Time: what the library does not watch ── */

static void sweep(uv_timer_t *timer)
{
    (void)timer;
    connection_watch(loop_now(), draining);
    waiting_watch();
    run();
}

__attribute__((format(printf, 2, 0))) static void library_says(void *context, const char *format, va_list arguments)
{
    (void)context;
    char text[500];
    vsnprintf(text, sizeof text, format, arguments);
    text[strcspn(text, "\n")] = '\0';
    log_say(LOG_DEBUG, "http.library", "%s", text);
}

/* Targets and arguments reach Lua as they were sent; request_lua.c decodes, strictly. */
static size_t leave_escaped(void *context, struct MHD_Connection *connection, char *text)
{
    (void)context;
    (void)connection;
    return strlen(text);
}

/* ── Start and end ── */

void http_reread(void)
{
    connection_reread();
    deadline_ms = (uint64_t)config_number("REQUEST_DEADLINE", 1, 600) * 1000;
    default_limit = (size_t)config_number("MAX_BODY", 1, 1073741824);
}

bool http_start(int listener)
{
    slot = shared_slot();
    long idle_seconds = config_number("IDLE_TIMEOUT", 1, 600);
    unsigned connections = (unsigned)config_number("MAX_CONNECTIONS", 16, 100000);
    struct MHD_OptionItem options[] = {
        {MHD_OPTION_LISTEN_SOCKET, listener, NULL},
        {MHD_OPTION_CONNECTION_LIMIT, (intptr_t)connections, NULL},
        {MHD_OPTION_CONNECTION_TIMEOUT, idle_seconds, NULL},
        {MHD_OPTION_CONNECTION_MEMORY_LIMIT, POOL_BYTES, NULL},
        {MHD_OPTION_STRICT_FOR_CLIENT, 0, NULL},
        {MHD_OPTION_URI_LOG_CALLBACK, (intptr_t)on_target, NULL},
        {MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)on_completed, NULL},
        {MHD_OPTION_NOTIFY_CONNECTION, (intptr_t)connection_changed, NULL},
        {MHD_OPTION_UNESCAPE_CALLBACK, (intptr_t)leave_escaped, NULL},
        {MHD_OPTION_END, 0, NULL},
    };
    daemon_ =
        MHD_start_daemon(MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG, 0, NULL, NULL, on_request, NULL,
                         MHD_OPTION_EXTERNAL_LOGGER, library_says, NULL, MHD_OPTION_ARRAY, options, MHD_OPTION_END);
    if (daemon_ == NULL) {
        log_say(LOG_ERROR, "http.start", "libmicrohttpd does not start: %s", strerror(errno));
        return false;
    }
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(daemon_, MHD_DAEMON_INFO_EPOLL_FD);
    uv_loop_t *loop = loop_get();
    generation_on_deadline(connection_leave);
    uv_poll_init(loop, &epoll_watch, info->listen_fd);
    uv_poll_start(&epoll_watch, UV_READABLE, readable);
    uv_check_init(loop, &after_io);
    uv_check_start(&after_io, after_callbacks);
    uv_idle_init(loop, &busy);
    uv_timer_init(loop, &sweeper);
    uv_timer_start(&sweeper, sweep, SWEEP_MS, SWEEP_MS);
    return true;
}

void http_drain(void)
{
    if (draining)
        return;
    run(); /* the last of its backlog; what came after that is reset */
    draining = true;
    close(MHD_quiesce_daemon(daemon_));
    connection_watch(loop_now(), draining);
    run();
}

bool http_drained(void)
{
    return !connection_any();
}

void http_give_up(void)
{
    waiting_end(false);
    run();
}

void http_stop(void)
{
    waiting_end(true);
    MHD_run(daemon_);
    uv_close((uv_handle_t *)&epoll_watch, NULL);
    uv_close((uv_handle_t *)&after_io, NULL);
    uv_close((uv_handle_t *)&busy, NULL);
    uv_close((uv_handle_t *)&sweeper, NULL);
    MHD_stop_daemon(daemon_);
    daemon_ = NULL;
}
