/* crypto.md5(s) sha1(s) sha256(s) sha384(s) sha512(s) -> bytes      md5 and sha1 only where a partner's protocol asks
 * crypto.hmac_sha1(key, s) hmac_sha256 hmac_sha384 hmac_sha512 -> bytes
 * crypto.random(n) -> n bytes, n ≤ 1 MB          crypto.uuid7() -> text, ascending within this process
 * crypto.equal(a, b) -> boolean                  in a time that depends on the length alone
 * crypto.seal(key, plain [, aad]) -> nonce ‖ ciphertext ‖ tag         AES-256-GCM, a random nonce, key of 32 bytes
 * crypto.open(key, sealed [, aad]) -> plain | nil, message, "invalid"
 * crypto.encrypt_cbc(key, iv, plain) -> ciphertext                    AES-128-CBC, padded; only where a partner asks for it
 * crypto.keypair([seed]) -> public, private      Ed25519, 32 raw bytes each
 * crypto.sign(private, s) -> 64 bytes            crypto.verify(public, s, signature) -> boolean
 * and hex, base64, base64url, base32 with their readers: crypto_encode.c.
 *
 * Nothing waits; nothing is owned. A key of the wrong length is misuse and raises. */
#include "binding.h"
#include "crypto_encode.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/rand.h>
#include <pthread.h>
#include <stdatomic.h>
#include <time.h>
#include <uv.h>

enum {
    KEY_BYTES = 32,
    BLOCK_BYTES = 16,
    NONCE_BYTES = 12,
    TAG_BYTES = 16,
    SIGNATURE_BYTES = 64,
    RANDOM_MOST = 1 << 20
};

enum digest { MD5, SHA1, SHA256, SHA384, SHA512, DIGESTS };

static const char *const digest_names[DIGESTS] = {"MD5", "SHA1", "SHA2-256", "SHA2-384", "SHA2-512"};

/* Looking an algorithm up by name costs more than hashing a short text, hence once a process. */
static EVP_MD *digests[DIGESTS];
static EVP_CIPHER *aes, *aes_cbc;
static EVP_MAC *hmac;
static uv_once_t prepared = UV_ONCE_INIT;

/* OpenSSL's generator costs a microsecond however little is wanted, and a page wants three times sixteen bytes: so some are
 * drawn ahead. Each byte is given once and wiped; a thread has a reservoir of its own, and a child forgets its parent's. */
static _Thread_local struct reservoir {
    unsigned char bytes[512];
    size_t left;
} reservoir;

static void forget_reservoir(void)
{
    reservoir.left = 0;
}

static bool draw(unsigned char *out, size_t n)
{
    if (n > sizeof reservoir.bytes / 4)
        return RAND_bytes(out, (int)n) == 1;
    if (reservoir.left < n) {
        if (RAND_bytes(reservoir.bytes, sizeof reservoir.bytes) != 1)
            return false;
        reservoir.left = sizeof reservoir.bytes;
    }
    reservoir.left -= n;
    memcpy(out, reservoir.bytes + reservoir.left, n);
    OPENSSL_cleanse(reservoir.bytes + reservoir.left, n);
    return true;
}

static void prepare(void)
{
    pthread_atfork(NULL, NULL, forget_reservoir);
    for (int i = 0; i < DIGESTS; i++)
        digests[i] = EVP_MD_fetch(NULL, digest_names[i], NULL);
    aes = EVP_CIPHER_fetch(NULL, "AES-256-GCM", NULL);
    aes_cbc = EVP_CIPHER_fetch(NULL, "AES-128-CBC", NULL);
    hmac = EVP_MAC_fetch(NULL, "HMAC", NULL);
}

/* OpenSSL has failed where only a lack of memory or a broken installation makes it fail. */
static int raise_failure(lua_State *L)
{
    char reason[160];
    ERR_error_string_n(ERR_get_error(), reason, sizeof reason);
    ERR_clear_error();
    return luaL_error(L, "the cryptographic library failed: %s", reason);
}

static const unsigned char *check_bytes(lua_State *L, int index, size_t length)
{
    size_t n;
    const char *s = check_string(L, index, &n);
    if (n != length)
        luaL_argerror(L, index, lua_pushfstring(L, "%d bytes expected, got %d", (int)length, (int)n));
    return (const unsigned char *)s;
}

/* ── Digests ── */

