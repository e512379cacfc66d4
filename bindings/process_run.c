/* process.run{argv=, …} -> code, stdout, stderr, signal | nil, message, code      waits until the program has ended
 *     input        a string for its standard input; without it stdin is "null"
 *     timeout_ms   then it is killed: code "timeout"
 *     and everything process.spawn takes; stdout and stderr are captured unless they say otherwise (then ""), up to
 *     16 MB each: past that it is killed, code "too_large".
 *
 * The end is the program's exit, not the end of its pipes: a server that it started and that keeps them open is not waited
 * for. If the task ends first, the program is killed. */
#include "process.h"

#include "loop.h"
#include "poller.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 16 * 1024 * 1024 };

/* One of the program's standard streams, seen from our side. */
struct stream {
    struct run *run; /* NULL: not captured */
    int fd;          /* -1: closed, or not captured */
    struct poller *poller;
    char *data; /* what came, or what is to be sent */
    size_t length, room, sent;
};

struct run {
    struct wait wait;
    struct child *child; /* NULL once it has ended */
    struct stream stream[3];
    uv_timer_t timer;
    bool group; /* it has a session of its own: all of it is killed */
    const char *verdict;
};

static void handle_closed(uv_handle_t *handle)
{
    struct run *run = handle->data;
    for (int i = 0; i < 3; i++)
        free(run->stream[i].data);
    free(run);
}

static void stream_close(struct stream *stream)
{
    if (stream->fd < 0)
        return;
    poller_close(stream->poller);
    stream->poller = NULL;
    close(stream->fd);
    stream->fd = -1;
}

/* The run's memory goes when the loop has let go of its timer. */
static void run_close(struct run *run)
{
    for (int i = 0; i < 3; i++)
        stream_close(&run->stream[i]);
    uv_close((uv_handle_t *)&run->timer, handle_closed);
    child_awaited(-1);
    child_release(run->child);
    run->child = NULL;
}

static void run_kill(struct run *run, const char *verdict)
{
    if (run->verdict == NULL)
        run->verdict = verdict;
    kill(run->group ? -run->child->pid : run->child->pid, SIGKILL);
}

/* Takes what is there; at the end, or past the limit, closes. */
static void stream_read(struct stream *stream)
{
    while (stream->fd >= 0) {
        if (stream->length == stream->room) {
            size_t room = stream->room == 0 ? 4096 : stream->room * 2;
            char *larger = stream->room >= MOST ? NULL : realloc(stream->data, room);
            if (larger == NULL) {
                stream_close(stream);
                run_kill(stream->run, "too_large");
                return;
            }
            stream->data = larger;
            stream->room = room;
        }
        ssize_t n = read(stream->fd, stream->data + stream->length, stream->room - stream->length);
        if (n > 0)
            stream->length += (size_t)n;
        else if (n == 0 || (errno != EAGAIN && errno != EINTR))
            stream_close(stream);
        else if (errno == EAGAIN)
            return;
    }
}

/* A program that does not read its input to the end must not end us: SIGPIPE is held back and thrown away. */
static ssize_t write_quietly(int fd, const char *data, size_t length)
{
    sigset_t pipe, before, pending;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    sigpending(&pending);
    pthread_sigmask(SIG_BLOCK, &pipe, &before);
    ssize_t n = write(fd, data, length);
    int error = errno;
    if (n < 0 && error == EPIPE && !sigismember(&pending, SIGPIPE))
        sigtimedwait(&pipe, NULL, &(struct timespec){0, 0});
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    errno = error;
    return n;
}

static void stream_write(struct stream *stream)
{
    while (stream->sent < stream->length) {
        ssize_t n = write_quietly(stream->fd, stream->data + stream->sent, stream->length - stream->sent);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && errno == EAGAIN)
            return;
        if (n < 0)
            break;
        stream->sent += (size_t)n;
    }
    stream_close(stream);
}

static void on_ready(void *context, int events, bool failed)
{
    (void)events;
    (void)failed;
    struct stream *stream = context;
    if (stream == &stream->run->stream[0])
        stream_write(stream);
    else
        stream_read(stream);
}

static void on_timeout(uv_timer_t *timer)
{
    run_kill(timer->data, "timeout");
}

