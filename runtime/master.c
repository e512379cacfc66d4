#include "master.h"

#include "companion.h"
#include "config.h"
#include "inheritance.h"
#include "listener.h"
#include "log.h"
#include "loop.h"
#include "pid_file.h"
#include "shared.h"
#include "succession.h"
#include "watch.h"
#include "workers.h"

#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

enum {
    ORDER_MS = 5, /* between two looks whether the keeper has given its first order */
    READY_MS = 5, /* and whether all workers are ready to take over */
    CHECK_MS = 1000
};

static struct listeners listeners;
static struct shared *shared;
static int shared_descriptor = -1, status;
static bool ending;
static uv_signal_t signals[6];
static uv_timer_t checker, delay, readiness;
static uv_process_t asset_build;
static bool building_assets, assets_again;
static uv_timer_t first_order;
static struct companion examiner = {.name = "examiner", .word = "examiner"},
                        keeper = {.name = "keeper", .word = "node"};

static void stop_if_done(void)
{
    if (ending && workers_alive() == 0 && !succession_under_way())
        uv_stop(loop_get());
}

/* Another master serves still, and waits for this one to be ready. */
static bool heir(void)
{
    return atomic_load(&shared->heir);
}

static void begin_to_end(int signal_)
{
    ending = true;
    workers_ending(true);
    workers_tell(signal_);
}

/* Nothing is served for that reason: by nobody, or by the master that this one was to succeed. */
static void give_up(const char *why)
{
    bool accepted = heir() && !atomic_load(&shared->closed);
    inheritance_refuse(why);
    status = 1;
    begin_to_end(accepted ? SIGTERM : SIGINT);
    stop_if_done();
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

static bool keeper_wanted(void)
{
    return config_get("NODE") != NULL && !config_development();
}

/* Nothing is served before it is known what. */
static void look_for_order(uv_timer_t *timer)
{
    struct order order;
    if (!ending && !shared_order(&order))
        return;
    uv_timer_stop(timer);
    if (!ending)
        workers_start();
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
    if (local && !heir() && !atomic_load(&shared->succeeded))
        unlink(config_get("HOST") + 5);
}

static void end(int signal_)
{
    uint64_t wait = signal_ == SIGINT ? 0 : (uint64_t)config_number("SHUTDOWN_DELAY", 0, 600) * 1000;
    log_say(LOG_INFO, "master.ending", "%s: %u workers finish", signal_ == SIGINT ? "INT" : "TERM", workers_alive());
    begin_to_end(signal_);
    companion_end(&keeper);
    companion_end(&examiner);
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
    workers_ending(false);
    companion_start(&examiner, shared_descriptor);
    if (keeper_wanted())
        companion_start(&keeper, shared_descriptor);
}

static void succeed(void)
{
    static const struct succession_watch watch = {hand_over, go_on};
    if (ending || heir()) {
        log_say(LOG_WARN, "succession.busy", "USR2: this one %s", ending ? "is ending" : "is not ready itself");
        return;
    }
    succession_begin(&listeners, &watch);
}

/* None of the workers accepts before each of them can. */
static void look_whether_ready(uv_timer_t *timer)
{
    if (workers_built() && atomic_exchange(&shared->closed, false))
        workers_tell(SIGUSR2);
    if (!workers_ready())
        return;
    uv_timer_stop(timer);
    atomic_store(&shared->heir, false);
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
    workers_tell(SIGHUP); /* of two signals that wait, this one is told first */
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
        workers_tell(SIGUSR1);
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
    workers_check();
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
    unsigned web = (unsigned)config_number("WORKERS", 1, SHARED_WEB_MOST);
    unsigned jobs = (unsigned)config_number("JOB_WORKERS", 0, SHARED_JOBS_MOST);
    bool succeeds = inheritance_pending();
    if (!(succeeds ? inheritance_listeners(&listeners, web, problem, sizeof problem)
                   : listener_open(&listeners, web, problem, sizeof problem))) {
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
    static const struct workers_watch watch = {stop_if_done, give_up};
    workers_open(web, jobs, &listeners, shared_descriptor, &watch);
    atomic_store(&shared->closed, succeeds);
    atomic_store(&shared->heir, succeeds);
    static const int numbers[] = {SIGTERM, SIGQUIT, SIGINT, SIGHUP, SIGUSR1, SIGUSR2};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        uv_signal_init(loop_get(), &signals[i]);
        uv_signal_start(&signals[i], on_signal, numbers[i]);
    }
    uv_timer_init(loop_get(), &delay);
    uv_timer_init(loop_get(), &checker);
    uv_timer_start(&checker, check, CHECK_MS, CHECK_MS);
    log_say(LOG_INFO, "master.listening", "%s with %u workers and %u for jobs, %s", listeners.address, web, jobs,
            config_get("SIJANG_ENV"));
    if (succeeds) {
        uv_timer_init(loop_get(), &readiness);
        uv_timer_start(&readiness, look_whether_ready, READY_MS, READY_MS);
    } else {
        pid_file_write();
    }
    examiner.pid = &shared->examiner;
    companion_start(&examiner, shared_descriptor);
    if (keeper_wanted()) {
        uv_timer_init(loop_get(), &first_order);
        companion_start(&keeper, shared_descriptor);
        uv_timer_start(&first_order, look_for_order, ORDER_MS, ORDER_MS);
    } else {
        new_generation(NULL);
        workers_start();
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
