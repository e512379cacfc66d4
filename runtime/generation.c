#include "generation.h"

#include "build.h"
#include "config.h"
#include "log.h"
#include "loop.h"
#include "shared.h"
#include "task.h"
#include "verdict.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HOOKS = 8, AGAIN_MS = 1000, REFUSED_KEPT = 8 };

static struct generation *current, *canary, *draining;
static struct generation *prepared;              /* built, and not serving yet */
static struct order order;                       /* the newest that was looked at */
static unsigned refused[REFUSED_KEPT], refusals; /* numbers that were, in a ring */
static char refusal[SHARED_REASON];
static void (*hooks[HOOKS])(struct vm *vm);
static void (*on_deadline)(struct generation *generation);
static void (*on_refused)(unsigned number);
static unsigned drain_seconds; /* 0: as DRAIN_DEADLINE says */

static void reconcile(void);

/* ── Flip and drain: on the loop's thread ── */

static bool serves(const struct generation *generation)
{
    return generation == current || generation == canary;
}

/* How many old ones are still open. */
static void count_draining(void)
{
    unsigned n = 0;
    for (struct generation *generation = draining; generation != NULL; generation = generation->next)
        n++;
    atomic_store(&shared_slot()->draining_generations, n);
}

static void close_generation(struct generation *generation)
{
    for (struct generation **link = &draining; *link != NULL; link = &(*link)->next) {
        if (*link == generation) {
            *link = generation->next;
            break;
        }
    }
    log_begin(LOG_INFO, "generation.closed");
    log_integer("generation", generation->vm->number);
    log_end();
    vm_retire(generation->vm);
    free(generation);
    count_draining();
}

static void maybe_close(struct generation *generation)
{
    if (!serves(generation) && generation->references == 0 && generation->vm->tasks == 0)
        close_generation(generation);
}

/* A state must not be closed from inside one of its own calls: look on the next turn. */
static void look(uv_idle_t *idle)
{
    uv_idle_stop(idle);
    struct generation *generation = draining;
    while (generation != NULL) {
        struct generation *next = generation->next;
        maybe_close(generation);
        generation = next;
    }
}

static void look_soon(void)
{
    static uv_idle_t idle;
    static bool made;
    if (!made) {
        uv_idle_init(loop_get(), &idle);
        uv_unref((uv_handle_t *)&idle);
        made = true;
    }
    uv_idle_start(&idle, look);
}

/* ── The drain deadline ── */

static void watch_deadlines(void);

static void end_overdue(uv_timer_t *unused)
{
    (void)unused;
    for (struct generation *generation = draining; generation != NULL; generation = generation->next) {
        if (generation->must_end > loop_now())
            continue;
        log_begin(LOG_WARN, "generation.deadline");
        log_integer("generation", generation->vm->number);
        log_integer("tasks", generation->vm->tasks);
        log_end();
        if (on_deadline != NULL)
            on_deadline(generation);
        task_cancel_all(generation->vm);
        generation->must_end = loop_now() + AGAIN_MS; /* should a task that was told of the end have begun another */
    }
    look_soon();
    watch_deadlines();
}

static void watch_deadlines(void)
{
    static uv_timer_t timer;
    static bool made;
    if (!made) {
        uv_timer_init(loop_get(), &timer);
        uv_unref((uv_handle_t *)&timer);
        made = true;
    }
    uint64_t first = UINT64_MAX;
    for (struct generation *generation = draining; generation != NULL; generation = generation->next)
        if (generation->must_end < first)
            first = generation->must_end;
    if (first == UINT64_MAX)
        uv_timer_stop(&timer);
    else
        uv_timer_start(&timer, end_overdue, first > loop_now() ? first - loop_now() : 0, 0);
}

static void vm_idle(struct vm *vm)
{
    if ((current == NULL || vm != current->vm) && (canary == NULL || vm != canary->vm))
        look_soon();
}

