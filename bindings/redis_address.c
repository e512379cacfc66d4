/* REDIS_URL, taken apart. */
#include "redis.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 32;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Copies [from, end) with its %XX decoded. */
static bool decode(const char *from, const char *end, char *to, size_t size)
{
    while (from < end) {
        char c = *from++;
        if (c == '%') {
            if (end - from < 2 || hex_digit(from[0]) < 0 || hex_digit(from[1]) < 0)
                return false;
            c = (char)(hex_digit(from[0]) << 4 | hex_digit(from[1]));
            from += 2;
        }
        if (size-- <= 1 || c == '\0')
            return false;
        *to++ = c;
    }
    *to = '\0';
    return true;
}

static bool number(const char *text, const char *end, int low, int high, int *value)
{
    char *stop;
    long parsed = strtol(text, &stop, 10);
    if (stop == text || stop != end || parsed < low || parsed > high)
        return false;
    *value = (int)parsed;
    return true;
}

static const char *read_socket(const char *path, struct redis_address *address)
{
    if (strncmp(path, "//", 2) == 0)
        path += 2;
    const char *end = strchr(path, '?');
    if (end != NULL &&
        (strncmp(end, "?db=", 4) != 0 || !number(end + 4, end + strlen(end), 0, 65535, &address->database)))
        return "REDIS_URL: only ?db=N may follow the socket's path";
    if (end == NULL)
        end = path + strlen(path);
    if (*path != '/' || !decode(path, end, address->path, sizeof address->path))
        return "REDIS_URL: unix: needs an absolute path of at most 107 bytes";
    return NULL;
}

static const char *read_host(const char *text, struct redis_address *address)
{
    static const char wrong[] = "REDIS_URL: redis://[[user]:password@]host[:port][/database] is expected";
    const char *end = text + strcspn(text, "/");
    if (*end == '/' && end[1] != '\0' && !number(end + 1, end + strlen(end), 0, 65535, &address->database))
        return wrong;
    const char *at = memchr(text, '@', (size_t)(end - text));
    if (at != NULL) {
        const char *colon = memchr(text, ':', (size_t)(at - text));
        if (colon == NULL || !decode(text, colon, address->user, sizeof address->user) ||
            !decode(colon + 1, at, address->password, sizeof address->password))
            return wrong;
        text = at + 1;
    }
    const char *host_end;
    if (*text == '[') { /* IPv6 */
        text++;
        host_end = memchr(text, ']', (size_t)(end - text));
        if (host_end == NULL)
            return wrong;
    } else {
        host_end = memchr(text, ':', (size_t)(end - text));
        if (host_end == NULL)
            host_end = end;
    }
    if (host_end == text || !decode(text, host_end, address->host, sizeof address->host))
        return wrong;
    if (*host_end == ']')
        host_end++;
    if (*host_end == ':' && !number(host_end + 1, end, 1, 65535, &address->port))
        return wrong;
    return *host_end == ':' || host_end == end ? NULL : wrong;
}

const char *address_read(const char *url, struct redis_address *address)
{
    *address = (struct redis_address){.port = 6379};
    if (strncmp(url, "unix:", 5) == 0)
        return read_socket(url + 5, address);
    if (strncmp(url, "redis://", 8) == 0)
        return read_host(url + 8, address);
    if (strncmp(url, "rediss://", 9) == 0)
        return "REDIS_URL: rediss:// (encrypted) is not supported";
    return "REDIS_URL: redis://… or unix:/path is expected";
}
