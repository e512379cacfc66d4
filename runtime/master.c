#include "master.h"

#include "config.h"
#include "inheritance.h"
#include "listener.h"
#include "log.h"
#include "loop.h"
#include "pid_file.h"
#include "shared.h"
#include "succession.h"
#include "watch.h"
#include "worker.h"

#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

enum {
    RESPAWN_MS = 20, /* after the first unasked end; doubled for each further one
                      in a row */
    RESPAWN_MOST_MS = 5000,
    STEADY_MS = 10000, /* a worker that lived so long was not part of a crash loop */
    STUCK_MS = 15000,  /* a worker whose loop does not turn for so long is killed */
    ORDER_MS = 5,      /* between two looks whether the keeper has given its first order */
    READY_MS = 5,      /* and whether all workers are ready to take over */
    CHECK_MS = 1000
};

struct worker {
    unsigned number;
    uv_process_t process;
    uv_timer_t respawn;
    uint64_t started;
    unsigned crashes; /* in a row */
    bool alive;
};

static struct worker workers[SHARED_WORKERS_MOST];
static unsigned worker_count, alive;
static struct listeners listeners;
static struct shared *shared;
static int shared_descriptor = -1, status;
static bool ending, heir; /* another master serves still, and waits for this one to be ready */
static uv_signal_t signals[6];
static uv_timer_t checker, delay, readiness;
static uv_process_t asset_build;
static bool building_assets, assets_again;
static uv_process_t keeper;
static uv_timer_t keeper_respawn, first_order;
static bool keeper_alive;

static void start_worker(struct worker *worker);
static void tell_workers(int signal_);

static void stop_if_done(void)
{
    if (ending && alive == 0 && !succession_under_way())
        uv_stop(loop_get());
}

/* Nothing is served for that reason: by nobody, or by the master that this one was to succeed. */
static void give_up(const char *why)
{
    bool accepted = heir && !atomic_load(&shared->closed);
    inheritance_refuse(why);
    status = 1;
    ending = true;
    tell_workers(accepted ? SIGTERM : SIGINT);
    stop_if_done();
}

static void respawn(uv_timer_t *timer)
{
    if (!ending)
        start_worker(timer->data);
}

static void worker_ended(uv_process_t *process, int64_t code, int signal_)
{
    struct worker *worker = process->data;
    uv_close((uv_handle_t *)process, NULL);
    worker->alive = false;
    alive--;
    struct worker_slot *slot = &shared->slots[worker->number];
    atomic_store(&slot->pid, 0);
    atomic_store(&slot->state, WORKER_NONE);
    atomic_store(&slot->connections, 0);
    if (ending) {
        stop_if_done();
        return;
    }
    if (code == WORKER_REFUSED && signal_ == 0 && atomic_load(&slot->generation) == 0) {
        log_say(LOG_ERROR, "worker.refused", "app/ does not load; the mall does not start: %s", slot->reason);
        fprintf(stderr, "sijang: app/ does not load: %s\n", slot->reason);
        give_up(slot->reason);
        return;
    }
    if (heir) {
        char why[100];
        snprintf(why, sizeof why, "worker %u ended (exit %lld, signal %d) before all were ready", worker->number,
                 (long long)code, signal_);
        log_say(LOG_ERROR, "worker.ended", "%s", why);
        give_up(why);
        return;
    }
    atomic_fetch_add(&shared->respawns, 1);
    uint64_t lived = loop_now() - worker->started;
    worker->crashes = lived > STEADY_MS ? 0 : worker->crashes + 1;
    uint64_t wait = RESPAWN_MS;
    for (unsigned i = 1; i < worker->crashes && wait < RESPAWN_MOST_MS; i++)
        wait *= 2;
    log_say(LOG_ERROR, "worker.ended",
            "worker %u ended unasked (exit %lld, signal %d) after %llu ms; again "
            "in %llu ms",
            worker->number, (long long)code, signal_, (unsigned long long)lived, (unsigned long long)wait);
    uv_timer_start(&worker->respawn, respawn, wait, 0);
}

/* The very binary that the master runs, whatever lies at its path by now: another one may lay out the shared page in another
 * way. */
static const char own_program[] = "/proc/self/exe";

