#include "examiner.h"

#include "build.h"
#include "config.h"
#include "log.h"
#include "shared.h"
#include "verdict.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { GLANCE_MS = 250, GRACE_MS = 1000 };

static pid_t child; /* 0: nothing is examined */
static struct wanted under_way;
static double began;
static bool overdue;

static double now_ms(void)
{
    return (double)uv_hrtime() / 1e6;
}

/* ── In the child ── */

static void examine(const struct wanted *wanted)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    shared_settings_take();
    log_open();
    if (shared_serves())
        build_stand_back();
    struct build *build = calloc(1, sizeof *build);
    if (build == NULL)
        abort();
    build->wanted = *wanted;
    build->examines = true;
    build->beside = shared_serves();
    build_run(build);
    log_begin(LOG_INFO, "generation.examined");
    log_integer("generation", wanted->number);
    if (wanted->sha[0] != '\0')
        log_text("release", wanted->sha);
    log_boolean("sound", build->vm != NULL);
    log_number("build_ms", build->milliseconds);
    log_end();
    log_flush();
    verdict_give(wanted->number, build->vm != NULL ? NULL : build->reason, build->milliseconds);
    _exit(0); /* what was built goes with the process */
}

/* ── In the parent, which has no second thread: a fork of it is whole ── */

static bool is_known(unsigned number)
{
    static struct verdict verdict;
    return verdict_find(number, &verdict);
}

static const struct wanted *next(struct order *order)
{
    for (size_t i = 0; i < ORDER_WANTED; i++)
        if (order_wanted(order, i)->number != 0 && !is_known(order_wanted(order, i)->number))
            return order_wanted(order, i);
    return NULL;
}

static void begin(const struct wanted *wanted)
{
    log_flush();
    began = now_ms();
    overdue = false;
    under_way = *wanted;
    child = fork();
    if (child == 0)
        examine(wanted);
    if (child < 0) {
        child = 0;
        log_say(LOG_ERROR, "examiner.fork", "no process to examine generation %u in; again soon", wanted->number);
    }
}

/* One that ended without a word was ended by what it loaded. */
static void explain(int status)
{
    char reason[200];
    if (overdue)
        snprintf(reason, sizeof reason, "app/boot.lua: loading takes more than %d seconds", BUILD_SECONDS);
    else
        snprintf(reason, sizeof reason, "app/boot.lua: it ends the process that loads it (%s %d)",
                 WIFSIGNALED(status) ? "signal" : "exit", WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
    verdict_give(under_way.number, reason, now_ms() - began);
}

static void reap(bool wanted)
{
    int status;
    if (child == 0 || waitpid(child, &status, WNOHANG) != child)
        return;
    child = 0;
    if (wanted && !is_known(under_way.number))
        explain(status);
}

/* The hook of the state ends what runs too long, unless it runs where no hook looks. */
static void hurry(void)
{
    clockid_t clock;
    if (clock_getcpuclockid(child, &clock) == 0 && build_takes_too_long(began + GRACE_MS, clock, 0)) {
        overdue = true;
        kill(child, SIGKILL);
    }
}

static void look(void)
{
    struct order order = {0};
    shared_order(&order);
    bool wanted = child != 0 && order_wants(&order, under_way.number);
    if (child != 0 && !wanted)
        kill(child, SIGKILL);
    reap(wanted);
    if (child != 0) {
        hurry();
        return;
    }
    const struct wanted *one = next(&order);
    if (one != NULL)
        begin(one);
}

int examiner_main(void)
{
    if (!config_open() || !shared_join(SIGKILL)) {
        fputs("sijang: examiner is started by serve\n", stderr);
        return 2;
    }
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, NULL);
    log_process("examiner");
    shared_settings_take();
    log_open();
    atomic_store(&shared_get()->examiner, (int)getpid()); /* from here on orders are told */
    for (int number = 0; number != SIGTERM && number != SIGQUIT && number != SIGINT;) {
        look();
        long pause = child != 0 ? GLANCE_MS : 1000;
        number = sigtimedwait(&all, NULL, &(struct timespec){pause / 1000, pause % 1000 * 1000000});
    }
    log_flush();
    return 0;
}
