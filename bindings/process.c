/* process.spawn{argv=, …} -> handle | nil, message, code
 *     argv             {program, arguments…}; the program is looked for in the PATH of the environment it gets
 *     env              {NAME = "value" sets, NAME = false takes away}; the rest is ours
 *     cwd              folder it starts in
 *     stdin, stdout, stderr   "inherit" (default), "null", a path (outputs append), and stderr = "stdout"
 *     detach           a session of its own: Ctrl-C at our terminal does not reach it
 *     user             name of a user to become, with its groups (root only); HOME and the like stay as they are
 *     die_with_parent  TERM when we end, however we end
 * handle.pid                                      integer
 * handle:wait([milliseconds]) -> code, signal     waits; code is 128 + n and signal "TERM" when a signal ended it
 *                             -> nil, "timeout", "timeout"
 * process.run{argv=, input=, timeout_ms=, …} -> code, stdout, stderr | nil, message, code       waits; process_run.c
 * process.kill(pid, signal) -> true | nil, message, code      "TERM", "KILL", "0"; a negative pid is a process group
 * process.alive(pid) -> boolean
 * process.exec(argv [, env])                      this process becomes that program; returns only nil, message, code
 * process.on_signal(name, fn | nil)               fn runs as a task; nil brings the default back; process_signal.c
 * process.pid() process.uid() -> integer
 * process.user(name) -> {name, uid, gid, home} | nil          also by number
 * process.setenv(name, value | nil)               for us and for what we start later
 *
 * Codes are errno names: "ENOENT". A handle owns nothing: the program runs on when it is collected, and is reaped. */
#include "process.h"

#include "log.h"
#include "loop.h"

#include <errno.h>
#include <limits.h>
#include <pwd.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define HANDLE "sijang.process"

struct waiter {
    struct wait wait;
    uv_timer_t timer;
    struct child *child;
    struct waiter *next, **link;
};

static struct child *children;
static uv_signal_t reaper;
static bool reaping;
static int awaited;

int process_push_failure(lua_State *L, const char *what, int error)
{
    const char *name = strerrorname_np(error);
    return push_error(L, name != NULL ? name : "EIO", "%s: %s", what, strerror(error));
}

const char *process_signal_name(int number)
{
    const char *name = sigabbrev_np(number);
    return name != NULL ? name : "RT";
}

int process_check_signal(lua_State *L, int index)
{
    const char *name = luaL_checkstring(L, index);
    if (strcmp(name, "0") == 0)
        return 0;
    for (int number = 1; number < NSIG; number++) {
        const char *known = sigabbrev_np(number);
        if (known != NULL && strcmp(known, name) == 0)
            return number;
    }
    return luaL_argerror(L, index, "a signal's name expected, such as TERM");
}

/* ── Children ── */

static void timer_closed(uv_handle_t *timer)
{
    free(timer->data);
}

/* Takes the waiter off its child; its memory goes when the loop has let go of the timer. */
static void waiter_end(struct waiter *waiter)
{
    *waiter->link = waiter->next;
    if (waiter->next != NULL)
        waiter->next->link = waiter->link;
    uv_close((uv_handle_t *)&waiter->timer, timer_closed);
    child_awaited(-1);
    child_release(waiter->child);
}

static int push_exit(lua_State *L, const struct child *child)
{
    lua_pushinteger(L, child->code);
    if (child->signal == 0)
        return 1;
    lua_pushstring(L, process_signal_name(child->signal));
    return 2;
}

static void child_exited(struct child *child, int status)
{
    child->exited = true;
    child->signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    child->code = child->signal != 0 ? 128 + child->signal : WEXITSTATUS(status);
    if (child->on_exit != NULL)
        child->on_exit(child->context);
    while (child->waiters != NULL) {
        struct waiter *waiter = child->waiters;
        waiter_end(waiter);
        wait_done(&waiter->wait, push_exit(wait_stack(&waiter->wait), child));
    }
    child_release(child);
}