static void start_worker(struct worker *worker)
{
    char number[16];
    snprintf(number, sizeof number, "%u", worker->number);
    char *arguments[] = {"sijang", "worker", number, NULL};
    uv_stdio_container_t stdio[5] = {
        {.flags = UV_IGNORE},
        {.flags = UV_INHERIT_FD, .data.fd = 1},
        {.flags = UV_INHERIT_FD, .data.fd = 2},
        {.flags = UV_INHERIT_FD, .data.fd = listeners.sockets[worker->number % listeners.count]},
        {.flags = UV_INHERIT_FD, .data.fd = shared_descriptor}};
    uv_process_options_t options = {
        .file = own_program, .args = arguments, .stdio = stdio, .stdio_count = 5, .exit_cb = worker_ended};
    worker->process.data = worker;
    worker->started = loop_now();
    atomic_store(&shared->slots[worker->number].heartbeat, uv_hrtime() / 1000000);
    int error = uv_spawn(loop_get(), &worker->process, &options);
    if (error != 0) {
        log_say(LOG_ERROR, "worker.spawn", "worker %u does not start: %s", worker->number, uv_strerror(error));
        uv_close((uv_handle_t *)&worker->process, NULL);
        uv_timer_start(&worker->respawn, respawn, RESPAWN_MOST_MS, 0);
        return;
    }
    worker->alive = true;
    alive++;
}

static void tell_workers(int signal_)
{
    for (unsigned i = 0; i < worker_count; i++)
        if (workers[i].alive)
            uv_process_kill(&workers[i].process, signal_);
}

static void serve_anew(struct order *order, void *context)
{
    (void)context;
    order->serve.number = shared_fresh();
    for (size_t i = 1; i < ORDER_WANTED; i++)
        if (order_wanted(order, i)->number != 0)
            order_wanted(order, i)->number = shared_fresh();
}

/* The same logic, or what has become of it in the tree, as a new generation. */
static void new_generation(const char *folder)
{
    (void)folder;
    shared_order_change(serve_anew, NULL);
}

/* ── A node of several: its keeper says which release is served ── */

static void start_workers(void)
{
    for (unsigned i = 0; i < worker_count; i++)
        start_worker(&workers[i]);
}

static bool keeper_wanted(void)
{
    return config_get("NODE") != NULL && !config_development();
}

static void start_keeper(uv_timer_t *timer);

static void keeper_ended(uv_process_t *process, int64_t code, int signal_)
{
    uv_close((uv_handle_t *)process, NULL);
    keeper_alive = false;
    if (ending)
        return;
    log_say(LOG_ERROR, "keeper.ended", "the keeper ended unasked (exit %lld, signal %d); again in %d ms",
            (long long)code, signal_, CHECK_MS);
    uv_timer_start(&keeper_respawn, start_keeper, CHECK_MS, 0);
}

static void start_keeper(uv_timer_t *timer)
{
    (void)timer;
    if (ending)
        return;
    char *arguments[] = {"sijang", "node", NULL};
    uv_stdio_container_t stdio[5] = {{.flags = UV_IGNORE},
                                     {.flags = UV_INHERIT_FD, .data.fd = 1},
                                     {.flags = UV_INHERIT_FD, .data.fd = 2},
                                     {.flags = UV_IGNORE},
                                     {.flags = UV_INHERIT_FD, .data.fd = shared_descriptor}};
    uv_process_options_t options = {
        .file = own_program, .args = arguments, .stdio = stdio, .stdio_count = 5, .exit_cb = keeper_ended};
    int error = uv_spawn(loop_get(), &keeper, &options);
    keeper_alive = error == 0;
    if (error == 0)
        return;
    log_say(LOG_ERROR, "keeper.spawn", "the keeper does not start: %s", uv_strerror(error));
    uv_close((uv_handle_t *)&keeper, NULL);
    uv_timer_start(&keeper_respawn, start_keeper, RESPAWN_MOST_MS, 0);
}

/* Nothing is served before it is known what. */
static void look_for_order(uv_timer_t *timer)
{
    struct order order;
    if (!ending && !shared_order(&order))
        return;
    uv_timer_stop(timer);
    if (!ending)
        start_workers();
}

/* ── Development: a save under static/ builds the assets, and their manifest is part of the next generation ── */

static void build_assets(const char *folder);

/* The handle is free for the next run only once it has been closed. */
static void asset_build_closed(uv_handle_t *handle)
{
    (void)handle;
    building_assets = false;
    if (assets_again) {
        assets_again = false;
        build_assets(NULL);
    }
}

