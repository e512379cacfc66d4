#include "generation.h"

#include "config.h"
#include "log.h"
#include "loop.h"
#include "shared.h"
#include "task.h"

#include <lauxlib.h>
#include <luajit.h>
#include <lualib.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { BUILD_SECONDS = 10, HOOK_EVERY = 40000, NAP_NS = 40000, NICE = 15, HOOKS = 8, AGAIN_MS = 1000 };

struct build {
    uv_thread_t thread;
    uv_async_t done;
    unsigned number;
    struct vm *vm;
    int handle_ref, admit_ref, jobs_ref;
    double milliseconds;
    char reason[SHARED_REASON]; /* empty: sound */
};

static struct generation *current, *draining;
static struct build *building;
static unsigned again; /* the number to build next, 0: none */
static atomic_bool abandoned;
static char refusal[SHARED_REASON];
static void (*hooks[HOOKS])(struct vm *vm);
static void (*on_deadline)(struct generation *generation);

static double monotonic_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1000.0 + (double)now.tv_nsec / 1e6;
}

/* ── Build: on any thread, touching only the new state ── */

static _Thread_local double build_deadline;
static _Thread_local bool builds_beside; /* others serve on these cores meanwhile, and come first */

/* Interpreted code, and only while it loads: a release that never finishes loading must not hold its builder for ever.
 * And since a core that builds for a whole slice of the kernel's time lets shoppers wait for it, the builder naps after
 * each little piece: it takes twice as long, and whoever is to be served gets the core at once. */
static void between_pieces(lua_State *L, lua_Debug *activation)
{
    (void)activation;
    if (builds_beside)
        nanosleep(&(struct timespec){.tv_nsec = NAP_NS}, NULL);
    if (atomic_load(&abandoned))
        luaL_error(L, "the process ends");
    if (monotonic_ms() > build_deadline)
        luaL_error(L, "loading takes more than %d seconds", BUILD_SECONDS);
}

static int with_traceback(lua_State *L)
{
    if (lua_type(L, 1) != LUA_TSTRING && !luaL_callmeta(L, 1, "__tostring"))
        lua_pushliteral(L, "(an error that is not a string)");
    const char *message = lua_tostring(L, -1);
    luaL_traceback(L, L, message, 1);
    return 1;
}

static int take_function(lua_State *L, int boot, const char *name)
{
    lua_getfield(L, boot, name);
    if (!lua_isfunction(L, -1))
        return luaL_error(L, "app/boot.lua returns no function %s", name);
    return luaL_ref(L, LUA_REGISTRYINDEX);
}

/* `jobs` of app/boot.lua, checked so that nothing has to be checked when they are due. */
static int take_jobs(lua_State *L, int boot)
{
    lua_getfield(L, boot, "jobs");
    if (lua_isnil(L, -1)) {
        lua_newtable(L);
        lua_replace(L, -2);
    }
    if (!lua_istable(L, -1))
        return luaL_error(L, "app/boot.lua: jobs is not a list");
    int list = lua_gettop(L);
    for (int i = 1; i <= (int)lua_objlen(L, list); i++) {
        lua_rawgeti(L, list, i);
        if (!lua_istable(L, -1))
            return luaL_error(L, "app/boot.lua: job %d is not a table", i);
        lua_getfield(L, -1, "name");
        lua_getfield(L, -2, "every");
        lua_getfield(L, -3, "run");
        bool whole = lua_type(L, -3) == LUA_TSTRING && lua_isnumber(L, -2) && lua_isfunction(L, -1);
        if (!whole || lua_tonumber(L, -2) < 0.1 || lua_tonumber(L, -2) > 86400)
            return luaL_error(L, "app/boot.lua: job %d wants a name, every (0.1 to 86400 seconds) and run", i);
        lua_settop(L, list);
    }
    return luaL_ref(L, LUA_REGISTRYINDEX);
}

/* Every generation begins cold. With LuaJIT's usual patience (56 and 10) the first few pages after a flip were spent on
 * compiling traces and took several times as long as interpreted ones; this way that work is spread over hundreds. */
static void compile_later(lua_State *L)
{
    lua_getglobal(L, "jit");
    lua_getfield(L, -1, "opt");
    lua_getfield(L, -1, "start");
    lua_pushliteral(L, "hotloop=1000");
    lua_pushliteral(L, "hotexit=100");
    lua_call(L, 2, 0);
    lua_pop(L, 2);
}

