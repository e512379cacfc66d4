#include "worker.h"

#include "build.h"
#include "canary.h"
#include "config.h"
#include "generation.h"
#include "http.h"
#include "jobs.h"
#include "log.h"
#include "loop.h"
#include "metrics.h"
#include "peer.h"
#include "shared.h"
#include "static.h"
#include "task.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

enum {
    TICK_MS = 100,
    WEIGH_EVERY = 5,
    GIVE_BACK_MS =
        1000 /* for a job worker that ends at once: what it has begun must not wait until its leases run out */
};

static uv_signal_t on_term, on_quit, on_int, on_hup, on_usr1, on_usr2;
static uv_timer_t ticker, delay;
static bool settled; /* there is something to serve, be it why there is nothing else */
static bool accepting, ending, given_up, runs_jobs;
static int status;
static uint64_t must_end; /* loop time; 0 while connections are accepted */

/* What the process has of the system; nobody else may look, since workers cannot be dumped. */
static void weigh(struct worker_slot *slot)
{
    char line[128]; /* pages: of the address space, resident, … */
    FILE *file = fopen("/proc/self/statm", "re");
    if (file != NULL) {
        char *resident = fgets(line, sizeof line, file) != NULL ? strchr(line, ' ') : NULL;
        if (resident != NULL)
            atomic_store(&slot->resident_bytes,
                         (uint64_t)strtoul(resident, NULL, 10) * (uint64_t)sysconf(_SC_PAGESIZE));
        fclose(file);
    }
    DIR *folder = opendir("/proc/self/fd");
    unsigned count = 0;
    while (folder != NULL && readdir(folder) != NULL)
        count++;
    if (folder != NULL) {
        closedir(folder);
        atomic_store(&slot->descriptors, count - 3); /* . and .. and the folder itself */
    }
}

static void end_if_done(void)
{
    if (must_end == 0)
        return;
    bool done = http_drained() && task_count() == 0, late = loop_now() >= must_end;
    if (done || (late && (given_up || runs_jobs))) {
        uv_stop(loop_get());
    } else if (late) {
        given_up = true;
        http_give_up();
    }
}

static void tick(uv_timer_t *timer)
{
    (void)timer;
    struct worker_slot *slot = shared_slot();
    atomic_store(&slot->heartbeat, uv_hrtime() / 1000000);
    atomic_store(&slot->tasks, task_count());
    struct generation *generation = generation_current();
    if (generation != NULL) {
        lua_State *L = generation->vm->L;
        atomic_store(&slot->lua_bytes,
                     (uint64_t)lua_gc(L, LUA_GCCOUNT, 0) * 1024 + (uint64_t)lua_gc(L, LUA_GCCOUNTB, 0));
    }
    static unsigned ticks;
    if (ticks++ % WEIGH_EVERY == 0)
        weigh(slot);
    log_flush();
    end_if_done();
}

/* Accepts connections, or jobs, as soon as there is something to serve and the workers of another master do no more. */
static void start_accepting(void)
{
    if (!settled || accepting || ending || atomic_load(&shared_get()->closed))
        return;
    prctl(PR_SET_PDEATHSIG, SIGTERM); /* from here on there is something to finish */
    accepting = runs_jobs || http_start(WORKER_LISTENER);
    if (accepting) {
        atomic_store(&shared_slot()->state, WORKER_READY);
    } else {
        status = 2;
        uv_stop(loop_get());
    }
}

static void settle(struct vm *vm)
{
    (void)vm;
    settled = true;
    start_accepting();
}

/* A mall that never served does not start. In development a tree that does not load is served as its error, and the next save
 * may mend it; but it takes over from nobody. */
static void refused(unsigned number)
{
    struct order order;
    if (settled || ending || !shared_order(&order) || order.serve.number != number)
        return;
    if (config_development() && !atomic_load(&shared_get()->closed)) {
        settle(NULL);
        return;
    }
    status = WORKER_REFUSED;
    uv_stop(loop_get());
}

/* ── The end: first it only says that it is not ready, then it accepts nobody, then time is up ── */

static void stop_accepting(uv_timer_t *timer)
{
    (void)timer;
    if (!accepting) {
        uv_stop(loop_get());
        return;
    }
    must_end = loop_now() + (uint64_t)config_number("DRAIN_DEADLINE", 1, 600) * 1000;
    http_drain();
    end_if_done();
}

/* Nobody looks for a job worker: it begins nothing new at once. */
static void finish_jobs(uint64_t milliseconds)
{
    must_end = loop_now() + milliseconds;
    jobs_end(milliseconds);
    end_if_done();
}