static int push_digest(lua_State *L, enum digest digest)
{
    size_t n;
    const char *s = check_string(L, 1, &n);
    unsigned char out[EVP_MAX_MD_SIZE];
    unsigned length;
    if (EVP_Digest(s, n, out, &length, digests[digest], NULL) != 1)
        return raise_failure(L);
    lua_pushlstring(L, (const char *)out, length);
    return 1;
}

/* To make one costs as much as to use it, so each thread keeps its own; NULL when it cannot be made. */
static EVP_MAC_CTX *hmac_context(enum digest digest)
{
    static _Thread_local EVP_MAC_CTX *kept[DIGESTS];
    if (kept[digest] != NULL)
        return kept[digest];
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, (char *)(uintptr_t)digest_names[digest], 0),
        OSSL_PARAM_construct_end()};
    EVP_MAC_CTX *context = EVP_MAC_CTX_new(hmac);
    if (context != NULL && EVP_MAC_CTX_set_params(context, parameters) == 1)
        return kept[digest] = context;
    EVP_MAC_CTX_free(context);
    return NULL;
}

static int push_hmac(lua_State *L, enum digest digest)
{
    size_t key_length, n, length = 0;
    const char *key = check_string(L, 1, &key_length);
    const char *s = check_string(L, 2, &n);
    unsigned char out[EVP_MAX_MD_SIZE];
    EVP_MAC_CTX *context = hmac_context(digest);
    bool done = context != NULL && EVP_MAC_init(context, (const unsigned char *)key, key_length, NULL) == 1 &&
                EVP_MAC_update(context, (const unsigned char *)s, n) == 1 &&
                EVP_MAC_final(context, out, &length, sizeof out) == 1;
    if (!done)
        return raise_failure(L);
    lua_pushlstring(L, (const char *)out, length);
    return 1;
}

static int crypto_md5(lua_State *L)
{
    return push_digest(L, MD5);
}

static int crypto_sha1(lua_State *L)
{
    return push_digest(L, SHA1);
}

static int crypto_sha256(lua_State *L)
{
    return push_digest(L, SHA256);
}

static int crypto_sha384(lua_State *L)
{
    return push_digest(L, SHA384);
}

static int crypto_sha512(lua_State *L)
{
    return push_digest(L, SHA512);
}

static int crypto_hmac_sha1(lua_State *L)
{
    return push_hmac(L, SHA1);
}

static int crypto_hmac_sha256(lua_State *L)
{
    return push_hmac(L, SHA256);
}

static int crypto_hmac_sha384(lua_State *L)
{
    return push_hmac(L, SHA384);
}

static int crypto_hmac_sha512(lua_State *L)
{
    return push_hmac(L, SHA512);
}

/* ── Chance ── */

static int crypto_random(lua_State *L)
{
    size_t n = (size_t)check_integer(L, 1, 0, RANDOM_MOST);
    unsigned char small[64], *out = n <= sizeof small ? small : lua_newuserdata(L, n);
    if (!draw(out, n))
        return raise_failure(L);
    lua_pushlstring(L, (const char *)out, n);
    return 1;
}

/* Milliseconds since 1970 and a count of twelve bits below them, larger than any before: within one millisecond the count
 * goes up, and past its end, or when the clock is set back, it borrows from milliseconds to come. */
