#include "build.h"

#include "config.h"
#include "loop.h"

#include <lauxlib.h>
#include <limits.h>
#include <luajit.h>
#include <lualib.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { WORKED_MS = 3000, WAITED_MS = 30000, BUILD_MB = 256, HOOK_EVERY = 40000, NAP_NS = 40000, NICE = 10 };

static struct build *building;
static atomic_bool abandoned;

static double now_ms(void)
{
    return (double)uv_hrtime() / 1e6;
}

/* ── On any thread, touching only the new state ── */

static _Thread_local double build_began, work_began;
static _Thread_local bool builds_beside;

static void between_pieces(lua_State *L, lua_Debug *activation);

/* The processor time of a thread or a process, in milliseconds. */
static double worked_ms(clockid_t clock)
{
    struct timespec spent = {0};
    clock_gettime(clock, &spent);
    return (double)spent.tv_sec * 1e3 + (double)spent.tv_nsec / 1e6;
}

/* Where everybody wants the processor, time goes by without work: who has hardly been let is not who never ends. */
bool build_takes_too_long(double began, clockid_t clock, double worked_before)
{
    double waited = now_ms() - began;
    return waited > BUILD_SECONDS * 1000.0 && (waited > WAITED_MS || worked_ms(clock) - worked_before > WORKED_MS);
}

/* Raises, and from now on at every instruction: what catches this one meets the next before it gets anywhere. */
static void give_up(lua_State *L, lua_Debug *activation)
{
    lua_sethook(L, between_pieces, LUA_MASKCOUNT, 1);
    if (atomic_load(&abandoned))
        luaL_error(L, "the process ends");
    lua_getinfo(L, "Sl", activation);
    lua_pushfstring(L, "%s:%d: loading takes more than %d seconds", activation->short_src, activation->currentline,
                    BUILD_SECONDS);
    lua_error(L);
}

/* Interpreted code, and only while it loads: a release that never finishes loading must not hold its builder for ever, and
 * is refused within ten seconds, whatever else that takes. And since a core that builds for a whole slice of the kernel's
 * time lets shoppers wait for it, the builder naps after each little piece while there are any: it takes twice as long, and
 * whoever is to be served gets the core at once. */
