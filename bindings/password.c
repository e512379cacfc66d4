/* The C part of `password` (bindings/password.lua is its face):
 *
 * hash(password) -> stored | nil, message, code                                        waits
 * verify(password, stored | nil) -> true, needs_rehash | false | nil, message, code    waits
 * is_common(password) -> boolean            in lower case: one of those that are tried first
 *
 * Codes: "busy" (more than 64 are waiting), "format" (`stored` is nothing that we can verify), "memory".
 *
 * The work is done in the thread pool, two at a time, because each takes 19 MB and a core for some 20 ms: a crowd at the
 * log-in page must not take the pool from files and look-ups, nor the memory from the worker. A job owns copies of what it
 * needs and is freed on the loop, after the task that asked may long have ended. */
#include "binding.h"
#include "loop.h"
#include "password_common.h"
#include "task.h"

#include <argon2.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <stddef.h>
#include <stdlib.h>
#include <uv.h>

enum {
    MEMORY_KIB = 19456, /* the second set of parameters that OWASP recommends for Argon2id */
    PASSES = 2,
    LANES = 1,
    SALT_BYTES = 16,
    HASH_BYTES = 32,
    STORED_MOST = 255,
    PASSWORD_MOST = 4096,
    AT_ONCE = 2,
    QUEUE_MOST = 64,
    /* What we verify may have been stored with other parameters, but not with any that would take the machine down. */
    MEMORY_KIB_MOST = 262144,
    PASSES_MOST = 16,
    LANES_MOST = 8,
    ITERATIONS_MOST = 10000000,
};

static const char current_parameters[] = "$argon2id$v=19$m=19456,t=2,p=1$";

enum job_kind { HASH, VERIFY };
enum outcome { HASHED, MATCHES, DIFFERS, MALFORMED, NO_MEMORY };

struct job {
    uv_work_t work;
    struct wait wait;
    struct job *next; /* in the queue */
    enum job_kind kind;
    enum outcome outcome;
    bool needs_rehash;
    char stored[STORED_MOST + 1];
    size_t length;
    char password[];
};

static struct job *queue, **queue_end = &queue;
static unsigned running, queued;

static void job_free(struct job *job)
{
    OPENSSL_cleanse(job->password, job->length);
    free(job);
}

/* ── In the thread pool ── */

static enum outcome hash(struct job *job)
{
    unsigned char salt[SALT_BYTES];
    if (RAND_bytes(salt, sizeof salt) != 1)
        return NO_MEMORY;
    int status = argon2id_hash_encoded(PASSES, MEMORY_KIB, LANES, job->password, job->length, salt, sizeof salt,
                                       HASH_BYTES, job->stored, sizeof job->stored);
    return status == ARGON2_OK ? HASHED : NO_MEMORY;
}

/* Takes the label and the number behind it off. */
static bool take(const char **at, const char *label, unsigned *number)
{
    enum { DIGITS_MOST = 9 };
    size_t length = strlen(label);
    if (strncmp(*at, label, length) != 0)
        return false;
    const char *digits = *at + length;
    size_t count = strspn(digits, "0123456789");
    if (count == 0 || count > DIGITS_MOST)
        return false;
    *number = (unsigned)strtoul(digits, NULL, 10);
    *at = digits + count;
    return true;
}

static enum outcome verify_argon2(struct job *job)
{
    unsigned memory, passes, lanes;
    const char *at = job->stored;
    if (!take(&at, "$argon2id$v=19$m=", &memory) || !take(&at, ",t=", &passes) || !take(&at, ",p=", &lanes) ||
        memory > MEMORY_KIB_MOST || passes > PASSES_MOST || lanes > LANES_MOST)
        return MALFORMED;
    job->needs_rehash = strncmp(job->stored, current_parameters, sizeof current_parameters - 1) != 0;
    switch (argon2id_verify(job->stored, job->password, job->length)) {
    case ARGON2_OK:
        return MATCHES;
    case ARGON2_VERIFY_MISMATCH:
        return DIFFERS;
    case ARGON2_MEMORY_ALLOCATION_ERROR:
        return NO_MEMORY;
    default:
        return MALFORMED;
    }
}

/* Django: pbkdf2_sha256$iterations$salt$base64. */
static enum outcome verify_pbkdf2(struct job *job)
{
    unsigned iterations;
    const char *at = job->stored;
    if (!take(&at, "pbkdf2_sha256$", &iterations) || *at != '$' || iterations == 0 || iterations > ITERATIONS_MOST)
        return MALFORMED;
    const char *salt = at + 1, *digest = strchr(salt, '$');
    enum { DIGEST_LETTERS = (HASH_BYTES + 2) / 3 * 4 };
    if (digest == NULL || strlen(digest + 1) != DIGEST_LETTERS)
        return MALFORMED;
    unsigned char bytes[HASH_BYTES], letters[DIGEST_LETTERS + 1];
    if (PKCS5_PBKDF2_HMAC(job->password, (int)job->length, (const unsigned char *)salt, (int)(digest - salt),
                          (int)iterations, EVP_sha256(), sizeof bytes, bytes) != 1)
        return NO_MEMORY;
    EVP_EncodeBlock(letters, bytes, sizeof bytes);
    job->needs_rehash = true;
    return CRYPTO_memcmp(letters, digest + 1, DIGEST_LETTERS) == 0 ? MATCHES : DIFFERS;
}

