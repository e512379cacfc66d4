/* From an address to a connection that has answered: name, socket, AUTH, SELECT, PING. */
#include "redis.h"

#include "config.h"
#include "loop.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static char *chosen_url;

void link_use(const char *url)
{
    free(chosen_url);
    chosen_url = strdup(url);
}

static size_t write_command(char *to, size_t size, const char *name, const char *first, const char *second)
{
    const char *words[] = {name, first, second};
    int count = second != NULL ? 3 : first != NULL ? 2 : 1;
    int used = snprintf(to, size, "*%d\r\n", count);
    for (int i = 0; i < count; i++)
        used += snprintf(to + used, size - (size_t)used, "$%zu\r\n%s\r\n", strlen(words[i]), words[i]);
    return (size_t)used;
}

/* AUTH, SELECT and PING in one write: they always fit into an empty socket. */
static void greet(struct link *link, const struct redis_address *address)
{
    char text[1024], database[16];
    size_t used = 0;
    link->greetings = 1;
    if (address->password[0] != '\0') {
        bool named = address->user[0] != '\0';
        used += write_command(text + used, sizeof text - used, "AUTH", named ? address->user : address->password,
                              named ? address->password : NULL);
        link->greetings++;
    }
    if (address->database != 0) {
        snprintf(database, sizeof database, "%d", address->database);
        used += write_command(text + used, sizeof text - used, "SELECT", database, NULL);
        link->greetings++;
    }
    used += write_command(text + used, sizeof text - used, "PING", NULL, NULL);
    if (send(link->fd, text, used, MSG_NOSIGNAL) != (ssize_t)used) {
        link_lost(link, strerror(errno));
        return;
    }
    link_await(link);
}

static const char *url_of(void)
{
    return chosen_url != NULL ? chosen_url : config_get("REDIS_URL");
}

void dial_connected(struct link *link)
{
    int error = 0;
    socklen_t size = sizeof error;
    struct redis_address address = {0};
    getsockopt(link->fd, SOL_SOCKET, SO_ERROR, &error, &size);
    const char *problem = error != 0 ? strerror(error) : address_read(url_of(), &address);
    if (problem != NULL)
        link_lost(link, problem);
    else
        greet(link, &address);
}

static void connect_to(struct link *link, const struct sockaddr *address, socklen_t length)
{
    int fd = socket(address->sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) {
        link_lost(link, strerror(errno));
        return;
    }
    /* A unix socket whose backlog is full says EAGAIN and will not connect later. */
    if (connect(fd, address, length) != 0 && errno != EINPROGRESS) {
        int error = errno;
        close(fd);
        link_lost(link, strerror(error));
        return;
    }
    if (!link_watch(link, fd))
        link_lost(link, "its socket cannot be watched");
}

static void on_resolved(uv_getaddrinfo_t *request, int status, struct addrinfo *found)
{
    struct link *link = request->data;
    if (link->resolving == request) {
        link->resolving = NULL;
        if (status != 0)
            link_lost(link, uv_strerror(status));
        else
            connect_to(link, found->ai_addr, found->ai_addrlen);
    }
    uv_freeaddrinfo(found);
    free(request);
}

void dial(struct link *link)
{
    struct redis_address address;
    const char *url = url_of();
    const char *problem = url != NULL ? address_read(url, &address) : "REDIS_URL is not set";
    if (problem != NULL) {
        link_lost(link, problem);
        return;
    }
    if (address.path[0] != '\0') {
        struct sockaddr_un local = {.sun_family = AF_UNIX};
        memcpy(local.sun_path, address.path, sizeof local.sun_path);
        connect_to(link, (const struct sockaddr *)&local, sizeof local);
        return;
    }
    char port[16];
    snprintf(port, sizeof port, "%d", address.port);
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM};
    link->resolving = calloc(1, sizeof *link->resolving);
    if (link->resolving == NULL)
        abort();
    link->resolving->data = link;
    int error = uv_getaddrinfo(loop_get(), link->resolving, on_resolved, address.host, port, &hints);
    if (error != 0) {
        free(link->resolving);
        link->resolving = NULL;
        link_lost(link, uv_strerror(error));
    }
}
