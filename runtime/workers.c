#include "workers.h"

#include "log.h"
#include "loop.h"
#include "shared.h"
#include "worker.h"

#include <signal.h>
#include <stdio.h>

enum {
    RESPAWN_MS = 20, /* after the first unasked end; doubled for each further one in a row */
    RESPAWN_MOST_MS = 5000,
    STEADY_MS = 10000, /* a worker that lived so long was not part of a crash loop */
    STUCK_MS = 15000   /* a worker whose loop does not turn for so long is killed */
};

struct child {
    unsigned number;
    uv_process_t process;
    uv_timer_t respawn;
    uint64_t started;
    unsigned crashes; /* in a row */
    bool alive;
};

static struct child children[SHARED_WORKERS_MOST];
static unsigned count, alive;
static const struct listeners *listeners;
static struct workers_watch watch;
static int shared_descriptor;
static bool ending;

const char workers_program[] = "/proc/self/exe";

static void start(struct child *child);

static void respawn(uv_timer_t *timer)
{
    if (!ending)
        start(timer->data);
}

/* Whether the end of one is the end of all. */
static bool refuses(const struct child *child, int64_t code, int signal_)
{
    struct worker_slot *slot = &shared_get()->slots[child->number];
    if (code == WORKER_REFUSED && signal_ == 0 && atomic_load(&slot->generation) == 0) {
        log_say(LOG_ERROR, "worker.refused", "app/ does not load; the mall does not start: %s", slot->reason);
        fprintf(stderr, "sijang: app/ does not load: %s\n", slot->reason);
        watch.refused(slot->reason);
        return true;
    }
    if (!atomic_load(&shared_get()->heir))
        return false;
    char name[32], why[120];
    snprintf(why, sizeof why, "%s ended (exit %lld, signal %d) before all were ready",
             shared_name(child->number, name, sizeof name), (long long)code, signal_);
    log_say(LOG_ERROR, "worker.ended", "%s", why);
    watch.refused(why);
    return true;
}

static void ended(uv_process_t *process, int64_t code, int signal_)
{
    struct child *child = process->data;
    uv_close((uv_handle_t *)process, NULL);
    child->alive = false;
    alive--;
    struct worker_slot *slot = &shared_get()->slots[child->number];
    atomic_store(&slot->pid, 0);
    atomic_store(&slot->state, WORKER_NONE);
    atomic_store(&slot->connections, 0);
    if (ending) {
        watch.ended();
        return;
    }
    if (refuses(child, code, signal_))
        return;
    atomic_fetch_add(&shared_get()->respawns, 1);
    uint64_t lived = loop_now() - child->started;
    child->crashes = lived > STEADY_MS ? 0 : child->crashes + 1;
    uint64_t wait = RESPAWN_MS;
    for (unsigned i = 1; i < child->crashes && wait < RESPAWN_MOST_MS; i++)
        wait *= 2;
    char name[32];
    log_say(LOG_ERROR, "worker.ended", "%s ended unasked (exit %lld, signal %d) after %llu ms; again in %llu ms",
            shared_name(child->number, name, sizeof name), (long long)code, signal_, (unsigned long long)lived,
            (unsigned long long)wait);
    uv_timer_start(&child->respawn, respawn, wait, 0);
}

static void start(struct child *child)
{
    char number[16];
    snprintf(number, sizeof number, "%u", child->number);
    char *arguments[] = {"sijang", "worker", number, NULL};
    bool web = child->number < shared_get()->web_workers;
    uv_stdio_container_t stdio[5] = {{.flags = UV_IGNORE},
                                     {.flags = UV_INHERIT_FD, .data.fd = 1},
                                     {.flags = UV_INHERIT_FD, .data.fd = 2},
                                     {.flags = UV_IGNORE},
                                     {.flags = UV_INHERIT_FD, .data.fd = shared_descriptor}};
    if (web)
        stdio[WORKER_LISTENER] = (uv_stdio_container_t){
            .flags = UV_INHERIT_FD, .data.fd = listeners->sockets[child->number % listeners->count]};
    uv_process_options_t options = {
        .file = workers_program, .args = arguments, .stdio = stdio, .stdio_count = 5, .exit_cb = ended};
    child->process.data = child;
    child->started = loop_now();
    atomic_store(&shared_get()->slots[child->number].heartbeat, uv_hrtime() / 1000000);
    int error = uv_spawn(loop_get(), &child->process, &options);
    if (error != 0) {
        log_say(LOG_ERROR, "worker.spawn", "worker %u does not start: %s", child->number, uv_strerror(error));
        uv_close((uv_handle_t *)&child->process, NULL);
        uv_timer_start(&child->respawn, respawn, RESPAWN_MOST_MS, 0);
        return;
    }
    child->alive = true;
    alive++;
}

void workers_open(unsigned web, unsigned jobs, const struct listeners *inherited, int descriptor,
                  const struct workers_watch *given)
{
    count = web + jobs;
    listeners = inherited;
    shared_descriptor = descriptor;
    watch = *given;
    for (unsigned i = 0; i < count; i++) {
        children[i].number = i;
        uv_timer_init(loop_get(), &children[i].respawn);
        children[i].respawn.data = &children[i];
    }
    shared_get()->web_workers = web;
    atomic_store(&shared_get()->workers, count);
}

void workers_start(void)
{
    for (unsigned i = 0; i < count; i++)
        start(&children[i]);
}

void workers_ending(bool are)
{
    ending = are;
    for (unsigned i = 0; !ending && i < count; i++)
        if (!children[i].alive)
            uv_timer_start(&children[i].respawn, respawn, RESPAWN_MS, 0);
}

void workers_tell(int signal_)
{
    for (unsigned i = 0; i < count; i++)
        if (children[i].alive)
            uv_process_kill(&children[i].process, signal_);
}

unsigned workers_alive(void)
{
    return alive;
}

bool workers_built(void)
{
    for (unsigned i = 0; i < count; i++)
        if (atomic_load(&shared_get()->slots[i].generation) == 0)
            return false;
    return true;
}

bool workers_ready(void)
{
    for (unsigned i = 0; i < count; i++)
        if (atomic_load(&shared_get()->slots[i].state) != WORKER_READY)
            return false;
    return true;
}

void workers_check(void)
{
    uint64_t now = uv_hrtime() / 1000000;
    for (unsigned i = 0; i < count; i++) {
        uint64_t beat = atomic_load(&shared_get()->slots[i].heartbeat);
        if (!children[i].alive || now <= beat || now - beat <= STUCK_MS)
            continue;
        char name[32];
        log_say(LOG_ERROR, "worker.stuck", "%s has not turned its loop for %llu ms and is killed",
                shared_name(i, name, sizeof name), (unsigned long long)(now - beat));
        uv_process_kill(&children[i].process, SIGKILL);
    }
}
