/* Generations: how logic is replaced while requests run. A generation is a whole Lua state with all of app/ in it.
 * The next one is checked in another process (examiner.h), built on another thread (build.h), and made current by one
 * assignment between two requests; the old one closes when its last task ends, or at DRAIN_DEADLINE with what still runs in
 * it. A generation that does not check or build changes nothing but the log. While a release is tried, a second generation serves a share of visitors beside it: the
 * canary. */
#ifndef SIJANG_GENERATION_H
#define SIJANG_GENERATION_H

#include "shared.h"
#include "vm.h"

#include <stdbool.h>
#include <stdint.h>

struct generation {
    struct vm *vm; /* vm->number is the generation's number */
    unsigned references;
    int handle_ref, admit_ref; /* functions of app/boot.lua, in the registry */
    int visitor_ref;           /* another one; LUA_REFNIL if it has none */
    int jobs_ref;              /* its list of jobs, empty if it has none */
    struct generation *next;   /* among those that are prepared, or drain */
    uint64_t must_end;         /* loop time, while it drains */
    double build_ms;
};

/* Does what an order says: builds on another thread what is not there yet and was found sound, holds what is to be prepared, serves what is to be
 * served as soon as it is there, and drops what is no longer wanted. What does not build or check is not tried again under
 * its number, and what served before goes on serving. */
void generation_obey(const struct order *order);

/* The one that serves; NULL when none was sound yet. */
struct generation *generation_current(void);
/* The one that a share of visitors gets, and that share in percent; NULL when there is none. */
struct generation *generation_canary(unsigned *percent);
/* The epoch that both serve; 0 while the first of an epoch is still to come. */
unsigned generation_epoch(void);
/* A request keeps the generation it began with. */
void generation_hold(struct generation *generation);
void generation_release(struct generation *generation);

/* Why the newest build was refused, or NULL when the newest build serves. */
const char *generation_build_error(void);

/* Called with the vm of every generation that goes live or becomes the canary, afterwards; again when it does so again. At
 * most 8; before the first generation. */
void generation_on_live(void (*hook)(struct vm *vm));

/* Called with an old generation at its deadline, before its tasks are cancelled: who holds it without a task lets go. */
void generation_on_deadline(void (*hook)(struct generation *generation));

/* Called with the number of one that is refused. */
void generation_on_refused(void (*hook)(unsigned number));

/* Has old generations drain that long, whatever DRAIN_DEADLINE says. */
void generation_drain_within(unsigned seconds);

/* Cancels what still runs and closes every generation. */
void generation_close_all(void);

#endif