static uint64_t next_tick(unsigned chance)
{
    static _Atomic uint64_t last;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    uint64_t fresh = ((uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000) << 12 | (chance & 0x7FF);
    uint64_t before = atomic_load(&last), tick;
    do
        tick = fresh > before && fresh >> 12 != before >> 12 ? fresh : before + 1;
    while (!atomic_compare_exchange_weak(&last, &before, tick));
    return tick;
}

static int crypto_uuid7(lua_State *L)
{
    unsigned char bytes[16];
    if (!draw(bytes + 6, 10))
        return raise_failure(L);
    uint64_t tick = next_tick((unsigned)bytes[6] << 8 | bytes[7]);
    for (int i = 0; i < 6; i++)
        bytes[i] = (unsigned char)(tick >> (12 + 8 * (5 - i)));
    bytes[6] = (unsigned char)(0x70 | (tick >> 8 & 0x0F));
    bytes[7] = (unsigned char)tick;
    bytes[8] = (unsigned char)(0x80 | (bytes[8] & 0x3F));
    char out[36], *to = out;
    for (int i = 0; i < 16; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            *to++ = '-';
        *to++ = "0123456789abcdef"[bytes[i] >> 4];
        *to++ = "0123456789abcdef"[bytes[i] & 15];
    }
    lua_pushlstring(L, out, sizeof out);
    return 1;
}

static int crypto_equal(lua_State *L)
{
    size_t n, m;
    const char *a = check_string(L, 1, &n), *b = check_string(L, 2, &m);
    lua_pushboolean(L, n == m && CRYPTO_memcmp(a, b, n) == 0);
    return 1;
}

/* ── Sealing ── */

static const unsigned char *optional_aad(lua_State *L, int *length)
{
    size_t n = 0;
    const char *aad = lua_isnoneornil(L, 3) ? "" : check_string(L, 3, &n);
    luaL_argcheck(L, n <= INT32_MAX, 3, "too long");
    *length = (int)n;
    return (const unsigned char *)aad;
}

static int crypto_seal(lua_State *L)
{
    size_t n;
    int aad_length, ignored;
    const unsigned char *key = check_bytes(L, 1, KEY_BYTES);
    const unsigned char *plain = (const unsigned char *)check_string(L, 2, &n);
    luaL_argcheck(L, n <= INT32_MAX - 64, 2, "too long");
    const unsigned char *aad = optional_aad(L, &aad_length);
    unsigned char *out = lua_newuserdata(L, NONCE_BYTES + n + TAG_BYTES);
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    bool done = context != NULL && RAND_bytes(out, NONCE_BYTES) == 1 &&
                EVP_EncryptInit_ex2(context, aes, key, out, NULL) == 1 &&
                EVP_EncryptUpdate(context, NULL, &ignored, aad, aad_length) == 1 &&
                EVP_EncryptUpdate(context, out + NONCE_BYTES, &ignored, plain, (int)n) == 1 &&
                EVP_EncryptFinal_ex(context, out + NONCE_BYTES + n, &ignored) == 1 &&
                EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, TAG_BYTES, out + NONCE_BYTES + n) == 1;
    EVP_CIPHER_CTX_free(context);
    if (!done)
        return raise_failure(L);
    lua_pushlstring(L, (const char *)out, NONCE_BYTES + n + TAG_BYTES);
    return 1;
}

static int crypto_open(lua_State *L)
{
    size_t n;
    int aad_length, ignored;
    const unsigned char *key = check_bytes(L, 1, KEY_BYTES);
    const unsigned char *sealed = (const unsigned char *)check_string(L, 2, &n);
    luaL_argcheck(L, n <= INT32_MAX, 2, "too long");
    const unsigned char *aad = optional_aad(L, &aad_length);
    if (n < NONCE_BYTES + TAG_BYTES)
        return push_error(L, "invalid", "not sealed with this key");
    size_t length = n - NONCE_BYTES - TAG_BYTES;
    unsigned char tag[TAG_BYTES];
    memcpy(tag, sealed + n - TAG_BYTES, TAG_BYTES);
    unsigned char *out = lua_newuserdata(L, length + 1);
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    bool begun = context != NULL && EVP_DecryptInit_ex2(context, aes, key, sealed, NULL) == 1 &&
                 EVP_DecryptUpdate(context, NULL, &ignored, aad, aad_length) == 1 &&
                 EVP_DecryptUpdate(context, out, &ignored, sealed + NONCE_BYTES, (int)length) == 1 &&
                 EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, TAG_BYTES, tag) == 1;
    bool genuine = begun && EVP_DecryptFinal_ex(context, out + length, &ignored) == 1;
    EVP_CIPHER_CTX_free(context);
    if (!begun)
        return raise_failure(L);
    ERR_clear_error();
    if (!genuine) {
        OPENSSL_cleanse(out, length);
        return push_error(L, "invalid", "not sealed with this key");
    }
    lua_pushlstring(L, (const char *)out, length);
    return 1;
}

static int crypto_encrypt_cbc(lua_State *L)
{
    size_t n;
    int written = 0, rest = 0;
    const unsigned char *key = check_bytes(L, 1, BLOCK_BYTES), *iv = check_bytes(L, 2, BLOCK_BYTES);
    const unsigned char *plain = (const unsigned char *)check_string(L, 3, &n);
    luaL_argcheck(L, n <= INT32_MAX - 64, 3, "too long");
    unsigned char *out = lua_newuserdata(L, n + BLOCK_BYTES);
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    bool done = context != NULL && EVP_EncryptInit_ex2(context, aes_cbc, key, iv, NULL) == 1 &&
                EVP_EncryptUpdate(context, out, &written, plain, (int)n) == 1 &&
                EVP_EncryptFinal_ex(context, out + written, &rest) == 1;
    EVP_CIPHER_CTX_free(context);
    if (!done)
        return raise_failure(L);
    lua_pushlstring(L, (const char *)out, (size_t)written + (size_t)rest);
    return 1;
}

