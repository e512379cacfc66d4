/* How a program is started. fork and exec of our own instead of uv_spawn, because a service user needs its groups and a
 * server of ours must not outlive us; between the two only calls that are safe in the child of a threaded process.
 * The child reports a failed step through a pipe that exec closes, so that "no such program" is known at once. */
#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* ── Reading the description ── */

static const char *plain_string(lua_State *L, int index, const char *what)
{
    size_t length;
    const char *string = lua_type(L, index) == LUA_TSTRING ? lua_tolstring(L, index, &length) : NULL;
    if (string == NULL || strlen(string) != length)
        luaL_error(L, "%s must be a string without NUL", what);
    return string;
}

void launch_check_argv(lua_State *L, int index, struct launch *launch)
{
    luaL_argcheck(L, lua_istable(L, index), 1, "a list of arguments expected");
    size_t count = lua_objlen(L, index);
    luaL_argcheck(L, count > 0, 1, "the list of arguments is empty");
    launch->argv = lua_newuserdata(L, (count + 1) * sizeof *launch->argv);
    int list = lua_gettop(L);
    lua_newtable(L); /* anchors numbers that became strings */
    for (size_t i = 0; i < count; i++) {
        lua_rawgeti(L, index, (int)i + 1);
        if (lua_type(L, -1) == LUA_TNUMBER)
            lua_tostring(L, -1);
        launch->argv[i] = plain_string(L, -1, "an argument");
        lua_rawseti(L, list + 1, (int)i + 1);
    }
    launch->argv[count] = NULL;
}

/* Our environment with the changes of the table at `index` (nil: none): a string sets, false takes away. */
void launch_check_env(lua_State *L, int index, struct launch *launch)
{
    size_t inherited = 0, changes = 0, count = 0;
    while (environ != NULL && environ[inherited] != NULL)
        inherited++;
    bool given = !lua_isnoneornil(L, index);
    if (given) {
        luaL_checktype(L, index, LUA_TTABLE);
        for (lua_pushnil(L); lua_next(L, index) != 0; lua_pop(L, 1))
            changes++;
    }
    launch->envp = lua_newuserdata(L, (inherited + changes + 1) * sizeof *launch->envp);
    lua_newtable(L);
    int anchor = lua_gettop(L);
    for (size_t i = 0; i < inherited; i++) {
        const char *equals = strchr(environ[i], '=');
        bool changed = false;
        if (given && equals != NULL) {
            lua_pushlstring(L, environ[i], (size_t)(equals - environ[i]));
            lua_rawget(L, index);
            changed = !lua_isnil(L, -1);
            lua_pop(L, 1);
        }
        if (!changed) {
            lua_pushstring(L, environ[i]);
            launch->envp[count++] = lua_tostring(L, -1);
            lua_rawseti(L, anchor, (int)count);
        }
    }
    for (lua_pushnil(L); given && lua_next(L, index) != 0; lua_pop(L, 1)) {
        if (lua_isboolean(L, -1) && !lua_toboolean(L, -1))
            continue;
        const char *name = plain_string(L, -2, "a name in env");
        lua_pushvalue(L, -1);
        if (lua_type(L, -1) == LUA_TNUMBER)
            lua_tostring(L, -1);
        launch->envp[count++] = lua_pushfstring(L, "%s=%s", name, plain_string(L, -1, "a value in env"));
        lua_rawseti(L, anchor, (int)count);
        lua_pop(L, 1);
    }
    launch->envp[count] = NULL;
}

static void check_user(lua_State *L, const char *name, struct launch *launch)
{
    enum { MOST = 64 };
    struct passwd *user = getpwnam(name);
    if (user == NULL) {
        luaL_error(L, "no user is called '%s'", name);
        return;
    }
    if (geteuid() != 0 && geteuid() != user->pw_uid)
        luaL_error(L, "only root can start a program as '%s'", name);
    launch->as_user = geteuid() == 0;
    launch->uid = user->pw_uid;
    launch->gid = user->pw_gid;
    gid_t *groups = lua_newuserdata(L, MOST * sizeof *groups);
    int count = MOST;
    if (getgrouplist(name, user->pw_gid, groups, &count) < 0)
        luaL_error(L, "user '%s' is in more than %d groups", name, (int)MOST);
    launch->groups = groups;
    launch->group_count = (size_t)count;
}

static const char *check_stream(lua_State *L, const char *field, const char *fallback)
{
    if (!push_field(L, 1, field))
        return fallback;
    return plain_string(L, -1, field); /* stays on the stack */
}

static bool flag(lua_State *L, const char *field)
{
    lua_getfield(L, 1, field);
    bool on = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return on;
}

void launch_check(lua_State *L, struct launch *launch, const char *standard_in, const char *standard)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_checkstack(L, 40, "a program's description");
    *launch = (struct launch){.fd = {-1, -1, -1}};
    lua_getfield(L, 1, "argv");
    launch_check_argv(L, lua_gettop(L), launch);
    lua_getfield(L, 1, "env");
    launch_check_env(L, lua_gettop(L), launch);
    launch->stream[0] = check_stream(L, "stdin", standard_in);
    launch->stream[1] = check_stream(L, "stdout", standard);
    launch->stream[2] = check_stream(L, "stderr", standard);
    if (push_field(L, 1, "cwd"))
        launch->cwd = plain_string(L, -1, "cwd");
    if (push_field(L, 1, "user"))
        check_user(L, plain_string(L, -1, "user"), launch);
    launch->detach = flag(L, "detach");
    launch->die_with_parent = flag(L, "die_with_parent");
}

/* ── Starting ── */

