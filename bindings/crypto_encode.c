/* crypto.hex(bytes) -> string           lower case          crypto.unhex(s)        either case
 * crypto.base64(bytes) -> string        with padding        crypto.unbase64(s)     padding needed
 * crypto.base64url(bytes) -> string     without padding     crypto.unbase64url(s)  padding refused
 * crypto.base32(bytes) -> string        with padding        crypto.unbase32(s)     either case, with padding or without,
 *                                                           because people type these
 * The readers return bytes | nil, message, "encoding". They take one spelling only (RFC 4648 section 3.5): left-over bits
 * must be zero, and nothing foreign is skipped. Nothing waits; nothing is owned. */
#include "crypto_encode.h"

#include "binding.h"

#include <stdint.h>

/* What the bases of RFC 4648 share: so many bits a letter, so many letters in a padded group. */
struct base {
    const char *name;
    const char *alphabet;
    unsigned bits, group;
    bool pads, padding_required, padding_refused, folds_case;
};

static const struct base hexadecimal = {.name = "hexadecimal",
                                        .alphabet = "0123456789abcdef",
                                        .bits = 4,
                                        .group = 2,
                                        .padding_refused = true,
                                        .folds_case = true};
static const struct base sixty_four = {.name = "base64",
                                       .alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
                                       .bits = 6,
                                       .group = 4,
                                       .pads = true,
                                       .padding_required = true};
static const struct base sixty_four_url = {.name = "base64url",
                                           .alphabet =
                                               "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
                                           .bits = 6,
                                           .group = 4,
                                           .padding_refused = true};
static const struct base thirty_two = {.name = "base32",
                                       .alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
                                       .bits = 5,
                                       .group = 8,
                                       .pads = true,
                                       .folds_case = true};

static int encode(lua_State *L, const struct base *base)
{
    size_t n, length = 0;
    const unsigned char *s = (const unsigned char *)check_string(L, 1, &n);
    luaL_argcheck(L, n <= SIZE_MAX / 16, 1, "too long");
    char *out = lua_newuserdata(L, n * 2 + base->group);
    uint32_t pool = 0;
    unsigned held = 0;
    for (size_t i = 0; i < n; i++) {
        pool = pool << 8 | s[i];
        held += 8;
        while (held >= base->bits) {
            held -= base->bits;
            out[length++] = base->alphabet[pool >> held & ((1u << base->bits) - 1)];
        }
    }
    if (held > 0)
        out[length++] = base->alphabet[pool << (base->bits - held) & ((1u << base->bits) - 1)];
    while (base->pads && length % base->group != 0)
        out[length++] = '=';
    lua_pushlstring(L, out, length);
    return 1;
}

static int letter_value(const struct base *base, char letter)
{
    const char *at = letter == '\0' ? NULL : strchr(base->alphabet, letter);
    if (at == NULL && base->folds_case) {
        char other = (char)(letter ^ 0x20);
        bool is_letter = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
        at = is_letter ? strchr(base->alphabet, other) : NULL;
    }
    return at == NULL ? -1 : (int)(at - base->alphabet);
}

static int decode(lua_State *L, const struct base *base)
{
    size_t n, length = 0;
    const char *s = check_string(L, 1, &n);
    size_t letters = n;
    while (letters > 0 && n - letters + 1 < base->group && s[letters - 1] == '=')
        letters--;
    size_t padding = n - letters;
    bool padded = padding > 0 || base->padding_required;
    if ((padding > 0 && base->padding_refused) || (padded && n % base->group != 0))
        return push_error(L, "encoding", "not %s: wrong padding", base->name);
    unsigned char *out = lua_newuserdata(L, letters + 1);
    uint32_t pool = 0;
    unsigned held = 0;
    for (size_t i = 0; i < letters; i++) {
        int value = letter_value(base, s[i]);
        if (value < 0)
            return push_error(L, "encoding", "not %s: a foreign character at %d", base->name, (int)i + 1);
        pool = pool << base->bits | (uint32_t)value;
        held += base->bits;
        if (held >= 8) {
            held -= 8;
            out[length++] = (unsigned char)(pool >> held & 0xFF);
        }
    }
    /* A whole letter left over carries no byte, and left-over bits must say nothing. */
    if (held >= base->bits || (pool & ((1u << held) - 1)) != 0)
        return push_error(L, "encoding", "not %s: cut off", base->name);
    lua_pushlstring(L, (const char *)out, length);
    return 1;
}

static int crypto_hex(lua_State *L)
{
    return encode(L, &hexadecimal);
}

static int crypto_unhex(lua_State *L)
{
    return decode(L, &hexadecimal);
}

static int crypto_base64(lua_State *L)
{
    return encode(L, &sixty_four);
}

static int crypto_unbase64(lua_State *L)
{
    return decode(L, &sixty_four);
}

static int crypto_base64url(lua_State *L)
{
    return encode(L, &sixty_four_url);
}

static int crypto_unbase64url(lua_State *L)
{
    return decode(L, &sixty_four_url);
}

static int crypto_base32(lua_State *L)
{
    return encode(L, &thirty_two);
}

static int crypto_unbase32(lua_State *L)
{
    return decode(L, &thirty_two);
}

const luaL_Reg crypto_encode_functions[] = {
    {"hex", crypto_hex},           {"unhex", crypto_unhex},         {"base64", crypto_base64},
    {"unbase64", crypto_unbase64}, {"base64url", crypto_base64url}, {"unbase64url", crypto_unbase64url},
    {"base32", crypto_base32},     {"unbase32", crypto_unbase32},   {NULL, NULL}};