static int load_app(lua_State *L)
{
    struct build *build = lua_touserdata(L, 1);
    compile_later(L);
    char path[4200];
    snprintf(path, sizeof path, "%s/app/boot.lua", config_root());
    if (luaL_loadfile(L, path) != 0)
        return lua_error(L);
    lua_call(L, 0, 1);
    int boot = lua_gettop(L);
    luaL_checktype(L, boot, LUA_TTABLE);
    build->handle_ref = take_function(L, boot, "handle");
    build->admit_ref = take_function(L, boot, "admit");
    build->jobs_ref = take_jobs(L, boot);
    lua_getfield(L, boot, "self_check");
    if (!lua_isfunction(L, -1))
        return luaL_error(L, "app/boot.lua returns no function self_check");
    lua_call(L, 0, 2);
    if (!lua_toboolean(L, -2)) {
        lua_getglobal(L, "tostring");
        lua_pushvalue(L, -2);
        lua_call(L, 1, 1);
        return luaL_error(L, "the self-check refused it: %s", lua_tostring(L, -1));
    }
    return 0;
}

static void build_now(struct build *build)
{
    double began = monotonic_ms();
    const char *message = NULL;
    struct vm *vm = vm_new(VM_GENERATION, config_root(), &message);
    if (vm == NULL) {
        snprintf(build->reason, sizeof build->reason, "%s", message);
        return;
    }
    vm->number = build->number;
    vm->loading = true;
    lua_State *L = vm->L;
    build_deadline = began + BUILD_SECONDS * 1000.0;
    luaJIT_setmode(L, 0, LUAJIT_MODE_ENGINE | LUAJIT_MODE_OFF);
    lua_sethook(L, between_pieces, LUA_MASKCOUNT, HOOK_EVERY);
    lua_pushcfunction(L, with_traceback);
    lua_pushcfunction(L, load_app);
    lua_pushlightuserdata(L, build);
    if (lua_pcall(L, 1, 0, 1) != 0) {
        const char *reason = lua_tostring(L, -1);
        snprintf(build->reason, sizeof build->reason, "%s",
                 reason != NULL && *reason != '\0' ? reason : "it does not load");
        vm_free(vm);
        build->milliseconds = monotonic_ms() - began;
        return;
    }
    lua_sethook(L, NULL, 0, 0);
    luaJIT_setmode(L, 0, LUAJIT_MODE_ENGINE | LUAJIT_MODE_ON);
    lua_settop(L, 0);
    lua_gc(L, LUA_GCCOLLECT, 0);
    vm->loading = false;
    build->vm = vm;
    build->milliseconds = monotonic_ms() - began;
}

/* ── Flip and drain: on the loop's thread ── */

/* How many old ones are still open. */
static void count_draining(void)
{
    unsigned n = 0;
    for (struct generation *generation = draining; generation != NULL; generation = generation->next)
        n++;
    atomic_store(&shared_slot()->draining_generations, n);
}

static void close_generation(struct generation *generation)
{
    for (struct generation **link = &draining; *link != NULL; link = &(*link)->next) {
        if (*link == generation) {
            *link = generation->next;
            break;
        }
    }
    log_begin(LOG_INFO, "generation.closed");
    log_integer("generation", generation->vm->number);
    log_end();
    vm_retire(generation->vm);
    free(generation);
    count_draining();
}

static void maybe_close(struct generation *generation)
{
    if (generation != current && generation->references == 0 && generation->vm->tasks == 0)
        close_generation(generation);
}

/* A state must not be closed from inside one of its own calls: look on the next turn. */
static void look(uv_idle_t *idle)
{
    uv_idle_stop(idle);
    struct generation *generation = draining;
    while (generation != NULL) {
        struct generation *next = generation->next;
        maybe_close(generation);
        generation = next;
    }
}

static void look_soon(void)
{
    static uv_idle_t idle;
    static bool made;
    if (!made) {
        uv_idle_init(loop_get(), &idle);
        uv_unref((uv_handle_t *)&idle);
        made = true;
    }
    uv_idle_start(&idle, look);
}

/* ── The drain deadline ── */

static void watch_deadlines(void);

static void end_overdue(uv_timer_t *unused)
{
    (void)unused;
    for (struct generation *generation = draining; generation != NULL; generation = generation->next) {
        if (generation->must_end > loop_now())
            continue;
        log_begin(LOG_WARN, "generation.deadline");
        log_integer("generation", generation->vm->number);
        log_integer("tasks", generation->vm->tasks);
        log_end();
        if (on_deadline != NULL)
            on_deadline(generation);
        task_cancel_all(generation->vm);
        generation->must_end = loop_now() + AGAIN_MS; /* should a task that was told of the end have begun another */
    }
    look_soon();
    watch_deadlines();
}

static void watch_deadlines(void)
{
    static uv_timer_t timer;
    static bool made;
    if (!made) {
        uv_timer_init(loop_get(), &timer);
        uv_unref((uv_handle_t *)&timer);
        made = true;
    }
    uint64_t first = UINT64_MAX;
    for (struct generation *generation = draining; generation != NULL; generation = generation->next)
        if (generation->must_end < first)
            first = generation->must_end;
    if (first == UINT64_MAX)
        uv_timer_stop(&timer);
    else
        uv_timer_start(&timer, end_overdue, first > loop_now() ? first - loop_now() : 0, 0);
}

