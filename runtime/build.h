/* Builds a generation: a state with all of app/ loaded, and checked or ready to serve, or the reason why not. Bounded in time and
 * memory; a state that is being built shares nothing with those that serve. */
#ifndef SIJANG_BUILD_H
#define SIJANG_BUILD_H

#include "shared.h"
#include "vm.h"

#include <stdbool.h>
#include <time.h>
#include <uv.h>

enum { BUILD_SECONDS = 8 };

struct build {
    struct wanted wanted;
    bool examines; /* asks it whether it is sound; else it only gets ready to serve */
    bool beside;   /* others serve on these cores meanwhile, and come first */
    struct vm *vm; /* NULL when it is refused */
    int handle_ref, admit_ref, visitor_ref, jobs_ref; /* of its app/boot.lua, in its registry; visitor may be nil */
    double milliseconds;
    char reason[SHARED_REASON]; /* why it is refused */
    /* private */
    uv_thread_t thread;
    uv_async_t done;
    void (*ended)(struct build *build);
};

/* Builds `build->wanted` here and now; of *build only that, `examines` and `beside` are anything but zero before. */
void build_run(struct build *build);

/* Builds what was found sound on a thread of its own; with `beside`, with the lowest right to the processor. `ended` is called on the loop's thread, and owns
 * the vm then, but not the build. One at a time. */
void build_start(const struct wanted *wanted, bool beside, void (*ended)(struct build *build));
bool build_under_way(void);

/* Lets those that serve come first: of this thread, and what it starts. */
void build_stand_back(void);

/* Whether loading has taken so long since `began` (uv_hrtime, in milliseconds), and so much of the processor by `clock`, that
 * it is given up. */
bool build_takes_too_long(double began, clockid_t clock, double worked_before);

/* The process ends: gives up the build under way, and waits until its thread has let go of what the exit takes apart. */
void build_abandon(void);

#endif
