/* Which addresses an outgoing request may reach. A URL that came from outside must not become a way into our own network,
 * so what is checked is the address that is about to be connected to: names, redirects of names (DNS rebinding) and odd
 * spellings (0x7f.1) have all been resolved by then. */
#include "fetch.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>

/* IANA's special-purpose registry for IPv4: what is not globally reachable. */
static bool public_v4(uint32_t address)
{
    static const struct {
        uint32_t network;
        int bits;
    } special[] = {
        {0x00000000, 8},  /* this network */
        {0x0A000000, 8},  /* private */
        {0x64400000, 10}, /* carrier-grade NAT; some clouds answer metadata here */
        {0x7F000000, 8},  /* loopback */
        {0xA9FE0000, 16}, /* link-local; clouds answer metadata here */
        {0xAC100000, 12}, /* private */
        {0xC0000000, 24}, /* protocol assignments */
        {0xC0000200, 24}, /* documentation */
        {0xC0586300, 24}, /* 6to4 relays */
        {0xC0A80000, 16}, /* private */
        {0xC6120000, 15}, /* benchmarks */
        {0xC6336400, 24}, /* documentation */
        {0xCB007100, 24}, /* documentation */
        {0xE0000000, 3},  /* multicast, reserved, broadcast */
    };
    for (size_t i = 0; i < sizeof special / sizeof *special; i++)
        if ((address ^ special[i].network) >> (32 - special[i].bits) == 0)
            return false;
    return true;
}

static uint32_t v4_at(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static bool public_v6(const unsigned char *b)
{
    static const unsigned char mapped[12] = {[10] = 0xFF, [11] = 0xFF}, nat64[12] = {0x00, 0x64, 0xFF, 0x9B};
    if (memcmp(b, mapped, 12) == 0 || memcmp(b, nat64, 12) == 0)
        return public_v4(v4_at(b + 12));
    if (b[0] == 0x20 && b[1] == 0x02) /* 6to4 carries a v4 address */
        return public_v4(v4_at(b + 2));
    if (b[0] == 0x20 && b[1] == 0x01 && b[2] < 0x02) /* 2001::/23: Teredo, benchmarks, ORCHID */
        return false;
    if (b[0] == 0x20 && b[1] == 0x01 && b[2] == 0x0D && b[3] == 0xB8) /* documentation */
        return false;
    if (b[0] == 0x3F && b[1] == 0xFF && b[2] < 0x10) /* documentation */
        return false;
    return (b[0] & 0xE0) == 0x20; /* global unicast is 2000::/3; all else is special */
}

bool fetch_address_public(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET)
        return public_v4(ntohl(((const struct sockaddr_in *)(const void *)address)->sin_addr.s_addr));
    if (address->sa_family == AF_INET6)
        return public_v6(((const struct sockaddr_in6 *)(const void *)address)->sin6_addr.s6_addr);
    return false;
}
