#include "listener.h"

#include "config.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { BACKLOG = 1024 };

static in_port_t *port_of(struct sockaddr_storage *address)
{
    return address->ss_family == AF_INET6 ? &((struct sockaddr_in6 *)address)->sin6_port
                                          : &((struct sockaddr_in *)address)->sin_port;
}

static void name_address(struct listeners *listeners, const char *host)
{
    char *address = listeners->address;
    size_t size = sizeof listeners->address;
    if (strncmp(host, "unix:", 5) == 0)
        snprintf(address, size, "%.110s", host);
    else
        snprintf(address, size, strchr(host, ':') != NULL ? "http://[%.60s]:%u" : "http://%.60s:%u", host,
                 listeners->port);
}

static bool open_unix(struct listeners *listeners, const char *path, char *problem, size_t size)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path) {
        snprintf(problem, size, "HOST unix:%s is longer than the %zu bytes a socket's path may have", path,
                 sizeof address.sun_path - 1);
        return false;
    }
    memcpy(address.sun_path, path, strlen(path) + 1);
    int socket_ = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    struct stat facts;
    if (stat(path, &facts) == 0 && S_ISSOCK(facts.st_mode)) {
        if (connect(socket_, (struct sockaddr *)&address, sizeof address) == 0) {
            snprintf(problem, size, "%s is in use by a running server", path);
            close(socket_);
            return false;
        }
        unlink(path); /* left behind by a server that was killed */
        close(socket_);
        socket_ = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    }
    if (bind(socket_, (struct sockaddr *)&address, sizeof address) != 0 || listen(socket_, BACKLOG) != 0) {
        snprintf(problem, size, "cannot listen on %s: %s", path, strerror(errno));
        close(socket_);
        return false;
    }
    listeners->sockets[0] = socket_;
    listeners->count = 1;
    name_address(listeners, config_get("HOST"));
    return true;
}

static int open_tcp(const struct addrinfo *info, unsigned *port)
{
    struct sockaddr_storage address;
    memcpy(&address, info->ai_addr, info->ai_addrlen);
    *port_of(&address) = htons((uint16_t)*port);
    int on = 1;
    int socket_ = socket(info->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (socket_ < 0)
        return -1;
    setsockopt(socket_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    setsockopt(socket_, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
    setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (bind(socket_, (struct sockaddr *)&address, info->ai_addrlen) != 0 || listen(socket_, BACKLOG) != 0) {
        int error = errno;
        close(socket_);
        errno = error;
        return -1;
    }
    socklen_t length = sizeof address;
    if (getsockname(socket_, (struct sockaddr *)&address, &length) == 0)
        *port = ntohs(*port_of(&address));
    return socket_;
}

/* SO_REUSEPORT would let a second server of the same user share the port unseen: ask whether it is free without it. */
static bool taken(const struct addrinfo *info, unsigned port)
{
    struct sockaddr_storage address;
    memcpy(&address, info->ai_addr, info->ai_addrlen);
    *port_of(&address) = htons((uint16_t)port);
    int on = 1;
    int probe = socket(info->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    setsockopt(probe, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    bool busy = bind(probe, (struct sockaddr *)&address, info->ai_addrlen) != 0 && errno == EADDRINUSE;
    close(probe);
    return busy;
}

bool listener_open(struct listeners *listeners, unsigned count, char *problem, size_t size)
{
    const char *host = config_get("HOST");
    *listeners = (struct listeners){.count = 0};
    if (strncmp(host, "unix:", 5) == 0)
        return open_unix(listeners, host + 5, problem, size);
    unsigned port = (unsigned)config_number("PORT", 0, 65535);
    struct addrinfo hints = {.ai_flags = AI_NUMERICHOST | AI_PASSIVE, .ai_socktype = SOCK_STREAM}, *info;
    if (getaddrinfo(host, "0", &hints, &info) != 0) {
        snprintf(problem, size, "HOST is '%s': an IPv4 or IPv6 address or unix:/path is expected", host);
        return false;
    }
    bool busy = port != 0 && taken(info, port);
    if (busy)
        errno = EADDRINUSE;
    while (!busy && listeners->count < count) {
        int socket_ = open_tcp(info, &port);
        if (socket_ < 0)
            break;
        listeners->sockets[listeners->count++] = socket_;
    }
    freeaddrinfo(info);
    if (listeners->count < count) {
        snprintf(problem, size, "cannot listen on %s port %u: %s", host, port, strerror(errno));
        listener_close(listeners);
        return false;
    }
    listeners->port = port;
    name_address(listeners, host);
    return true;
}

/* The name of a listening socket is HOST's, and PORT's unless that leaves it open. */
static bool is_ours(int socket_, const char *host, unsigned *port)
{
    struct sockaddr_storage name = {.ss_family = AF_UNSPEC};
    socklen_t length = sizeof name;
    int listens = 0;
    if (getsockopt(socket_, SOL_SOCKET, SO_ACCEPTCONN, &listens, &(socklen_t){sizeof listens}) != 0 || !listens ||
        getsockname(socket_, (struct sockaddr *)&name, &length) != 0)
        return false;
    if (strncmp(host, "unix:", 5) == 0)
        return name.ss_family == AF_UNIX && strcmp(((struct sockaddr_un *)&name)->sun_path, host + 5) == 0;
    struct addrinfo hints = {.ai_flags = AI_NUMERICHOST | AI_PASSIVE, .ai_socktype = SOCK_STREAM}, *info;
    if ((name.ss_family != AF_INET && name.ss_family != AF_INET6) || getaddrinfo(host, "0", &hints, &info) != 0)
        return false;
    struct sockaddr_storage wanted = {.ss_family = AF_UNSPEC};
    memcpy(&wanted, info->ai_addr, info->ai_addrlen);
    freeaddrinfo(info);
    if (wanted.ss_family != name.ss_family)
        return false;
    *port = ntohs(*port_of(&name));
    long asked = config_number("PORT", 0, 65535);
    bool same =
        name.ss_family == AF_INET6
            ? memcmp(&((struct sockaddr_in6 *)&name)->sin6_addr, &((struct sockaddr_in6 *)&wanted)->sin6_addr, 16) == 0
            : ((struct sockaddr_in *)&name)->sin_addr.s_addr == ((struct sockaddr_in *)&wanted)->sin_addr.s_addr;
    return same && (asked == 0 || asked == *port);
}

bool listener_take(struct listeners *listeners, const int *sockets, unsigned count, char *problem, size_t size)
{
    const char *host = config_get("HOST");
    unsigned port = 0;
    *listeners = (struct listeners){.count = 0};
    for (unsigned i = 0; i < count; i++) {
        if (!is_ours(sockets[i], host, &port)) {
            snprintf(problem, size, "HOST %s and PORT %s are not what is listened on: another address needs a restart",
                     host, config_get("PORT"));
            return false;
        }
        listeners->sockets[listeners->count++] = sockets[i];
    }
    listeners->port = port;
    name_address(listeners, host);
    return true;
}

void listener_close(struct listeners *listeners)
{
    for (unsigned i = 0; i < listeners->count; i++)
        close(listeners->sockets[i]);
    listeners->count = 0;
}
