/* libcurl's multi interface on the process's loop: curl says which sockets and which timer it wants watched, the loop says
 * what happened. Connections stay open here for the next request of any generation. There are two engines, one for
 * transfers that may reach private addresses and one for the others, because a connection that one may use must not be
 * reused by the other. */
#include "fetch.h"

#include "loop.h"
#include "poller.h"

#include <signal.h>
#include <stdlib.h>

struct engine {
    CURLM *multi; /* NULL until first used */
    uv_timer_t timer;
};

/* A socket that curl wants watched. */
struct watch {
    struct poller *poller;
    struct engine *engine;
    curl_socket_t socket;
};

enum { CONNECTIONS = 64, IDLE_CONNECTIONS = 32 };

static struct engine engines[2];

/* Tells of the transfers that have ended. What waits runs on from here, so it may add transfers and take back others;
 * curl is not inside any call of its own now. */
static void harvest(struct engine *engine)
{
    CURLMsg *message;
    int left;
    while ((message = curl_multi_info_read(engine->multi, &left)) != NULL) {
        if (message->msg != CURLMSG_DONE)
            continue;
        CURLcode result = message->data.result;
        struct transfer *transfer = NULL;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
        curl_multi_remove_handle(engine->multi, message->easy_handle);
        fetch_ended(transfer, result);
    }
}

static void on_timer(uv_timer_t *timer)
{
    struct engine *engine = timer->data;
    int running;
    curl_multi_socket_action(engine->multi, CURL_SOCKET_TIMEOUT, 0, &running);
    harvest(engine);
}

static void on_socket(void *context, int events, bool failed)
{
    /* By the end of the action curl may want it watched no more, and then it is freed. */
    struct watch watch = *(struct watch *)context;
    int flags = failed ? CURL_CSELECT_ERR
                       : (events & UV_READABLE ? CURL_CSELECT_IN : 0) | (events & UV_WRITABLE ? CURL_CSELECT_OUT : 0);
    int running;
    curl_multi_socket_action(watch.engine->multi, watch.socket, flags, &running);
    harvest(watch.engine);
}

/* curl's wish about a socket. */
static int watch_socket(CURL *easy, curl_socket_t socket, int what, void *context, void *assigned)
{
    (void)easy;
    struct engine *engine = context;
    struct watch *watch = assigned;
    if (what == CURL_POLL_REMOVE) {
        if (watch != NULL)
            poller_close(watch->poller);
        free(watch);
        curl_multi_assign(engine->multi, socket, NULL);
        return 0;
    }
    if (watch == NULL) {
        watch = calloc(1, sizeof *watch);
        if (watch == NULL)
            return -1;
        *watch = (struct watch){.engine = engine, .socket = socket, .poller = poller_open(socket, on_socket, watch)};
        if (watch->poller == NULL) {
            free(watch);
            return -1;
        }
        curl_multi_assign(engine->multi, socket, watch);
    }
    poller_for(watch->poller, (what & CURL_POLL_IN ? UV_READABLE : 0) | (what & CURL_POLL_OUT ? UV_WRITABLE : 0));
    return 0;
}

/* curl's wish about time. */
static int watch_time(CURLM *multi, long milliseconds, void *context)
{
    (void)multi;
    struct engine *engine = context;
    if (milliseconds < 0)
        return uv_timer_stop(&engine->timer);
    uv_update_time(loop_get());
    return uv_timer_start(&engine->timer, on_timer, (uint64_t)milliseconds, 0);
}

static bool open_engine(struct engine *engine)
{
    if (engine->multi != NULL)
        return true;
    /* Written to a connection that the other side has closed, TLS would end the process. */
    struct sigaction action;
    if (sigaction(SIGPIPE, NULL, &action) == 0 && action.sa_handler == SIG_DFL)
        signal(SIGPIPE, SIG_IGN);
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return false;
    CURLM *multi = curl_multi_init();
    if (multi == NULL)
        return false;
    engine->multi = multi;
    engine->timer.data = engine;
    uv_timer_init(loop_get(), &engine->timer);
    curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, watch_socket);
    curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, engine);
    curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, watch_time);
    curl_multi_setopt(multi, CURLMOPT_TIMERDATA, engine);
    curl_multi_setopt(multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, (long)CONNECTIONS);
    curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, (long)IDLE_CONNECTIONS);
    return true;
}

static struct engine *engine_for(const struct transfer *transfer)
{
    return &engines[transfer->allow_private ? 1 : 0];
}

bool fetch_engine_add(struct transfer *transfer)
{
    struct engine *engine = engine_for(transfer);
    if (!open_engine(engine))
        return false;
    curl_easy_setopt(transfer->easy, CURLOPT_PRIVATE, transfer);
    return curl_multi_add_handle(engine->multi, transfer->easy) == CURLM_OK;
}

void fetch_engine_remove(struct transfer *transfer)
{
    curl_multi_remove_handle(engine_for(transfer)->multi, transfer->easy);
}
