/* keeper.attach() -> true | nil, message    joins the workers of the master that started this process: once, first of all
 * keeper.order{ epoch = n, serve = sha | nil, canary = sha | nil, percent = n, prepared = { sha, … } }
 *                                           what the workers are to serve (the tree's own logic without a sha), what to give
 *                                           to a share of visitors, and what to have ready: at most two
 * keeper.ordered() -> { epoch =, serve =, canary =, percent =, prepared = } | nil    the newest order, whoever gave it
 * keeper.counts() -> { epoch = n, stable = counts, canary = counts } | nil    what both versions did in all workers since
 *                                           then: { requests =, failed =, thrown =, money =, latency = { n, … } }
 * keeper.look(sha | nil) -> "serving" | "ready" | "building" | "refused", reason | nil
 *                                           how far all workers are with a release of the newest order, or with the tree
 * keeper.succeeded() -> boolean              whether another master, with a keeper of its own, has taken over
 *
 * A release is in DATA_DIR/releases/<sha>, whole and verified, before it is named here. Nothing waits. */
#include "config.h"
#include "log.h"
#include "loop.h"
#include "modules.h"
#include "shared.h"

#include <lauxlib.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

enum { FLUSH_MS = 100, KEEPER_NICE = 10 };

static bool attached;
static uv_timer_t flusher;

/* A command's lines are written when it ends, and this one does not. */
static void flush(uv_timer_t *timer)
{
    (void)timer;
    log_flush();
}

static int keeper_attach(lua_State *L)
{
    if (!shared_join(SIGTERM)) {
        lua_pushnil(L);
        lua_pushliteral(L, "node is started by serve");
        return 2;
    }
    log_process("keeper");
    setpriority(PRIO_PROCESS, 0, KEEPER_NICE); /* whoever is to be served comes first */
    uv_timer_init(loop_get(), &flusher);
    uv_timer_start(&flusher, flush, FLUSH_MS, FLUSH_MS);
    uv_unref((uv_handle_t *)&flusher);
    attached = true;
    lua_pushboolean(L, true);
    return 1;
}

static void check_attached(lua_State *L)
{
    if (!attached)
        luaL_error(L, "keeper.attach() comes first");
}

/* The sha at the top of the stack, which is popped. */
static void take_sha(lua_State *L, char sha[SHARED_SHA + 1])
{
    size_t length;
    const char *given = lua_tolstring(L, -1, &length);
    if (given == NULL || length != SHARED_SHA || strspn(given, "0123456789abcdef") != length) {
        luaL_error(L, "a release is named by its 64 hex digits");
        return;
    }
    memcpy(sha, given, SHARED_SHA + 1);
    lua_pop(L, 1);
}

/* The field of the table at 1, if it is there. */
static void take_named(lua_State *L, const char *name, char sha[SHARED_SHA + 1])
{
    lua_getfield(L, 1, name);
    if (lua_isnil(L, -1))
        lua_pop(L, 1);
    else
        take_sha(L, sha);
}

/* What an order wants of a release, or of the tree; NULL when that is nothing. */
static const struct wanted *find(struct order *order, const char *sha)
{
    for (size_t i = 0; i < ORDER_WANTED; i++) {
        const struct wanted *one = order_wanted(order, i);
        if (one->number != 0 && strcmp(one->sha, sha) == 0)
            return one;
    }
    return NULL;
}

/* What is there already keeps its number, so that nobody builds it again. */
static unsigned number_of(struct order *before, const char *sha)
{
    const struct wanted *known = find(before, sha);
    return known != NULL ? known->number : shared_fresh();
}

static void number_all(struct order *order, void *context)
{
    struct order *next = context;
    next->serve.number = number_of(order, next->serve.sha);
    for (size_t i = 1; i < ORDER_WANTED; i++) {
        struct wanted *one = order_wanted(next, i);
        if (one->sha[0] != '\0')
            one->number = number_of(order, one->sha);
    }
    *order = *next;
}

static int keeper_order(lua_State *L)
{
    check_attached(L);
    luaL_checktype(L, 1, LUA_TTABLE);
    struct order next = {0};
    lua_getfield(L, 1, "epoch");
    next.epoch = (unsigned)luaL_checkinteger(L, -1);
    lua_pop(L, 1);
    take_named(L, "serve", next.serve.sha);
    take_named(L, "canary", next.canary.sha);
    lua_getfield(L, 1, "percent");
    next.percent = (unsigned)lua_tointeger(L, -1);
    lua_pop(L, 1);
    lua_getfield(L, 1, "prepared");
    luaL_checktype(L, -1, LUA_TTABLE);
    size_t count = lua_objlen(L, -1);
    if (count > SHARED_PREPARED)
        return luaL_error(L, "at most %d releases are kept ready", SHARED_PREPARED);
    for (size_t i = 0; i < count; i++) {
        lua_rawgeti(L, -1, (int)i + 1);
        take_sha(L, next.prepared[i].sha);
    }
    shared_order_change(number_all, &next);
    return 0;
}

