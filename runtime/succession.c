#include "succession.h"

#include "config.h"
#include "inheritance.h"
#include "log.h"
#include "loop.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <unistd.h>

struct successor {
    uv_process_t process;
    uv_poll_t ear;
    uv_timer_t deadline;
    int pipe;
    unsigned handles; /* that are not closed yet */
    bool ready;
    sigset_t owed;                                      /* what it is to be told */
    char said[INHERITANCE_SAID], why[INHERITANCE_SAID]; /* what it says of itself, and why it was killed */
    size_t length;
};

static char program[PATH_MAX];
static struct successor *successor;
static struct succession_watch watch;

/* A symbolic link on the way is kept: who lets it lead elsewhere wants what is there now. */
void succession_note_program(void)
{
    const char *given = (const char *)(uintptr_t)getauxval(AT_EXECFN); /* NULL where the kernel does not tell */
    char folder[PATH_MAX];
    if (given != NULL && given[0] == '/' && strncmp(given, "/proc/", 6) != 0 && strncmp(given, "/dev/", 5) != 0) {
        snprintf(program, sizeof program, "%s", given);
    } else if (given != NULL && given[0] != '\0' && given[0] != '/' && getcwd(folder, sizeof folder) != NULL) {
        snprintf(program, sizeof program, "%.2000s/%.2000s", folder, given);
    } else {
        ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
        program[length > 0 ? length : 0] = '\0';
    }
}

/* ── The end of an attempt ── */

static void handle_closed(uv_handle_t *handle)
{
    struct successor *one = handle->data;
    if (--one->handles > 0)
        return;
    close(one->pipe);
    free(one);
}

static void forget(struct successor *one)
{
    if (successor == one)
        successor = NULL;
    uv_close((uv_handle_t *)&one->process, handle_closed);
    uv_close((uv_handle_t *)&one->ear, handle_closed);
    uv_close((uv_handle_t *)&one->deadline, handle_closed);
}

static void is_ready(struct successor *one)
{
    one->ready = true;
    uv_timer_stop(&one->deadline);
    log_say(LOG_INFO, "succession.ready", "process %d serves from now on; this one finishes what is under way and ends",
            one->process.pid);
    log_flush();
    static const int owed[] = {SIGHUP, SIGUSR1};
    for (size_t i = 0; i < sizeof owed / sizeof *owed; i++)
        if (sigismember(&one->owed, owed[i]))
            uv_process_kill(&one->process, owed[i]);
    watch.ready();
}

/* Whether it has said that it is ready; what else it says is why it is not. */
static bool listen_to(struct successor *one)
{
    ssize_t got;
    while (one->length < sizeof one->said - 1 &&
           (got = read(one->pipe, one->said + one->length, sizeof one->said - 1 - one->length)) > 0)
        one->length += (size_t)got;
    one->said[one->length] = '\0';
    return strcmp(one->said, INHERITANCE_READY) == 0;
}

static void hear(uv_poll_t *ear, int status, int events)
{
    (void)events;
    struct successor *one = ear->data;
    if (listen_to(one) && !one->ready)
        is_ready(one);
    if (status < 0 || one->length > 0)
        uv_poll_stop(ear); /* it says one thing only; its end is heard of otherwise */
}

static void ended(uv_process_t *process, int64_t code, int signal_)
{
    struct successor *one = process->data;
    bool was_ready = one->ready || listen_to(one);
    if (one->why[0] == '\0' && one->length > 0 && !was_ready)
        snprintf(one->why, sizeof one->why, "%.*s", (int)strcspn(one->said, "\n"), one->said);
    if (one->why[0] == '\0')
        snprintf(one->why, sizeof one->why, "it ended (exit %lld, signal %d)", (long long)code, signal_);
    log_say(LOG_ERROR, was_ready ? "succession.lost" : "succession.failed", "process %d, started from %s%s: %s; %s",
            process->pid, program, was_ready ? ", had taken over" : ", does not take over", one->why,
            was_ready ? "this one serves again" : "nothing has changed");
    forget(one);
    watch.failed();
}

static void too_late(uv_timer_t *timer)
{
    (void)timer;
    char why[100];
    snprintf(why, sizeof why, "it was not ready after %ld seconds (SUCCESSION_DEADLINE)",
             config_number("SUCCESSION_DEADLINE", 1, 600));
    succession_cancel(why);
}

/* ── The beginning ── */

static int start(struct successor *one, const struct listeners *listeners, int told)
{
    char *arguments[] = {"sijang", "serve", NULL}; /* flags of this one are in the environment */
    char inherited[16 + 8 * LISTENERS_MOST];
    uv_stdio_container_t stdio[4 + LISTENERS_MOST] = {{.flags = UV_IGNORE},
                                                      {.flags = UV_INHERIT_FD, .data.fd = 1},
                                                      {.flags = UV_INHERIT_FD, .data.fd = 2},
                                                      {.flags = UV_INHERIT_FD, .data.fd = told}};
    size_t used = (size_t)snprintf(inherited, sizeof inherited, "3");
    for (unsigned i = 0; i < listeners->count; i++) {
        stdio[4 + i] = (uv_stdio_container_t){.flags = UV_INHERIT_FD, .data.fd = listeners->sockets[i]};
        used += (size_t)snprintf(inherited + used, sizeof inherited - used, ",%u", 4 + i);
    }
    uv_process_options_t options = {
        .file = program, .args = arguments, .stdio = stdio, .stdio_count = 4 + (int)listeners->count, .exit_cb = ended};
    setenv(INHERITANCE, inherited, 1);
    int error = uv_spawn(loop_get(), &one->process, &options);
    unsetenv(INHERITANCE);
    return error;
}

void succession_begin(const struct listeners *listeners, const struct succession_watch *given)
{
    int ends[2];
    if (successor != NULL) {
        log_say(LOG_WARN, "succession.busy", "USR2: process %d is on its way already", successor->process.pid);
        return;
    }
    struct successor *one = calloc(1, sizeof *one);
    if (one == NULL || pipe2(ends, O_CLOEXEC) != 0) {
        log_say(LOG_ERROR, "succession.failed", "no successor: %s; nothing has changed", strerror(errno));
        free(one);
        return;
    }
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    watch = *given;
    one->pipe = ends[0];
    one->handles = 3;
    sigemptyset(&one->owed);
    one->process.data = one->ear.data = one->deadline.data = one;
    uv_poll_init(loop_get(), &one->ear, one->pipe);
    uv_timer_init(loop_get(), &one->deadline);
    int error = start(one, listeners, ends[1]);
    close(ends[1]);
    if (error != 0) {
        log_say(LOG_ERROR, "succession.failed", "%s does not start: %s; nothing has changed", program,
                uv_strerror(error));
        forget(one);
        return;
    }
    successor = one;
    uv_poll_start(&one->ear, UV_READABLE, hear);
    uv_timer_start(&one->deadline, too_late, (uint64_t)config_number("SUCCESSION_DEADLINE", 1, 600) * 1000, 0);
    log_say(LOG_INFO, "succession.begun", "USR2: process %d, started from %s, gets ready to take over",
            one->process.pid, program);
    log_flush();
}

bool succession_under_way(void)
{
    return successor != NULL && !successor->ready;
}

void succession_cancel(const char *why)
{
    if (!succession_under_way())
        return;
    snprintf(successor->why, sizeof successor->why, "%s", why);
    uv_process_kill(&successor->process, SIGKILL);
}

void succession_tell(int signal_)
{
    if (succession_under_way())
        sigaddset(&successor->owed, signal_);
}
