#include "waiting.h"

#include "connection.h"
#include "request.h"
#include "task.h"

#include <poll.h>

enum { LOOKS = 256 }; /* a system call for so many takes some ten microseconds */

static struct request *waiting, **last = &waiting; /* who was looked at is behind who was not */

void waiting_add(struct request *request)
{
    request->next_waiting = NULL;
    request->link_waiting = last;
    *last = request;
    last = &request->next_waiting;
}

void waiting_remove(struct request *request)
{
    if (request->link_waiting == NULL)
        return;
    *request->link_waiting = request->next_waiting;
    if (request->next_waiting != NULL)
        request->next_waiting->link_waiting = request->link_waiting;
    else
        last = request->link_waiting;
    request->link_waiting = NULL;
}

static void end(struct request *request, bool aborted)
{
    request->aborted = aborted;
    task_cancel(request->task);
}

void waiting_watch(void)
{
    struct pollfd polls[LOOKS];
    struct request *asked[LOOKS];
    nfds_t n = 0;
    while (n < LOOKS && waiting != NULL) {
        struct request *request = waiting;
        if (n > 0 && request == asked[0])
            break;
        polls[n] = (struct pollfd){.fd = request->peer != NULL ? request->peer->socket : -1, .events = POLLRDHUP};
        asked[n++] = request;
        waiting_remove(request);
        waiting_add(request);
    }
    if (n == 0 || poll(polls, n, 0) <= 0)
        return;
    for (nfds_t i = 0; i < n; i++)
        if ((polls[i].revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0 && asked[i]->task != NULL)
            end(asked[i], true);
}

void waiting_end(bool aborted)
{
    while (waiting != NULL)
        end(waiting, aborted);
}
