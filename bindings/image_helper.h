/* The worker's side of the image helper: at most one process a worker, started with the first job, gone after a while
 * without any. Jobs wait in a short queue and are sent one at a time. */
#ifndef SIJANG_IMAGE_HELPER_H
#define SIJANG_IMAGE_HELPER_H

#include "image_wire.h"

#include <stdbool.h>

struct image_call {
    struct image_call *next;
    struct image_job job;
    int from, to; /* descriptors to lend; -1 where there is none. They stay the caller's, open until `done`. */
    /* Called once, from the loop. `result` is NULL when there is none: then `code` says why: "crashed", "timeout" or
     * "unavailable" (the helper cannot be started). */
    void (*done)(struct image_call *call, const struct image_result *result, const char *code);
};

/* False when the queue is full; then `done` is not called. */
bool image_helper_submit(struct image_call *call);

/* The helper's process, or 0. */
int image_helper_pid(void);

#endif