static void assets_built(uv_process_t *process, int64_t code, int signal_)
{
    uv_close((uv_handle_t *)process, asset_build_closed);
    if (code == 0 && signal_ == 0)
        new_generation(NULL);
    else
        log_say(LOG_ERROR, "assets", "static/build.mjs failed; the assets built before are still served");
}

static void build_assets(const char *folder)
{
    (void)folder;
    static char script[PATH_MAX + 32];
    if (building_assets) {
        assets_again = true;
        return;
    }
    snprintf(script, sizeof script, "%s/static/build.mjs", config_root());
    char *arguments[] = {"node", script, NULL};
    uv_stdio_container_t stdio[3] = {
        {.flags = UV_IGNORE}, {.flags = UV_INHERIT_FD, .data.fd = 2}, {.flags = UV_INHERIT_FD, .data.fd = 2}};
    uv_process_options_t options = {
        .file = "node", .args = arguments, .stdio = stdio, .stdio_count = 3, .exit_cb = assets_built};
    building_assets = true;
    int error = uv_spawn(loop_get(), &asset_build, &options);
    if (error != 0) {
        log_say(LOG_ERROR, "assets", "node does not start: %s", uv_strerror(error));
        uv_close((uv_handle_t *)&asset_build, asset_build_closed);
    }
}

/* ── Signals and time ── */

/* A socket refuses only when the last process that has it closes it. The path of a unix socket is free for another server,
 * unless another master listens there. */
static void stop_listening(uv_timer_t *timer)
{
    (void)timer;
    bool local = listeners.count > 0 && strncmp(config_get("HOST"), "unix:", 5) == 0;
    listener_close(&listeners);
    if (local && !heir && !atomic_load(&shared->succeeded))
        unlink(config_get("HOST") + 5);
}

static void end(int signal_)
{
    uint64_t wait = signal_ == SIGINT ? 0 : (uint64_t)config_number("SHUTDOWN_DELAY", 0, 600) * 1000;
    log_say(LOG_INFO, "master.ending", "%s: %u workers finish", signal_ == SIGINT ? "INT" : "TERM", alive);
    ending = true;
    tell_workers(signal_);
    if (keeper_alive)
        uv_process_kill(&keeper, SIGTERM);
    succession_cancel("this one was asked to end");
    /* Should a successor not live as long as this one, the sockets are needed again. */
    if (!atomic_load(&shared->succeeded))
        uv_timer_start(&delay, stop_listening, wait, 0);
    stop_if_done();
}

/* ── Succession: the old side, and the new one ── */

static void hand_over(void)
{
    atomic_store(&shared->succeeded, true);
    end(SIGTERM);
}

/* There is no successor after all. Workers that drain for its sake are replaced as they end. */
static void go_on(void)
{
    if (!atomic_exchange(&shared->succeeded, false)) {
        stop_if_done();
        return;
    }
    ending = false;
    pid_file_write();
    for (unsigned i = 0; i < worker_count; i++)
        if (!workers[i].alive)
            uv_timer_start(&workers[i].respawn, respawn, RESPAWN_MS, 0);
    if (keeper_wanted() && !keeper_alive)
        uv_timer_start(&keeper_respawn, start_keeper, RESPAWN_MS, 0);
}

static void succeed(void)
{
    static const struct succession_watch watch = {hand_over, go_on};
    if (ending || heir) {
        log_say(LOG_WARN, "succession.busy", "USR2: this one %s", ending ? "is ending" : "is not ready itself");
        return;
    }
    succession_begin(&listeners, &watch);
}

/* None of the workers accepts before each of them can. */
static void look_whether_ready(uv_timer_t *timer)
{
    unsigned built = 0, ready = 0;
    for (unsigned i = 0; i < worker_count; i++) {
        built += atomic_load(&shared->slots[i].generation) != 0;
        ready += atomic_load(&shared->slots[i].state) == WORKER_READY;
    }
    if (built == worker_count && atomic_exchange(&shared->closed, false))
        tell_workers(SIGUSR2);
    if (ready < worker_count)
        return;
    uv_timer_stop(timer);
    heir = false;
    pid_file_write();
    log_say(LOG_INFO, "master.succeeds", "process %d has taken over", (int)getpid());
    inheritance_ready();
}