static bool runnable(const char *file)
{
    struct stat info;
    return stat(file, &info) == 0 && S_ISREG(info.st_mode) && access(file, X_OK) == 0;
}

bool launch_find(const struct launch *launch, char *file, size_t size)
{
    const char *name = launch->argv[0];
    if (strchr(name, '/') != NULL)
        return snprintf(file, size, "%s", name) < (int)size;
    const char *path = "/usr/local/bin:/usr/bin:/bin";
    for (const char **entry = launch->envp; *entry != NULL; entry++)
        if (strncmp(*entry, "PATH=", 5) == 0)
            path = *entry + 5;
    while (true) {
        size_t length = strcspn(path, ":");
        int wrote = snprintf(file, size, "%.*s/%s", (int)length, length == 0 ? "." : path, name);
        if (wrote > 0 && (size_t)wrote < size && runnable(file))
            return true;
        if (path[length] == '\0')
            return false;
        path += length + 1;
    }
}

/* Opens what the child gets as 0, 1, 2: -1 stands for our own, -2 for the child's standard output. */
static int open_streams(const struct launch *launch, int fd[3], const char **what)
{
    for (int i = 0; i < 3; i++) {
        const char *stream = launch->stream[i];
        fd[i] = launch->fd[i];
        if (fd[i] >= 0)
            fd[i] = fcntl(fd[i], F_DUPFD_CLOEXEC, 3);
        else if (strcmp(stream, "inherit") == 0)
            continue;
        else if (i == 2 && strcmp(stream, "stdout") == 0) {
            fd[i] = -2;
            continue;
        } else {
            const char *path = strcmp(stream, "null") == 0 ? "/dev/null" : stream;
            int opened =
                i == 0 ? open(path, O_RDONLY | O_CLOEXEC) : open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
            /* Never one of 0, 1, 2, even where one of ours is closed: dup2 would take it from under us. */
            fd[i] = opened < 0 ? -1 : fcntl(opened, F_DUPFD_CLOEXEC, 3);
            int error = errno;
            if (opened >= 0)
                close(opened);
            errno = error;
        }
        if (fd[i] < 0) {
            *what = stream;
            return errno;
        }
    }
    return 0;
}

enum step { STEP_USER, STEP_FOLDER, STEP_STREAMS, STEP_PROGRAM };

struct report {
    int error;
    enum step step;
};

static _Noreturn void fail(int pipe, enum step step)
{
    struct report report = {.error = errno};
    report.step = step;
    ssize_t written = write(pipe, &report, sizeof report);
    _exit(written == sizeof report ? 127 : 126);
}

static _Noreturn void become(const struct launch *launch, const char *file, const int fd[3], int pipe, pid_t parent)
{
    for (int number = 1; number < NSIG; number++)
        if (number != SIGKILL && number != SIGSTOP)
            signal(number, SIG_DFL);
    if (launch->detach)
        setsid();
    for (int i = 0; i < 3; i++) {
        int from = fd[i] == -2 ? STDOUT_FILENO : fd[i];
        if (from >= 0 && dup2(from, i) < 0)
            fail(pipe, STEP_STREAMS);
    }
    if (launch->as_user &&
        (setgroups(launch->group_count, launch->groups) != 0 || setgid(launch->gid) != 0 || setuid(launch->uid) != 0))
        fail(pipe, STEP_USER);
    if (launch->cwd != NULL && chdir(launch->cwd) != 0)
        fail(pipe, STEP_FOLDER);
    /* After setuid, which forgets it; and the parent may be gone by now. */
    if (launch->die_with_parent && (prctl(PR_SET_PDEATHSIG, SIGTERM) != 0 || getppid() != parent))
        _exit(126);
    close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    execve(file, (char *const *)(uintptr_t)launch->argv, (char *const *)(uintptr_t)launch->envp);
    fail(pipe, STEP_PROGRAM);
}

/* Waits for the child's exec or for its report. */
static int hear(int pipe, pid_t pid, const struct launch *launch, const char **what)
{
    struct report report;
    ssize_t n;
    do
        n = read(pipe, &report, sizeof report);
    while (n < 0 && errno == EINTR);
    if (n != sizeof report)
        return 0;
    while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
        continue;
    *what = report.step == STEP_USER      ? "becoming the user"
            : report.step == STEP_FOLDER  ? launch->cwd
            : report.step == STEP_STREAMS ? "standard streams"
                                          : launch->argv[0];
    return report.error;
}

int launch_start(const struct launch *launch, pid_t *pid, const char **what)
{
    char file[PATH_MAX];
    *what = launch->argv[0];
    if (!launch_find(launch, file, sizeof file))
        return ENOENT;
    int fd[3] = {-1, -1, -1}, pipes[2] = {-1, -1};
    int error = open_streams(launch, fd, what);
    if (error == 0 && pipe2(pipes, O_CLOEXEC) != 0)
        error = errno;
    if (error == 0) {
        /* No handler of ours may run in the child: it would write into the loop's own pipe, which the child shares. */
        sigset_t every, before;
        sigfillset(&every);
        pthread_sigmask(SIG_SETMASK, &every, &before);
        pid_t parent = getpid();
        *pid = fork();
        if (*pid == 0)
            become(launch, file, fd, pipes[1], parent);
        error = *pid < 0 ? errno : 0;
        pthread_sigmask(SIG_SETMASK, &before, NULL);
        close(pipes[1]);
        if (error == 0)
            error = hear(pipes[0], *pid, launch, what);
        close(pipes[0]);
    }
    for (int i = 0; i < 3; i++)
        if (fd[i] >= 0)
            close(fd[i]);
    return error;
}