static void vm_idle(struct vm *vm)
{
    if (current == NULL || vm != current->vm)
        look_soon();
}

static void flip(struct build *build)
{
    struct generation *generation = calloc(1, sizeof *generation);
    if (generation == NULL)
        abort();
    generation->vm = build->vm;
    generation->handle_ref = build->handle_ref;
    generation->admit_ref = build->admit_ref;
    generation->jobs_ref = build->jobs_ref;
    generation->vm->on_idle = vm_idle;
    struct generation *old = current;
    current = generation;
    if (old != NULL) {
        old->next = draining;
        old->must_end = loop_now() + (uint64_t)config_number("DRAIN_DEADLINE", 1, 600) * 1000;
        draining = old;
        look_soon();
        watch_deadlines();
    }
    refusal[0] = '\0';
    struct worker_slot *slot = shared_slot();
    atomic_store(&slot->generation, build->number);
    atomic_fetch_add(&slot->flips, 1);
    count_draining();
    for (size_t i = 0; i < HOOKS && hooks[i] != NULL; i++)
        hooks[i](generation->vm);
    log_begin(LOG_INFO, "generation.live");
    log_integer("generation", build->number);
    log_number("build_ms", build->milliseconds);
    log_end();
}

static bool settle(struct build *build)
{
    if (build->vm != NULL) {
        flip(build);
        return true;
    }
    snprintf(refusal, sizeof refusal, "%s", build->reason);
    struct worker_slot *slot = shared_slot();
    snprintf(slot->reason, sizeof slot->reason, "%s", build->reason);
    atomic_store(&slot->refused, build->number);
    atomic_fetch_add(&slot->refusals, 1);
    log_begin(LOG_ERROR, "generation.refused");
    log_integer("generation", build->number);
    if (current != NULL)
        log_integer("serving", current->vm->number);
    log_text("reason", build->reason);
    log_number("build_ms", build->milliseconds);
    log_end();
    return false;
}

bool generation_first(unsigned number)
{
    struct build *build = calloc(1, sizeof *build);
    if (build == NULL)
        abort();
    build->number = number;
    build_now(build);
    bool sound = settle(build);
    free(build);
    return sound;
}

static void work(void *context)
{
    struct build *build = context;
    builds_beside = true;
    setpriority(PRIO_PROCESS, (id_t)gettid(), NICE); /* of this thread, which lives no longer than the build */
    build_now(build);
    uv_async_send(&build->done);
}

static void forget_build(uv_handle_t *handle)
{
    free(handle->data);
}

static void after_work(uv_async_t *done)
{
    struct build *build = done->data;
    uv_thread_join(&build->thread);
    building = NULL;
    if (!atomic_load(&abandoned))
        settle(build);
    else if (build->vm != NULL)
        vm_free(build->vm);
    uv_close((uv_handle_t *)done, forget_build);
    if (again != 0) {
        unsigned number = again;
        again = 0;
        generation_build(number);
    }
}

void generation_build(unsigned number)
{
    if (building != NULL) {
        again = number;
        return;
    }
    building = calloc(1, sizeof *building);
    if (building == NULL)
        abort();
    building->number = number;
    uv_async_init(loop_get(), &building->done, after_work);
    building->done.data = building;
    if (uv_thread_create(&building->thread, work, building) != 0)
        abort();
}

struct generation *generation_current(void)
{
    return current;
}

struct generation *generation_hold(void)
{
    if (current != NULL)
        current->references++;
    return current;
}

void generation_release(struct generation *generation)
{
    generation->references--;
    if (generation->references == 0 && generation != current)
        look_soon();
}

const char *generation_build_error(void)
{
    return refusal[0] != '\0' ? refusal : NULL;
}

void generation_on_live(void (*hook)(struct vm *vm))
{
    for (size_t i = 0; i < HOOKS; i++) {
        if (hooks[i] == hook)
            return;
        if (hooks[i] == NULL) {
            hooks[i] = hook;
            return;
        }
    }
    abort();
}

void generation_on_deadline(void (*hook)(struct generation *generation))
{
    on_deadline = hook;
}

void generation_abandon(void)
{
    atomic_store(&abandoned, true);
    again = 0;
    while (building != NULL)
        uv_run(loop_get(), UV_RUN_ONCE);
}

void generation_close_all(void)
{
    struct generation *last = current;
    current = NULL;
    if (last != NULL) {
        last->next = draining;
        draining = last;
    }
    task_cancel_all(NULL);
    while (draining != NULL)
        close_generation(draining);
    while (vm_retiring() > 0)
        uv_run(loop_get(), UV_RUN_ONCE);
}
