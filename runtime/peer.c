#include "peer.h"

#include <arpa/inet.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>

enum { BLOCKS_MOST = 64, LIST_MOST = 2048 };

struct block {
    uint8_t address[16];
    unsigned bits;
};

struct trust {
    struct block blocks[BLOCKS_MOST];
    size_t count;
    bool local; /* unix */
};

static struct trust trusted;

/* IPv4 is handled as ::ffff:a.b.c.d, so that one comparison serves both. */
static bool parse_address(const char *text, uint8_t address[16])
{
    struct in_addr four;
    if (inet_pton(AF_INET, text, &four) == 1) {
        memset(address, 0, 10);
        address[10] = address[11] = 0xff;
        memcpy(address + 12, &four, 4);
        return true;
    }
    return inet_pton(AF_INET6, text, address) == 1;
}

static bool add_block(struct trust *trust, char *text)
{
    if (trust->count == BLOCKS_MOST)
        return false;
    char *slash = strchr(text, '/');
    struct block *block = &trust->blocks[trust->count];
    bool four = strchr(text, ':') == NULL;
    long bits = four ? 32 : 128;
    if (slash != NULL) {
        char *end;
        *slash = '\0';
        bits = strtol(slash + 1, &end, 10);
        if (*end != '\0' || slash[1] == '\0' || bits < 0 || bits > (four ? 32 : 128))
            return false;
    }
    if (!parse_address(text, block->address))
        return false;
    block->bits = (unsigned)bits + (four ? 96U : 0U);
    trust->count++;
    return true;
}

static bool read_list(const char *text, struct trust *trust, char *problem, size_t size)
{
    char list[LIST_MOST];
    *trust = (struct trust){.count = 0};
    if ((size_t)snprintf(list, sizeof list, "%s", text) >= sizeof list) {
        snprintf(problem, size, "TRUSTED_PROXIES is longer than %d bytes", LIST_MOST - 1);
        return false;
    }
    char *rest = NULL;
    for (char *word = strtok_r(list, ", ", &rest); word != NULL; word = strtok_r(NULL, ", ", &rest)) {
        char given[128];
        snprintf(given, sizeof given, "%s", word);
        if (strcmp(word, "unix") == 0) {
            trust->local = true;
        } else if (!add_block(trust, word)) {
            snprintf(problem, size,
                     "TRUSTED_PROXIES has '%s': an address, a CIDR block or unix is expected, %d at most", given,
                     BLOCKS_MOST);
            return false;
        }
    }
    return true;
}

bool peer_check(const char *list, char *problem, size_t size)
{
    struct trust trust;
    return read_list(list, &trust, problem, size);
}

void peer_trust(const char *list)
{
    struct trust trust;
    char problem[300];
    if (read_list(list, &trust, problem, sizeof problem))
        trusted = trust;
}

void peer_text(const struct sockaddr *address, char *text, size_t size)
{
    char buffer[INET6_ADDRSTRLEN] = "unix";
    if (address != NULL && address->sa_family == AF_INET) {
        inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)address)->sin_addr, buffer, sizeof buffer);
    } else if (address != NULL && address->sa_family == AF_INET6) {
        const struct in6_addr *six = &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr;
        if (IN6_IS_ADDR_V4MAPPED(six))
            inet_ntop(AF_INET, six->s6_addr + 12, buffer, sizeof buffer);
        else
            inet_ntop(AF_INET6, six, buffer, sizeof buffer);
    }
    snprintf(text, size, "%s", buffer);
}

static bool within(const uint8_t address[16], const struct block *block)
{
    unsigned whole = block->bits / 8, rest = block->bits % 8;
    if (memcmp(address, block->address, whole) != 0)
        return false;
    if (rest == 0)
        return true;
    uint8_t mask = (uint8_t)(0xff << (8 - rest));
    return (address[whole] & mask) == (block->address[whole] & mask);
}

bool peer_trusted(const char *text)
{
    uint8_t address[16];
    if (strcmp(text, "unix") == 0)
        return trusted.local;
    if (!parse_address(text, address))
        return false;
    for (size_t i = 0; i < trusted.count; i++)
        if (within(address, &trusted.blocks[i]))
            return true;
    return false;
}

void peer_client(const char *peer, const char *forwarded, char *text, size_t size)
{
    const char *direct = strcmp(peer, "unix") == 0 ? "127.0.0.1" : peer;
    size_t length = strnlen(direct, size - 1);
    memcpy(text, direct, length);
    text[length] = '\0';
    if (forwarded == NULL || !peer_trusted(peer))
        return;
    const char *end = forwarded + strlen(forwarded);
    while (end > forwarded) {
        const char *start = end;
        while (start > forwarded && start[-1] != ',')
            start--;
        const char *from = start, *to = end;
        while (from < to && (*from == ' ' || *from == '\t'))
            from++;
        while (to > from && (to[-1] == ' ' || to[-1] == '\t'))
            to--;
        char word[64];
        uint8_t address[16];
        if ((size_t)(to - from) >= sizeof word)
            return;
        memcpy(word, from, (size_t)(to - from));
        word[to - from] = '\0';
        if (!parse_address(word, address))
            return;
        snprintf(text, size, "%s", word);
        if (!peer_trusted(word))
            return;
        end = start > forwarded ? start - 1 : start;
    }
}
