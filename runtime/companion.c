#include "companion.h"

#include "log.h"
#include "loop.h"
#include "workers.h"

#include <signal.h>
#include <stdio.h>

enum {
    AGAIN_MS = 1000,     /* after an unasked end */
    AGAIN_MOST_MS = 5000 /* until one that did not start is tried again */
};

static void start(struct companion *companion);

static void say(const struct companion *companion, const char *what, const char *how, unsigned again)
{
    char event[40];
    snprintf(event, sizeof event, "%s.%s", companion->name, what);
    log_say(LOG_ERROR, event, "the %s %s; again in %u ms", companion->name, how, again);
}

static void respawn(uv_timer_t *timer)
{
    struct companion *companion = timer->data;
    if (!companion->ending && !companion->alive)
        start(companion);
}

static void ended(uv_process_t *process, int64_t code, int signal_)
{
    struct companion *companion = process->data;
    uv_close((uv_handle_t *)process, NULL);
    bool asked = companion->asked;
    companion->alive = companion->asked = false;
    if (companion->pid != NULL)
        atomic_store(companion->pid, 0);
    if (companion->ending)
        return;
    if (asked) { /* and wanted again since; its handle is closed by the next turn of the loop */
        uv_timer_start(&companion->respawn, respawn, 0, 0);
        return;
    }
    char how[80];
    snprintf(how, sizeof how, "ended unasked (exit %lld, signal %d)", (long long)code, signal_);
    say(companion, "ended", how, AGAIN_MS);
    uv_timer_start(&companion->respawn, respawn, AGAIN_MS, 0);
}

static void start(struct companion *companion)
{
    char word[16];
    snprintf(word, sizeof word, "%s", companion->word);
    char *arguments[] = {"sijang", word, NULL};
    uv_stdio_container_t stdio[5] = {{.flags = UV_IGNORE},
                                     {.flags = UV_INHERIT_FD, .data.fd = 1},
                                     {.flags = UV_INHERIT_FD, .data.fd = 2},
                                     {.flags = UV_IGNORE},
                                     {.flags = UV_INHERIT_FD, .data.fd = companion->shared_descriptor}};
    uv_process_options_t options = {
        .file = workers_program, .args = arguments, .stdio = stdio, .stdio_count = 5, .exit_cb = ended};
    companion->process.data = companion;
    int error = uv_spawn(loop_get(), &companion->process, &options);
    companion->alive = error == 0;
    if (error == 0)
        return;
    char how[200];
    snprintf(how, sizeof how, "does not start: %s", uv_strerror(error));
    say(companion, "spawn", how, AGAIN_MOST_MS);
    uv_close((uv_handle_t *)&companion->process, NULL);
    uv_timer_start(&companion->respawn, respawn, AGAIN_MOST_MS, 0);
}

void companion_start(struct companion *companion, int shared_descriptor)
{
    companion->ending = false;
    if (!companion->made) {
        companion->made = true;
        companion->shared_descriptor = shared_descriptor;
        uv_timer_init(loop_get(), &companion->respawn);
        companion->respawn.data = companion;
        start(companion);
    } else if (!companion->alive) {
        uv_timer_start(&companion->respawn, respawn, 0, 0);
    }
}

void companion_end(struct companion *companion)
{
    companion->ending = true;
    companion->asked = companion->alive;
    if (companion->alive)
        uv_process_kill(&companion->process, SIGTERM);
}