/* Reaps what has ended, without waiting. */
static void reap(void)
{
    struct child **at = &children;
    while (*at != NULL) {
        struct child *child = *at;
        int status;
        if (waitpid(child->pid, &status, WNOHANG) == child->pid) {
            *at = child->next;
            child_exited(child, status);
            at = &children; /* what waited has run on, and may have started or reaped others */
        } else {
            at = &child->next;
        }
    }
}

static void on_sigchld(uv_signal_t *handle, int number)
{
    (void)handle;
    (void)number;
    reap();
}

void child_awaited(int change)
{
    awaited += change;
    if (awaited > 0)
        uv_ref((uv_handle_t *)&reaper);
    else
        uv_unref((uv_handle_t *)&reaper);
}

struct child *child_start(const struct launch *launch, int *error, const char **what)
{
    if (!reaping) {
        uv_signal_init(loop_get(), &reaper);
        uv_signal_start(&reaper, on_sigchld, SIGCHLD);
        uv_unref((uv_handle_t *)&reaper);
        reaping = true;
    }
    struct child *child = calloc(1, sizeof *child);
    *what = launch->argv[0];
    *error = child == NULL ? ENOMEM : launch_start(launch, &child->pid, what);
    if (*error != 0) {
        free(child);
        return NULL;
    }
    child->references = 2; /* the list's, until it is reaped, and the caller's */
    child->next = children;
    children = child;
    return child;
}

void child_release(struct child *child)
{
    if (--child->references == 0)
        free(child);
}

/* ── Handles ── */

static int process_spawn(lua_State *L)
{
    struct launch launch;
    launch_check(L, &launch, "inherit", "inherit");
    struct child **handle = lua_newuserdata(L, sizeof(struct child *));
    *handle = NULL;
    luaL_getmetatable(L, HANDLE);
    lua_setmetatable(L, -2);
    int error;
    const char *what;
    fflush(stdout);
    *handle = child_start(&launch, &error, &what);
    if (*handle == NULL)
        return process_push_failure(L, what, error);
    return 1;
}

static void on_timeout(uv_timer_t *timer)
{
    struct waiter *waiter = timer->data;
    waiter_end(waiter);
    lua_State *L = wait_stack(&waiter->wait);
    wait_done(&waiter->wait, push_error(L, "timeout", "timeout"));
}

static void waiter_cancel(struct wait *wait)
{
    waiter_end((struct waiter *)(void *)((char *)wait - offsetof(struct waiter, wait)));
}

static int handle_wait(lua_State *L)
{
    struct child *child = *(struct child **)luaL_checkudata(L, 1, HANDLE);
    bool limited = !lua_isnoneornil(L, 2);
    lua_Integer milliseconds = limited ? check_integer(L, 2, 0, INT_MAX) : 0;
    wait_check(L);
    if (!child->exited)
        reap();
    if (child->exited)
        return push_exit(L, child);
    struct waiter *waiter = calloc(1, sizeof *waiter);
    if (waiter == NULL)
        return luaL_error(L, "no memory");
    waiter->child = child;
    child->references++;
    waiter->next = child->waiters;
    waiter->link = &child->waiters;
    if (waiter->next != NULL)
        waiter->next->link = &waiter->next;
    child->waiters = waiter;
    uv_timer_init(loop_get(), &waiter->timer);
    waiter->timer.data = waiter;
    if (limited) {
        uv_update_time(loop_get());
        uv_timer_start(&waiter->timer, on_timeout, (uint64_t)milliseconds, 0);
    }
    child_awaited(1);
    return wait_begin(L, &waiter->wait, waiter_cancel);
}

static int handle_index(lua_State *L)
{
    struct child *child = *(struct child **)luaL_checkudata(L, 1, HANDLE);
    const char *name = luaL_checkstring(L, 2);
    if (strcmp(name, "pid") == 0)
        lua_pushinteger(L, child->pid);
    else if (strcmp(name, "wait") == 0)
        lua_pushcfunction(L, handle_wait);
    else
        return luaL_error(L, "a process has no '%s'", name);
    return 1;
}

static int handle_gc(lua_State *L)
{
    struct child **handle = lua_touserdata(L, 1);
    if (*handle != NULL)
        child_release(*handle);
    *handle = NULL;
    return 0;
}