static void on_exit_of_child(void *context)
{
    struct run *run = context;
    for (int i = 1; i < 3; i++)
        stream_read(&run->stream[i]);
    lua_State *L = wait_stack(&run->wait);
    int results = 3;
    if (run->verdict != NULL) {
        push_error(L, run->verdict, "the program was killed: %s", run->verdict);
    } else {
        lua_pushinteger(L, run->child->code);
        for (int i = 1; i < 3; i++)
            lua_pushlstring(L, run->stream[i].length > 0 ? run->stream[i].data : "", run->stream[i].length);
        if (run->child->signal != 0) {
            lua_pushstring(L, process_signal_name(run->child->signal));
            results = 4;
        }
    }
    run_close(run);
    wait_done(&run->wait, results);
}

static void run_cancel(struct wait *wait)
{
    struct run *run = (struct run *)(void *)((char *)wait - offsetof(struct run, wait));
    run_kill(run, "cancelled");
    run->child->on_exit = NULL;
    run_close(run);
}

/* A pipe for stream i: our end into the run, the child's end into the launch. */
static int open_pipe(struct run *run, struct launch *launch, int i)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return errno;
    int ours = i == 0 ? ends[1] : ends[0];
    launch->fd[i] = i == 0 ? ends[0] : ends[1];
    fcntl(ours, F_SETFL, fcntl(ours, F_GETFL) | O_NONBLOCK);
    run->stream[i].fd = ours;
    return 0;
}

static struct run *run_start(struct launch *launch, const char *input, size_t length, int *error, const char **what)
{
    struct run *run = calloc(1, sizeof *run);
    *what = launch->argv[0];
    *error = run == NULL ? ENOMEM : 0;
    for (int i = 0; run != NULL && i < 3; i++) {
        run->stream[i].fd = -1;
        if (*error == 0 && strcmp(launch->stream[i], "capture") == 0)
            *error = open_pipe(run, launch, i);
    }
    if (*error == 0 && input != NULL) {
        run->stream[0].data = malloc(length + 1);
        if (run->stream[0].data == NULL)
            *error = ENOMEM;
        else
            memcpy(run->stream[0].data, input, length);
        run->stream[0].length = length;
    }
    if (*error == 0)
        run->child = child_start(launch, error, what);
    for (int i = 0; i < 3; i++)
        if (launch->fd[i] >= 0)
            close(launch->fd[i]);
    if (*error == 0)
        return run;
    for (int i = 0; run != NULL && i < 3; i++) {
        if (run->stream[i].fd >= 0)
            close(run->stream[i].fd);
        free(run->stream[i].data);
    }
    free(run);
    return NULL;
}

static void run_watch(struct run *run, lua_Integer timeout)
{
    for (int i = 0; i < 3; i++) {
        struct stream *stream = &run->stream[i];
        if (stream->fd < 0)
            continue;
        stream->run = run;
        stream->poller = poller_open(stream->fd, on_ready, stream);
        if (stream->poller == NULL)
            abort();
        poller_for(stream->poller, i == 0 ? UV_WRITABLE : UV_READABLE);
    }
    run->timer.data = run;
    uv_timer_init(loop_get(), &run->timer);
    if (timeout > 0) {
        uv_update_time(loop_get());
        uv_timer_start(&run->timer, on_timeout, (uint64_t)timeout, 0);
    }
    run->child->on_exit = on_exit_of_child;
    run->child->context = run;
    child_awaited(1);
}

int process_run(lua_State *L)
{
    struct launch launch;
    launch_check(L, &launch, "null", "capture");
    size_t length = 0;
    const char *input = NULL;
    if (push_field(L, 1, "input")) {
        if (lua_type(L, -1) != LUA_TSTRING)
            return luaL_argerror(L, 1, "input must be a string");
        input = lua_tolstring(L, -1, &length);
        launch.stream[0] = "capture";
    }
    lua_Integer timeout = 0;
    if (push_field(L, 1, "timeout_ms")) {
        timeout = check_integer(L, lua_gettop(L), 1, INT_MAX);
    }
    wait_check(L);
    int error;
    const char *what;
    fflush(stdout);
    struct run *run = run_start(&launch, input, length, &error, &what);
    if (run == NULL)
        return process_push_failure(L, what, error);
    run->group = launch.detach;
    run_watch(run, timeout);
    return wait_begin(L, &run->wait, run_cancel);
}
