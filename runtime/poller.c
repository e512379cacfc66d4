#include "poller.h"

#include "loop.h"

#include <stdlib.h>

struct poller {
    uv_poll_t handle; /* first: its address is the poller's */
    int events;
    poller_on_event *on_event;
    void *context;
};

static void on_poll(uv_poll_t *handle, int status, int events)
{
    struct poller *poller = handle->data;
    bool failed = status < 0;
    if (failed)
        uv_poll_start(handle, poller->events, on_poll);
    poller->on_event(poller->context, failed ? UV_READABLE | UV_WRITABLE : events, failed);
}

struct poller *poller_open(int fd, poller_on_event *on_event, void *context)
{
    struct poller *poller = calloc(1, sizeof *poller);
    if (poller == NULL)
        abort();
    if (uv_poll_init(loop_get(), &poller->handle, fd) != 0) {
        free(poller);
        return NULL;
    }
    poller->handle.data = poller;
    poller->on_event = on_event;
    poller->context = context;
    return poller;
}

void poller_for(struct poller *poller, int events)
{
    if (poller->events == events)
        return;
    poller->events = events;
    uv_poll_start(&poller->handle, events, on_poll);
}

void poller_keep_alive(struct poller *poller, bool alive)
{
    if (alive)
        uv_ref((uv_handle_t *)&poller->handle);
    else
        uv_unref((uv_handle_t *)&poller->handle);
}

static void on_closed(uv_handle_t *handle)
{
    free(handle);
}

void poller_close(struct poller *poller)
{
    if (poller != NULL)
        uv_close((uv_handle_t *)&poller->handle, on_closed);
}