/* ── The small ones ── */

static int process_kill(lua_State *L)
{
    pid_t pid = (pid_t)check_integer(L, 1, INT_MIN, INT_MAX);
    luaL_argcheck(L, pid != 0 && pid != -1, 1, "that would reach every process");
    int number = process_check_signal(L, 2);
    if (kill(pid, number) != 0)
        return process_push_failure(L, "kill", errno);
    lua_pushboolean(L, true);
    return 1;
}

static int process_alive(lua_State *L)
{
    pid_t pid = (pid_t)check_integer(L, 1, 1, INT_MAX);
    /* A child of ours that has ended is a zombie until it is reaped, and a zombie can be signalled. */
    siginfo_t info = {.si_pid = 0};
    bool ended = waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == pid;
    lua_pushboolean(L, !ended && (kill(pid, 0) == 0 || errno == EPERM));
    return 1;
}

static int process_exec(lua_State *L)
{
    struct launch launch = {.fd = {-1, -1, -1}};
    lua_settop(L, 2);
    launch_check_argv(L, 1, &launch);
    launch_check_env(L, 2, &launch);
    char file[PATH_MAX];
    if (!launch_find(&launch, file, sizeof file))
        return process_push_failure(L, launch.argv[0], ENOENT);
    fflush(NULL);
    log_flush();
    /* An ignored signal stays ignored in the next program; one that is handled does not. */
    void (*before)(int) = signal(SIGPIPE, SIG_DFL);
    close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
    execve(file, (char *const *)(uintptr_t)launch.argv, (char *const *)(uintptr_t)launch.envp);
    int error = errno;
    signal(SIGPIPE, before);
    return process_push_failure(L, launch.argv[0], error);
}

static int process_pid(lua_State *L)
{
    lua_pushinteger(L, getpid());
    return 1;
}

static int process_uid(lua_State *L)
{
    lua_pushinteger(L, (lua_Integer)geteuid());
    return 1;
}

static int process_user(lua_State *L)
{
    struct passwd *user = lua_type(L, 1) == LUA_TNUMBER ? getpwuid((uid_t)check_integer(L, 1, 0, INT_MAX))
                                                        : getpwnam(luaL_checkstring(L, 1));
    if (user == NULL)
        return 0;
    lua_createtable(L, 0, 4);
    lua_pushstring(L, user->pw_name);
    lua_setfield(L, -2, "name");
    lua_pushinteger(L, (lua_Integer)user->pw_uid);
    lua_setfield(L, -2, "uid");
    lua_pushinteger(L, (lua_Integer)user->pw_gid);
    lua_setfield(L, -2, "gid");
    lua_pushstring(L, user->pw_dir);
    lua_setfield(L, -2, "home");
    return 1;
}

static int process_setenv(lua_State *L)
{
    const char *name = luaL_checkstring(L, 1);
    luaL_argcheck(L, name[0] != '\0' && strchr(name, '=') == NULL, 1, "no name of an environment variable");
    const char *value = luaL_optstring(L, 2, NULL);
    if ((value != NULL ? setenv(name, value, 1) : unsetenv(name)) != 0)
        return luaL_error(L, "no memory");
    return 0;
}

MODULE(process)
{
    if (luaL_newmetatable(L, HANDLE)) {
        lua_pushcfunction(L, handle_index);
        lua_setfield(L, -2, "__index");
        lua_pushcfunction(L, handle_gc);
        lua_setfield(L, -2, "__gc");
    }
    static const luaL_Reg functions[] = {{"spawn", process_spawn},
                                         {"run", process_run},
                                         {"kill", process_kill},
                                         {"alive", process_alive},
                                         {"exec", process_exec},
                                         {"on_signal", process_on_signal},
                                         {"pid", process_pid},
                                         {"uid", process_uid},
                                         {"user", process_user},
                                         {"setenv", process_setenv},
                                         {NULL, NULL}};
    lua_newtable(L);
    luaL_register(L, NULL, functions);
    return 1;
}
