/* Generations: how logic is replaced while requests run. A generation is a whole Lua state with all of app/ in it.
 * The next one is built on another thread, checked, and made current by one assignment between two requests; the old
 * one closes when its last task ends, or at DRAIN_DEADLINE with what still runs in it. A generation that does not build or
 * check changes nothing but the log. */
#ifndef SIJANG_GENERATION_H
#define SIJANG_GENERATION_H

#include "vm.h"

#include <stdbool.h>
#include <stdint.h>

struct generation {
    struct vm *vm; /* vm->number is the generation's number */
    unsigned references;
    int handle_ref, admit_ref; /* functions of app/boot.lua, in the registry */
    int jobs_ref;              /* its list of jobs, empty if it has none */
    struct generation *next;   /* among those that drain */
    uint64_t must_end;         /* loop time, while it drains */
};

/* Builds generation `number` from the tree and flips to it if it is sound. Blocking: for the first one of a worker. */
bool generation_first(unsigned number);
/* The same on another thread; the flip happens on a later turn of the loop. A build under way is followed by one
 * more. */
void generation_build(unsigned number);

/* The one that serves; NULL when none was sound yet. */
struct generation *generation_current(void);
/* A request keeps the generation it began with. */
struct generation *generation_hold(void);
void generation_release(struct generation *generation);

/* Why the newest build was refused, or NULL when the newest build serves. */
const char *generation_build_error(void);

/* Called with the vm of every generation that goes live, once, after the flip. At most 8; before the first
 * generation. */
void generation_on_live(void (*hook)(struct vm *vm));

/* Called with an old generation at its deadline, before its tasks are cancelled: who holds it without a task lets go. */
void generation_on_deadline(void (*hook)(struct generation *generation));

/* The process ends: gives up the build under way, and waits until its thread has let go of what the exit takes apart. */
void generation_abandon(void);

/* Cancels what still runs and closes every generation. */
void generation_close_all(void);

#endif