/* It takes no more requests; when those that it has have ended, it closes. */
static void part_with(struct generation *generation)
{
    uint64_t seconds = drain_seconds != 0 ? drain_seconds : (uint64_t)config_number("DRAIN_DEADLINE", 1, 600);
    generation->next = draining;
    generation->must_end = loop_now() + seconds * 1000;
    draining = generation;
    look_soon();
    watch_deadlines();
}

/* ── What is wanted, and what there is ── */

static bool was_refused(unsigned number)
{
    for (size_t i = 0; i < REFUSED_KEPT; i++)
        if (refused[i] == number)
            return true;
    return false;
}

static struct generation **find_prepared(unsigned number)
{
    struct generation **link = &prepared;
    while (*link != NULL && (*link)->vm->number != number)
        link = &(*link)->next;
    return link;
}

static bool is_there(unsigned number)
{
    return (current != NULL && current->vm->number == number) || (canary != NULL && canary->vm->number == number) ||
           *find_prepared(number) != NULL;
}

static void prepare(struct generation *generation)
{
    generation->next = prepared;
    prepared = generation;
}

static void drop_unwanted(void)
{
    for (struct generation **link = &prepared; *link != NULL;) {
        struct generation *generation = *link;
        if (order_wants(&order, generation->vm->number)) {
            link = &generation->next;
            continue;
        }
        *link = generation->next;
        part_with(generation);
    }
}

/* One assignment: requests that begin from here on begin on this one. The one before is kept for a way back if the order says
 * so. */
static void flip(struct generation *generation)
{
    struct generation *old = current;
    current = generation;
    if (old != NULL && order_wants(&order, old->vm->number))
        prepare(old);
    else if (old != NULL)
        part_with(old);
    refusal[0] = '\0';
    struct worker_slot *slot = shared_slot();
    atomic_store(&slot->generation, generation->vm->number);
    atomic_fetch_add(&slot->flips, 1);
    count_draining();
    for (size_t i = 0; i < HOOKS && hooks[i] != NULL; i++)
        hooks[i](generation->vm);
    log_begin(LOG_INFO, "generation.live");
    log_integer("generation", generation->vm->number);
    if (generation->vm->release[0] != '\0') {
        log_text("release", generation->vm->release);
        log_integer("epoch", order.epoch);
    }
    log_number("build_ms", generation->build_ms);
    log_end();
}

/* ── The canary ── */

static void begin_canary(struct generation *generation)
{
    canary = generation;
    for (size_t i = 0; i < HOOKS && hooks[i] != NULL; i++)
        hooks[i](canary->vm);
    log_begin(LOG_INFO, "generation.canary");
    log_integer("generation", canary->vm->number);
    log_text("release", canary->vm->release);
    log_integer("epoch", order.epoch);
    log_integer("percent", order.percent);
    log_end();
}

/* Back among those that are ready: it may be the one to serve all, or to be dropped. */
static void end_canary(void)
{
    struct generation *old = canary;
    canary = NULL;
    if (old != NULL)
        prepare(old);
}

/* ── Doing what is wanted ── */

static void tell_prepared(void)
{
    struct worker_slot *slot = shared_slot();
    atomic_store(&slot->canary, canary != NULL ? canary->vm->number : 0);
    for (size_t i = 0; i < SHARED_PREPARED; i++) {
        unsigned number = order.prepared[i].number;
        atomic_store(&slot->prepared[i], number != 0 && is_there(number) ? number : 0);
    }
}

static void keep(struct build *build)
{
    struct generation *generation = calloc(1, sizeof *generation);
    if (generation == NULL)
        abort();
    generation->vm = build->vm;
    generation->vm->on_idle = vm_idle;
    generation->handle_ref = build->handle_ref;
    generation->admit_ref = build->admit_ref;
    generation->visitor_ref = build->visitor_ref;
    generation->jobs_ref = build->jobs_ref;
    generation->build_ms = build->milliseconds;
    prepare(generation);
}