static int keeper_ordered(lua_State *L)
{
    check_attached(L);
    struct order order;
    if (!shared_order(&order))
        return 0;
    lua_newtable(L);
    lua_pushinteger(L, (lua_Integer)order.epoch);
    lua_setfield(L, -2, "epoch");
    if (order.serve.sha[0] != '\0') {
        lua_pushstring(L, order.serve.sha);
        lua_setfield(L, -2, "serve");
    }
    if (order.canary.number != 0) {
        lua_pushstring(L, order.canary.sha);
        lua_setfield(L, -2, "canary");
    }
    lua_pushinteger(L, (lua_Integer)order.percent);
    lua_setfield(L, -2, "percent");
    lua_newtable(L);
    int n = 0;
    for (size_t i = 0; i < SHARED_PREPARED; i++)
        if (order.prepared[i].number != 0) {
            lua_pushstring(L, order.prepared[i].sha);
            lua_rawseti(L, -2, ++n);
        }
    lua_setfield(L, -2, "prepared");
    return 1;
}

static bool has_prepared(const struct worker_slot *slot, unsigned number)
{
    for (size_t i = 0; i < SHARED_PREPARED; i++)
        if (atomic_load(&slot->prepared[i]) == number)
            return true;
    return false;
}

static int keeper_look(lua_State *L)
{
    check_attached(L);
    const char *sha = luaL_optstring(L, 1, "");
    struct order order;
    const struct wanted *wanted = shared_order(&order) ? find(&order, sha) : NULL;
    if (wanted == NULL)
        return 0;
    unsigned number = wanted->number;
    struct shared *shared = shared_get();
    unsigned workers = atomic_load(&shared->workers), serving = 0, ready = 0;
    for (unsigned i = 0; i < workers; i++) {
        const struct worker_slot *slot = &shared->slots[i];
        if (atomic_load(&slot->pid) == 0)
            continue;
        if (atomic_load(&slot->refused) == number) {
            lua_pushliteral(L, "refused");
            lua_pushstring(L, slot->reason);
            return 2;
        }
        bool current = atomic_load(&slot->generation) == number, canary = atomic_load(&slot->canary) == number;
        serving += wanted == &order.canary ? canary : current;
        ready += current || canary || has_prepared(slot, number);
    }
    lua_pushstring(L, serving == workers ? "serving" : ready == workers ? "ready" : "building");
    return 1;
}

struct sums {
    unsigned events[TALLY_EVENTS], latency[SHARED_LATENCIES];
};

/* Adds up what the workers counted of a version in an epoch; one that goes on to another meanwhile is left out. */
static void add_up(unsigned epoch, enum version version, struct sums *sums)
{
    struct shared *shared = shared_get();
    for (unsigned i = 0; i < atomic_load(&shared->workers); i++) {
        struct worker_slot *slot = &shared->slots[i];
        struct tally *tally = &slot->tally[version];
        struct sums seen = *sums;
        if (atomic_load(&slot->tallied) != epoch)
            continue;
        for (size_t j = 0; j < TALLY_EVENTS; j++)
            seen.events[j] += atomic_load(&tally->events[j]);
        for (size_t j = 0; j < SHARED_LATENCIES; j++)
            seen.latency[j] += atomic_load(&tally->latency[j]);
        if (atomic_load(&slot->tallied) == epoch)
            *sums = seen;
    }
}

static void push_counts(lua_State *L, unsigned epoch, enum version version)
{
    struct sums sums = {{0}, {0}};
    add_up(epoch, version, &sums);
    lua_newtable(L);
    for (size_t i = 0; i < TALLY_EVENTS; i++) {
        lua_pushinteger(L, (lua_Integer)sums.events[i]);
        lua_setfield(L, -2, tally_names[i]);
    }
    lua_newtable(L);
    for (size_t i = 0; i < SHARED_LATENCIES; i++) {
        lua_pushinteger(L, (lua_Integer)sums.latency[i]);
        lua_rawseti(L, -2, (int)i + 1);
    }
    lua_setfield(L, -2, "latency");
}

static int keeper_counts(lua_State *L)
{
    check_attached(L);
    struct order order;
    if (!shared_order(&order) || order.canary.number == 0)
        return 0;
    lua_newtable(L);
    lua_pushinteger(L, (lua_Integer)order.epoch);
    lua_setfield(L, -2, "epoch");
    push_counts(L, order.epoch, VERSION_STABLE);
    lua_setfield(L, -2, "stable");
    push_counts(L, order.epoch, VERSION_CANARY);
    lua_setfield(L, -2, "canary");
    return 1;
}

static int keeper_succeeded(lua_State *L)
{
    check_attached(L);
    lua_pushboolean(L, atomic_load(&shared_get()->succeeded));
    return 1;
}

MODULE(keeper)
{
    static const luaL_Reg functions[] = {{"attach", keeper_attach},
                                         {"order", keeper_order},
                                         {"ordered", keeper_ordered},
                                         {"look", keeper_look},
                                         {"counts", keeper_counts},
                                         {"succeeded", keeper_succeeded},
                                         {NULL, NULL}};
    lua_newtable(L);
    luaL_register(L, NULL, functions);
    return 1;
}