static void work(uv_work_t *request)
{
    struct job *job = request->data;
    if (job->kind == HASH)
        job->outcome = hash(job);
    else if (job->stored[0] == '\0') /* nobody has this name: takes as long as if somebody had */
        job->outcome = hash(job) == HASHED ? DIFFERS : NO_MEMORY;
    else if (job->stored[0] == '!') /* Django's mark of an account without a password */
        job->outcome = DIFFERS;
    else if (job->stored[0] == '$')
        job->outcome = verify_argon2(job);
    else
        job->outcome = verify_pbkdf2(job);
}

/* ── On the loop ── */

static int push_outcome(lua_State *L, const struct job *job)
{
    switch (job->outcome) {
    case HASHED:
        lua_pushstring(L, job->stored);
        return 1;
    case MATCHES:
        lua_pushboolean(L, true);
        lua_pushboolean(L, job->needs_rehash);
        return 2;
    case DIFFERS:
        lua_pushboolean(L, false);
        return 1;
    case MALFORMED:
        return push_error(L, "format", "what is stored is no hash of a password that can be verified");
    case NO_MEMORY:
        break;
    }
    return push_error(L, "memory", "no memory to hash a password");
}

static void start_next(void);

static void after_work(uv_work_t *request, int status)
{
    (void)status; /* we never uv_cancel */
    struct job *job = request->data;
    running--;
    start_next();
    if (wait_active(&job->wait))
        wait_done(&job->wait, push_outcome(wait_stack(&job->wait), job));
    job_free(job);
}

static void start_next(void)
{
    while (queue != NULL && running < AT_ONCE) {
        struct job *job = queue;
        queue = job->next;
        if (queue == NULL)
            queue_end = &queue;
        queued--;
        running++;
        uv_queue_work(loop_get(), &job->work, work, after_work);
    }
}

/* Whoever asked is gone. What runs already runs to its end; what still waits is not begun. */
static void job_cancel(struct wait *wait)
{
    struct job *job = (struct job *)(void *)((char *)wait - offsetof(struct job, wait));
    for (struct job **link = &queue; *link != NULL; link = &(*link)->next) {
        if (*link != job)
            continue;
        *link = job->next;
        if (job->next == NULL)
            queue_end = link;
        queued--;
        job_free(job);
        return;
    }
}

static int start(lua_State *L, enum job_kind kind, const char *stored, size_t stored_length)
{
    size_t length;
    const char *password = check_string(L, 1, &length);
    luaL_argcheck(L, length <= PASSWORD_MOST, 1, "at most 4096 bytes expected");
    wait_check(L);
    if (running == AT_ONCE && queued == QUEUE_MOST)
        return push_error(L, "busy", "too many passwords at once");
    struct job *job = calloc(1, sizeof *job + length + 1);
    if (job == NULL)
        return push_error(L, "memory", "no memory to hash a password");
    job->work.data = job;
    job->kind = kind;
    job->length = length;
    memcpy(job->password, password, length);
    memcpy(job->stored, stored, stored_length);
    *queue_end = job;
    queue_end = &job->next;
    queued++;
    start_next();
    return wait_begin(L, &job->wait, job_cancel);
}

static int password_hash(lua_State *L)
{
    return start(L, HASH, "", 0);
}

static int password_verify(lua_State *L)
{
    size_t n = 0;
    const char *stored = lua_isnoneornil(L, 2) ? "" : check_string(L, 2, &n);
    bool absent = lua_isnoneornil(L, 2);
    if (!absent && (n == 0 || n > STORED_MOST || memchr(stored, '\0', n) != NULL))
        return push_error(L, "format", "what is stored is no hash of a password that can be verified");
    return start(L, VERIFY, stored, n);
}

static int password_is_common(lua_State *L)
{
    size_t length;
    const char *password = check_string(L, 1, &length);
    lua_pushboolean(L, password_common_has(password, length));
    return 1;
}

MODULE(password_core)
{
    static const luaL_Reg functions[] = {
        {"hash", password_hash}, {"verify", password_verify}, {"is_common", password_is_common}, {NULL, NULL}};
    lua_newtable(L);
    luaL_register(L, NULL, functions);
    return 1;
}