static void refuse(const struct wanted *wanted, const char *reason, double milliseconds)
{
    refused[refusals++ % REFUSED_KEPT] = wanted->number;
    snprintf(refusal, sizeof refusal, "%s", reason);
    struct worker_slot *slot = shared_slot();
    snprintf(slot->reason, sizeof slot->reason, "%s", reason);
    atomic_store(&slot->refused, wanted->number);
    atomic_fetch_add(&slot->refusals, 1);
    log_begin(LOG_ERROR, "generation.refused");
    log_integer("generation", wanted->number);
    if (wanted->sha[0] != '\0')
        log_text("release", wanted->sha);
    if (current != NULL)
        log_integer("serving", current->vm->number);
    log_text("reason", reason);
    log_number("build_ms", milliseconds);
    log_end();
    if (on_refused != NULL)
        on_refused(wanted->number);
}

static void after_build(struct build *build)
{
    if (build->vm != NULL)
        keep(build);
    else
        refuse(&build->wanted, build->reason, build->milliseconds);
    reconcile();
}

/* The first of those that are not there that was found sound; those that were found unsound are refused. */
static const struct wanted *next_to_build(void)
{
    static struct verdict verdict;
    const struct wanted *next = NULL;
    for (size_t i = 0; i < ORDER_WANTED; i++) {
        const struct wanted *one = order_wanted(&order, i);
        if (one->number == 0 || is_there(one->number) || was_refused(one->number) ||
            !verdict_find(one->number, &verdict))
            continue;
        if (!verdict.sound)
            refuse(one, verdict.reason, verdict.milliseconds);
        else if (next == NULL)
            next = one;
    }
    return next;
}

/* Out of those that are ready; NULL when it is not among them. */
static struct generation *take_prepared(unsigned number)
{
    struct generation **link = find_prepared(number), *found = *link;
    if (found != NULL)
        *link = found->next;
    return found;
}

/* Whom visitors get changes at once: the canary goes before, and comes after what serves the others is there. */
static void reconcile(void)
{
    if (canary != NULL && canary->vm->number != order.canary.number)
        end_canary();
    struct generation *next = take_prepared(order.serve.number);
    if (next != NULL)
        flip(next);
    bool serving = current != NULL && current->vm->number == order.serve.number;
    next = serving && order.canary.number != 0 ? take_prepared(order.canary.number) : NULL;
    if (next != NULL)
        begin_canary(next);
    drop_unwanted();
    tell_prepared();
    const struct wanted *missing = next_to_build();
    if (missing != NULL && !build_under_way())
        build_start(missing, current != NULL, after_build);
}

void generation_obey(const struct order *given)
{
    order = *given;
    reconcile();
}

struct generation *generation_current(void)
{
    return current;
}

struct generation *generation_canary(unsigned *percent)
{
    *percent = order.percent;
    return canary;
}

unsigned generation_epoch(void)
{
    return current != NULL && current->vm->number == order.serve.number ? order.epoch : 0;
}

void generation_hold(struct generation *generation)
{
    generation->references++;
}

void generation_release(struct generation *generation)
{
    generation->references--;
    if (generation->references == 0 && !serves(generation))
        look_soon();
}

const char *generation_build_error(void)
{
    return refusal[0] != '\0' ? refusal : NULL;
}

void generation_on_live(void (*hook)(struct vm *vm))
{
    for (size_t i = 0; i < HOOKS; i++) {
        if (hooks[i] == hook)
            return;
        if (hooks[i] == NULL) {
            hooks[i] = hook;
            return;
        }
    }
    abort();
}

void generation_on_deadline(void (*hook)(struct generation *generation))
{
    on_deadline = hook;
}

void generation_on_refused(void (*hook)(unsigned number))
{
    on_refused = hook;
}

void generation_drain_within(unsigned seconds)
{
    drain_seconds = seconds;
}

void generation_close_all(void)
{
    end_canary();
    struct generation *last = current;
    current = NULL;
    while (prepared != NULL) {
        struct generation *generation = prepared;
        prepared = generation->next;
        generation->next = draining;
        draining = generation;
    }
    if (last != NULL) {
        last->next = draining;
        draining = last;
    }
    task_cancel_all(NULL);
    while (draining != NULL)
        close_generation(draining);
    while (vm_retiring() > 0)
        uv_run(loop_get(), UV_RUN_ONCE);
}