static void end_gracefully(uv_signal_t *watch, int number)
{
    (void)watch;
    (void)number;
    if (ending)
        return;
    ending = true;
    if (runs_jobs) {
        atomic_store(&shared_slot()->state, WORKER_DRAINING);
        finish_jobs((uint64_t)config_number("DRAIN_DEADLINE", 1, 600) * 1000);
        return;
    }
    /* Where another master has taken over, the mall is as ready as before, and nobody has to look elsewhere first. */
    bool succeeded = atomic_load(&shared_get()->succeeded);
    if (!succeeded)
        atomic_store(&shared_slot()->state, WORKER_DRAINING);
    long wait = succeeded ? 0 : config_number("SHUTDOWN_DELAY", 0, 600);
    uv_timer_start(&delay, stop_accepting, (uint64_t)wait * 1000, 0);
}

static void end_at_once(uv_signal_t *watch, int number)
{
    end_gracefully(watch, number);
    if (runs_jobs) {
        finish_jobs(GIVE_BACK_MS);
        return;
    }
    uv_timer_stop(&delay);
    uv_stop(loop_get());
}

static void take_settings(void)
{
    shared_settings_take();
    log_open();
    peer_trust(config_get("TRUSTED_PROXIES"));
    http_reread();
    metrics_reread();
}

static void obey(uv_signal_t *watch, int number)
{
    (void)watch;
    (void)number;
    struct order order;
    if (config_development())
        static_forget();
    if (shared_order(&order))
        generation_obey(&order);
    start_accepting();
}

static void reread(uv_signal_t *watch, int number)
{
    (void)watch;
    (void)number;
    take_settings();
}

static void reopen_logs(uv_signal_t *watch, int number)
{
    (void)watch;
    (void)number;
    log_open();
}

static void listen_to(uv_signal_t *watch, int number, uv_signal_cb callback)
{
    uv_signal_init(loop_get(), watch);
    uv_signal_start(watch, callback, number);
    uv_unref((uv_handle_t *)watch);
}

static void close_handles(void)
{
    uv_handle_t *handles[] = {(uv_handle_t *)&on_term, (uv_handle_t *)&on_quit, (uv_handle_t *)&on_int,
                              (uv_handle_t *)&on_hup,  (uv_handle_t *)&on_usr1, (uv_handle_t *)&on_usr2,
                              (uv_handle_t *)&ticker,  (uv_handle_t *)&delay};
    for (size_t i = 0; i < sizeof handles / sizeof *handles; i++)
        uv_close(handles[i], NULL);
}

int worker_main(int argc, char **argv)
{
    static char name[32];
    unsigned number = argc > 0 ? (unsigned)strtoul(argv[0], NULL, 10) : 0;
    if (number >= SHARED_WORKERS_MOST || !config_open() || !shared_join(SIGKILL)) {
        fprintf(stderr, "sijang: worker is started by serve\n");
        return 2;
    }
    signal(SIGPIPE, SIG_IGN);
    /* What a worker starts, the picture helper for one, must not keep the port. */
    fcntl(WORKER_LISTENER, F_SETFD, FD_CLOEXEC);
    shared_set_slot(number);
    runs_jobs = shared_runs_jobs();
    log_process(shared_name(number, name, sizeof name));
    take_settings();
    struct worker_slot *slot = shared_slot();
    atomic_store(&slot->state, WORKER_STARTING);
    atomic_store(&slot->connections, 0);
    atomic_store(&slot->canary, 0);
    canary_inherit();
    for (size_t i = 0; i < SHARED_PREPARED; i++)
        atomic_store(&slot->prepared[i], 0);
    atomic_store(&slot->heartbeat, uv_hrtime() / 1000000);
    listen_to(&on_term, SIGTERM, end_gracefully);
    listen_to(&on_quit, SIGQUIT, end_gracefully);
    listen_to(&on_int, SIGINT, end_at_once);
    listen_to(&on_hup, SIGHUP, reread);
    listen_to(&on_usr1, SIGUSR1, reopen_logs);
    listen_to(&on_usr2, SIGUSR2, obey);
    atomic_store(&slot->pid, (int)getpid()); /* from here on orders are told */
    uv_timer_init(loop_get(), &delay);
    if (runs_jobs)
        jobs_start();
    generation_on_live(settle);
    generation_on_refused(refused);
    uv_timer_init(loop_get(), &ticker);
    uv_timer_start(&ticker, tick, TICK_MS, TICK_MS);
    obey(NULL, 0);
    uv_run(loop_get(), UV_RUN_DEFAULT);
    build_abandon();
    if (accepting && !runs_jobs)
        http_stop();
    generation_close_all();
    static_forget();
    atomic_store(&slot->state, WORKER_NONE);
    atomic_store(&slot->pid, 0); /* and no further */
    close_handles();
    log_flush();
    return status;
}
