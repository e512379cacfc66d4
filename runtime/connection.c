#include "connection.h"

#include "config.h"
#include "generation.h"
#include "loop.h"
#include "peer.h"
#include "request.h"
#include "shared.h"

#include <stdlib.h>
#include <sys/socket.h>

enum {
    BODY_BYTES_PER_MS = 4, /* a body may take longer by what has come of it */
    FIRST_MS = 1000,       /* a new connection has to ask while draining */
    LINGER_MS = 2000       /* an idle one is kept while draining for a successor */
};

static struct peer *peers;
static uint64_t head_ms, body_ms, idle_ms;

void connection_reread(void)
{
    head_ms = (uint64_t)config_number("HEADER_TIMEOUT", 1, 600) * 1000;
    body_ms = (uint64_t)config_number("BODY_TIMEOUT", 1, 600) * 1000;
    idle_ms = (uint64_t)config_number("IDLE_TIMEOUT", 1, 600) * 1000;
}

void connection_changed(void *context, struct MHD_Connection *connection, void **slot_of_peer,
                        enum MHD_ConnectionNotificationCode code)
{
    (void)context;
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        struct peer *peer = calloc(1, sizeof *peer);
        if (peer == NULL)
            return;
        const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
        peer_text(info != NULL ? info->client_addr : NULL, peer->text, sizeof peer->text);
        peer->trusted = peer_trusted(peer->text);
        info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
        peer->socket = info != NULL ? info->connect_fd : -1;
        peer->since = loop_now();
        peer->next = peers;
        peer->link = &peers;
        if (peers != NULL)
            peers->link = &peer->next;
        peers = peer;
        *slot_of_peer = peer;
        atomic_fetch_add(&shared_slot()->accepted, 1);
        atomic_fetch_add(&shared_slot()->connections, 1);
    } else if (*slot_of_peer != NULL) {
        struct peer *peer = *slot_of_peer;
        *peer->link = peer->next;
        if (peer->next != NULL)
            peer->next->link = peer->link;
        if (peer->request != NULL)
            peer->request->peer = NULL;
        free(peer);
        *slot_of_peer = NULL;
        atomic_fetch_sub(&shared_slot()->connections, 1);
    }
}

static void end_connection(struct peer *peer, bool timed_out)
{
    static const char late[] = "HTTP/1.1 408 Request Timeout\r\nContent-Length: "
                               "0\r\nConnection: close\r\n\r\n";
    if (peer->doomed || peer->socket < 0)
        return;
    peer->doomed = true;
    if (timed_out)
        (void)!send(peer->socket, late, sizeof late - 1, MSG_DONTWAIT | MSG_NOSIGNAL);
    shutdown(peer->socket, SHUT_RDWR); /* the library sees the end of the stream and closes */
}

/* An idle connection that is closed in the moment in which its client asks again has failed a request. A successor accepts
 * meanwhile, so there is time: what is asked until then is answered, and told to close. */
static bool may_close_idle(uint64_t now)
{
    static uint64_t since;
    if (since == 0)
        since = now;
    return !atomic_load(&shared_get()->succeeded) || now - since > LINGER_MS;
}

void connection_watch(uint64_t now, bool draining)
{
    bool close_idle = draining && may_close_idle(now);
    struct peer *next;
    for (struct peer *peer = peers; peer != NULL; peer = next) {
        next = peer->next;
        struct request *request = peer->request;
        uint64_t waited = now - peer->since;
        if (request == NULL && close_idle && (peer->served || waited > FIRST_MS))
            end_connection(peer, false);
        else if (request == NULL && !peer->served && waited > head_ms)
            end_connection(peer, true);
        else if (request == NULL && peer->served && waited > idle_ms + head_ms)
            end_connection(peer, false);
        else if (request != NULL && request->stage == REQUEST_HEAD && waited > head_ms)
            end_connection(peer, true);
        else if (request != NULL && request->stage == REQUEST_BODY && request->announced.present &&
                 waited > body_ms + request->received / BODY_BYTES_PER_MS)
            end_connection(peer, true);
    }
}

void connection_leave(struct generation *generation)
{
    for (struct peer *peer = peers; peer != NULL; peer = peer->next) {
        struct request *request = peer->request;
        if (request == NULL || request->task != NULL || request->generation != generation)
            continue;
        request->generation = NULL;
        generation_release(generation);
    }
}

bool connection_any(void)
{
    return peers != NULL;
}