static void between_pieces(lua_State *L, lua_Debug *activation)
{
    if (atomic_load(&abandoned) || build_takes_too_long(build_began, CLOCK_THREAD_CPUTIME_ID, work_began))
        give_up(L, activation);
    if (builds_beside && shared_is_busy())
        nanosleep(&(struct timespec){.tv_nsec = NAP_NS}, NULL);
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

/* Asks it for problems. */
static void examine(lua_State *L, int boot)
{
    lua_getfield(L, boot, "self_check");
    if (!lua_isfunction(L, -1))
        luaL_error(L, "app/boot.lua returns no function self_check");
    lua_call(L, 0, 2);
    if (!lua_toboolean(L, -2)) {
        lua_getglobal(L, "tostring");
        lua_pushvalue(L, -2);
        lua_call(L, 1, 1);
        luaL_error(L, "the self-check refused it: %s", lua_tostring(L, -1));
    }
}

/* Lets it do once what else its first requests would do. */
static void get_ready(lua_State *L, int boot)
{
    lua_getfield(L, boot, "prepare");
    if (!lua_isfunction(L, -1))
        return;
    lua_pushboolean(L, !shared_runs_jobs());
    lua_call(L, 1, 0);
}

static int load_app(lua_State *L)
{
    struct build *build = lua_touserdata(L, 1);
    compile_later(L);
    char path[PATH_MAX + 16];
    snprintf(path, sizeof path, "%s/app/boot.lua", build->vm->root);
    if (luaL_loadfile(L, path) != 0)
        return lua_error(L);
    lua_call(L, 0, 1);
    int boot = lua_gettop(L);
    luaL_checktype(L, boot, LUA_TTABLE);
    build->handle_ref = take_function(L, boot, "handle");
    build->admit_ref = take_function(L, boot, "admit");
    lua_getfield(L, boot, "visitor");
    build->visitor_ref = luaL_ref(L, LUA_REGISTRYINDEX);
    build->jobs_ref = take_jobs(L, boot);
    (build->examines ? examine : get_ready)(L, boot);
    return 0;
}

/* Where the logic lies that is to be built: unpacked and verified by who asked for it. */
static void find_root(const struct build *build, char root[PATH_MAX])
{
    if (build->wanted.sha[0] == '\0')
        snprintf(root, PATH_MAX, "%s", config_root());
    else
        snprintf(root, PATH_MAX, "%s/releases/%s", config_data_folder(), build->wanted.sha);
}

static void explain(struct build *build, int status)
{
    const char *reason = lua_tostring(build->vm->L, -1);
    if (status == LUA_ERRMEM)
        snprintf(build->reason, sizeof build->reason, "loading takes more than %d MB", BUILD_MB);
    else
        snprintf(build->reason, sizeof build->reason, "%s",
                 reason != NULL && *reason != '\0' ? reason : "it does not load");
}

void build_run(struct build *build)
{
    double began = now_ms();
    const char *message = NULL;
    char root[PATH_MAX];
    find_root(build, root);
    struct vm *vm = build->vm = vm_new(VM_GENERATION, root, build->wanted.sha, &message);
    if (vm == NULL) {
        snprintf(build->reason, sizeof build->reason, "%s", message);
        return;
    }
    vm->number = build->wanted.number;
    vm->loading = true;
    vm->limit = (size_t)BUILD_MB << 20;
    lua_State *L = vm->L;
    build_began = began;
    builds_beside = build->beside;
    work_began = worked_ms(CLOCK_THREAD_CPUTIME_ID);
    luaJIT_setmode(L, 0, LUAJIT_MODE_ENGINE | LUAJIT_MODE_OFF);
    lua_sethook(L, between_pieces, LUA_MASKCOUNT, HOOK_EVERY);
    lua_gc(L, LUA_GCSETPAUSE,
           build->examines ? 1000 : 200); /* most of a rehearsal is garbage, and goes with its process */
    lua_pushcfunction(L, with_traceback);
    lua_pushcfunction(L, load_app);
    lua_pushlightuserdata(L, build);
    int status = lua_pcall(L, 1, 0, 1);
    vm->limit = 0;
    build->milliseconds = now_ms() - began;
    if (status != 0) {
        explain(build, status);
        vm_free(vm);
        build->vm = NULL;
        return;
    }
    if (build->examines)
        return;
    lua_sethook(L, NULL, 0, 0);
    luaJIT_setmode(L, 0, LUAJIT_MODE_ENGINE | LUAJIT_MODE_ON);
    lua_gc(L, LUA_GCSETPAUSE, 200); /* Lua's own */
    lua_settop(L, 0);
    lua_gc(L, LUA_GCCOLLECT, 0);
    vm->loading = false;
    build->milliseconds = now_ms() - began;
}

/* ── Beside what serves ── */

/* A tenth of what others get where all want the processor; and waking up after a nap takes it from nobody. */
void build_stand_back(void)
{
    setpriority(PRIO_PROCESS, (id_t)gettid(), NICE);
    sched_setscheduler(0, SCHED_BATCH, &(struct sched_param){0});
}

static void work(void *context)
{
    struct build *build = context;
    if (build->beside)
        build_stand_back(); /* this thread lives no longer than the build */
    build_run(build);
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
        build->ended(build);
    else if (build->vm != NULL)
        vm_free(build->vm);
    uv_close((uv_handle_t *)done, forget_build);
}

void build_start(const struct wanted *wanted, bool beside, void (*ended)(struct build *build))
{
    building = calloc(1, sizeof *building);
    if (building == NULL)
        abort();
    building->wanted = *wanted;
    building->beside = beside;
    building->ended = ended;
    uv_async_init(loop_get(), &building->done, after_work);
    building->done.data = building;
    if (uv_thread_create(&building->thread, work, building) != 0)
        abort();
}

bool build_under_way(void)
{
    return building != NULL;
}

void build_abandon(void)
{
    atomic_store(&abandoned, true);
    while (building != NULL)
        uv_run(loop_get(), UV_RUN_ONCE);
}