static void reread(void)
{
    char said[PATH_MAX + 300];
    if (!config_reread(said, sizeof said)) {
        log_say(LOG_ERROR, "config.refused", "%s; the settings and the logic of before stay", said);
        return;
    }
    if (said[0] != '\0')
        log_say(LOG_WARN, "config.waiting", "%s: changed in CONFIG_FILE, taken at the next start", said);
    shared_settings_give();
    log_open();
    tell_workers(SIGHUP); /* of two signals that wait, this one is told first */
    new_generation(NULL);
}

static void on_signal(uv_signal_t *watch, int number)
{
    (void)watch;
    switch (number) {
    case SIGHUP:
        succession_tell(number);
        reread();
        break;
    case SIGUSR1:
        succession_tell(number);
        log_open();
        tell_workers(SIGUSR1);
        break;
    case SIGUSR2:
        succeed();
        break;
    default:
        end(number == SIGINT ? SIGINT : SIGTERM);
    }
}

static void check(uv_timer_t *timer)
{
    (void)timer;
    log_flush();
    uint64_t now = uv_hrtime() / 1000000;
    for (unsigned i = 0; i < worker_count; i++) {
        uint64_t beat = atomic_load(&shared->slots[i].heartbeat);
        if (workers[i].alive && now > beat && now - beat > STUCK_MS) {
            log_say(LOG_ERROR, "worker.stuck", "worker %u has not turned its loop for %llu ms and is killed", i,
                    (unsigned long long)(now - beat));
            uv_process_kill(&workers[i].process, SIGKILL);
        }
    }
}

/* SECRET_KEY and what shoppers send are in memory: nobody may look into it, and a crash leaves no copy on the disk. */
static void keep_secrets(void)
{
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0}); /* the workers' as well */
}

int master_run(void)
{
    char problem[300];
    keep_secrets();
    signal(SIGPIPE, SIG_IGN);
    worker_count = (unsigned)config_number("WORKERS", 1, SHARED_WORKERS_MOST);
    heir = inheritance_pending();
    if (!(heir ? inheritance_listeners(&listeners, worker_count, problem, sizeof problem)
               : listener_open(&listeners, worker_count, problem, sizeof problem))) {
        fprintf(stderr, "sijang serve: %s\n", problem);
        inheritance_refuse(problem);
        return 2;
    }
    shared = shared_open(-1, &shared_descriptor);
    if (shared == NULL) {
        fputs("sijang serve: no shared memory\n", stderr);
        return 2;
    }
    shared_settings_give();
    atomic_store(&shared->workers, worker_count);
    atomic_store(&shared->closed, heir);
    static const int numbers[] = {SIGTERM, SIGQUIT, SIGINT, SIGHUP, SIGUSR1, SIGUSR2};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        uv_signal_init(loop_get(), &signals[i]);
        uv_signal_start(&signals[i], on_signal, numbers[i]);
    }
    uv_timer_init(loop_get(), &delay);
    uv_timer_init(loop_get(), &checker);
    uv_timer_start(&checker, check, CHECK_MS, CHECK_MS);
    log_say(LOG_INFO, "master.listening", "%s with %u workers, %s", listeners.address, worker_count,
            config_get("SIJANG_ENV"));
    for (unsigned i = 0; i < worker_count; i++) {
        workers[i].number = i;
        uv_timer_init(loop_get(), &workers[i].respawn);
        workers[i].respawn.data = &workers[i];
    }
    if (heir) {
        uv_timer_init(loop_get(), &readiness);
        uv_timer_start(&readiness, look_whether_ready, READY_MS, READY_MS);
    } else {
        pid_file_write();
    }
    if (keeper_wanted()) {
        uv_timer_init(loop_get(), &keeper_respawn);
        uv_timer_init(loop_get(), &first_order);
        start_keeper(NULL);
        uv_timer_start(&first_order, look_for_order, ORDER_MS, ORDER_MS);
    } else {
        new_generation(NULL);
        start_workers();
    }
    if (config_development()) {
        watch_folder(config_root(), "app", new_generation);
        watch_folder(config_root(), "templates", new_generation);
        watch_folder(config_root(), "bindings", new_generation);
        watch_folder(config_root(), "static", build_assets);
    }
    do
        uv_run(loop_get(), UV_RUN_DEFAULT);
    while (!ending); /* a successor may be lost in the very turn in which all was done */
    stop_listening(&delay);
    pid_file_remove();
    watch_stop();
    log_say(LOG_INFO, "master.ended", "bye");
    log_flush();
    return status;
}