/* ── Signatures ── */

static int crypto_keypair(lua_State *L)
{
    unsigned char private[KEY_BYTES], public[KEY_BYTES];
    size_t length = sizeof public;
    if (!lua_isnoneornil(L, 1))
        memcpy(private, check_bytes(L, 1, KEY_BYTES), KEY_BYTES);
    else if (RAND_priv_bytes(private, KEY_BYTES) != 1)
        return raise_failure(L);
    EVP_PKEY *key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, private, KEY_BYTES);
    bool done = key != NULL && EVP_PKEY_get_raw_public_key(key, public, &length) == 1;
    EVP_PKEY_free(key);
    if (!done)
        return raise_failure(L);
    lua_pushlstring(L, (const char *)public, KEY_BYTES);
    lua_pushlstring(L, (const char *)private, KEY_BYTES);
    OPENSSL_cleanse(private, sizeof private);
    return 2;
}

static int crypto_sign(lua_State *L)
{
    size_t n, length = SIGNATURE_BYTES;
    const unsigned char *private = check_bytes(L, 1, KEY_BYTES);
    const unsigned char *s = (const unsigned char *)check_string(L, 2, &n);
    unsigned char signature[SIGNATURE_BYTES];
    EVP_PKEY *key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, private, KEY_BYTES);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool done = key != NULL && context != NULL && EVP_DigestSignInit(context, NULL, NULL, NULL, key) == 1 &&
                EVP_DigestSign(context, signature, &length, s, n) == 1;
    EVP_MD_CTX_free(context);
    EVP_PKEY_free(key);
    if (!done)
        return raise_failure(L);
    lua_pushlstring(L, (const char *)signature, length);
    return 1;
}

static int crypto_verify(lua_State *L)
{
    size_t n, signature_length;
    const unsigned char *public = check_bytes(L, 1, KEY_BYTES);
    const unsigned char *s = (const unsigned char *)check_string(L, 2, &n);
    const unsigned char *signature = (const unsigned char *)check_string(L, 3, &signature_length);
    EVP_PKEY *key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, public, KEY_BYTES);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool begun = key != NULL && context != NULL && EVP_DigestVerifyInit(context, NULL, NULL, NULL, key) == 1;
    bool genuine = begun && signature_length == SIGNATURE_BYTES &&
                   EVP_DigestVerify(context, signature, signature_length, s, n) == 1;
    EVP_MD_CTX_free(context);
    EVP_PKEY_free(key);
    if (!begun)
        return raise_failure(L);
    ERR_clear_error();
    lua_pushboolean(L, genuine);
    return 1;
}

MODULE(crypto)
{
    static const luaL_Reg functions[] = {{"md5", crypto_md5},
                                         {"sha1", crypto_sha1},
                                         {"sha256", crypto_sha256},
                                         {"sha384", crypto_sha384},
                                         {"sha512", crypto_sha512},
                                         {"hmac_sha1", crypto_hmac_sha1},
                                         {"hmac_sha256", crypto_hmac_sha256},
                                         {"hmac_sha384", crypto_hmac_sha384},
                                         {"hmac_sha512", crypto_hmac_sha512},
                                         {"random", crypto_random},
                                         {"uuid7", crypto_uuid7},
                                         {"equal", crypto_equal},
                                         {"seal", crypto_seal},
                                         {"open", crypto_open},
                                         {"encrypt_cbc", crypto_encrypt_cbc},
                                         {"keypair", crypto_keypair},
                                         {"sign", crypto_sign},
                                         {"verify", crypto_verify},
                                         {NULL, NULL}};
    uv_once(&prepared, prepare);
    for (int i = 0; i < DIGESTS; i++) {
        if (digests[i] == NULL)
            return luaL_error(L, "the cryptographic library has no %s", digest_names[i]);
    }
    if (aes == NULL || aes_cbc == NULL || hmac == NULL)
        return luaL_error(L, "the cryptographic library has no AES or no HMAC");
    lua_newtable(L);
    luaL_register(L, NULL, functions);
    luaL_register(L, NULL, crypto_encode_functions);
    return 1;
}
