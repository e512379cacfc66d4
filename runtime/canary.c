#include "canary.h"

#include "generation.h"
#include "log.h"
#include "shared.h"

#include <lauxlib.h>
#include <string.h>

/* ── Who gets it ── */

static const uint64_t hash_start = 0xcbf29ce484222325U;

/* FNV-1a. */
static uint64_t hash_more(uint64_t hash, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)bytes[i]) * 0x100000001b3U;
    return hash;
}

/* Its low bits are not even enough to be taken as they are. */
static unsigned percentile(uint64_t hash)
{
    hash = (hash ^ hash >> 30) * 0xbf58476d1ce4e5b9U;
    hash = (hash ^ hash >> 27) * 0x94d049bb133111ebU;
    return (unsigned)((hash ^ hash >> 31) % 100);
}

static bool hash_cookies(const struct generation *generation, const char *cookies, uint64_t *hash)
{
    if (cookies == NULL || generation->visitor_ref == LUA_REFNIL)
        return false;
    lua_State *L = generation->vm->L;
    int top = lua_gettop(L);
    lua_rawgeti(L, LUA_REGISTRYINDEX, generation->visitor_ref);
    lua_pushstring(L, cookies);
    bool called = lua_pcall(L, 1, 1, 0) == 0, known = called && lua_isstring(L, -1);
    if (!called)
        log_say(LOG_ERROR, "visitor.failed", "%s", lua_tostring(L, -1));
    size_t length;
    const char *visitor = known ? lua_tolstring(L, -1, &length) : NULL;
    if (known)
        *hash = hash_more(*hash, visitor, length);
    lua_settop(L, top);
    return known;
}

/* Salted by the release: it is not always the same ones that everything is tried on. */
static bool is_chosen(const struct request *request, const struct generation *stable, const struct generation *canary,
                      unsigned percent)
{
    uint64_t hash = hash_more(hash_start, canary->vm->release, strlen(canary->vm->release));
    if (!hash_cookies(stable, request_header(request, "Cookie"), &hash)) {
        const char *browser = request_header(request, "User-Agent");
        hash = hash_more(hash, request->ip, strlen(request->ip));
        if (browser != NULL)
            hash = hash_more(hash, browser, strlen(browser));
    }
    return percentile(hash) < percent;
}

/* ── What both do ── */

static void add(_Atomic unsigned *counter, unsigned n)
{
    atomic_fetch_add_explicit(counter, n, memory_order_relaxed);
}

/* In this order, so that whoever reads the same epoch before and after the counts has those of one epoch. */
static void begin_tally(struct worker_slot *slot, unsigned epoch)
{
    atomic_store(&slot->tallied, 0);
    for (size_t version = 0; version < VERSIONS; version++) {
        struct tally *tally = &slot->tally[version];
        atomic_store(&tally->under_way, 0);
        for (size_t i = 0; i < TALLY_EVENTS; i++)
            atomic_store(&tally->events[i], 0);
        for (size_t i = 0; i < SHARED_LATENCIES; i++)
            atomic_store(&tally->latency[i], 0);
    }
    atomic_store(&slot->tallied, epoch);
}

/* Of the epoch, which begins to be counted when it is first asked for; NULL for none, and for one that is over. */
static struct tally *tally_of(unsigned epoch, enum version version)
{
    struct worker_slot *slot = shared_slot();
    unsigned tallied = atomic_load(&slot->tallied);
    if (epoch == 0 || epoch < tallied)
        return NULL;
    if (epoch > tallied)
        begin_tally(slot, epoch);
    return &slot->tally[version];
}

static size_t latency_bucket(double milliseconds)
{
    size_t bucket = 0;
    double bound = 1.25;
    while (bucket < SHARED_LATENCIES - 1 && milliseconds >= bound) {
        bucket++;
        bound *= 1.25;
    }
    return bucket;
}

void canary_count(const struct request *request, double milliseconds, bool sent)
{
    if (request->epoch == 0)
        return;
    struct tally *tally = tally_of(request->epoch, request->version);
    if (tally == NULL)
        return;
    atomic_fetch_sub_explicit(&tally->under_way, 1, memory_order_relaxed);
    if (!sent)
        return;
    add(&tally->latency[latency_bucket(milliseconds)], 1);
    add(&tally->events[TALLY_REQUESTS], 1);
    if (request->status >= 500)
        add(&tally->events[TALLY_FAILED], 1);
}

void canary_inherit(void)
{
    for (size_t version = 0; version < VERSIONS; version++) {
        struct tally *tally = &shared_slot()->tally[version];
        unsigned lost = atomic_exchange(&tally->under_way, 0);
        add(&tally->events[TALLY_REQUESTS], lost);
        add(&tally->events[TALLY_FAILED], lost);
    }
}

static struct tally *tally_for(const struct vm *vm)
{
    unsigned percent;
    const struct generation *stable = generation_current(), *canary = generation_canary(&percent);
    if (stable == NULL || canary == NULL || (vm != stable->vm && vm != canary->vm))
        return NULL;
    return tally_of(generation_epoch(), vm == canary->vm ? VERSION_CANARY : VERSION_STABLE);
}

void canary_thrown(const struct vm *vm)
{
    struct tally *tally = tally_for(vm);
    if (tally != NULL)
        add(&tally->events[TALLY_THROWN], 1);
}

void canary_money(const struct vm *vm)
{
    struct tally *tally = tally_for(vm);
    if (tally != NULL)
        add(&tally->events[TALLY_MONEY], 1);
}

/* ── A request begins ── */

static void count_begun(const struct request *request)
{
    struct tally *tally = tally_of(request->epoch, request->version);
    if (tally != NULL)
        add(&tally->under_way, 1);
}

void canary_assign(struct request *request)
{
    unsigned percent;
    struct generation *stable = generation_current(), *canary = generation_canary(&percent);
    request->generation = stable;
    request->epoch = 0;
    if (stable == NULL)
        return;
    if (canary != NULL) {
        request->version = is_chosen(request, stable, canary, percent) ? VERSION_CANARY : VERSION_STABLE;
        request->epoch = generation_epoch();
        count_begun(request);
        if (request->version == VERSION_CANARY)
            request->generation = canary;
    }
    generation_hold(request->generation);
}
