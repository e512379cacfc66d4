/* What a generation does by the clock: `jobs` of app/boot.lua, a list of { name =, every = seconds, run = function }. Each job
 * worker runs each in a task of its own, first after `every` seconds and never twice at a time; a new generation brings its
 * own list. Each run must be harmless when repeated: another worker, here or on another node, does the same at the same
 * moment. What a run has started as tasks of their own belongs to its generation, which is given JOBS_SECONDS to end it. */
#ifndef SIJANG_JOBS_H
#define SIJANG_JOBS_H

#include <stdint.h>

enum { JOBS_SECONDS = 3660 }; /* an hour, and a minute to write it down */

/* From now on the jobs of whatever generation is current are run. */
void jobs_start(void);
/* Begins no more of them; what is under way goes on, and is told (runtime.ending) to be over by five sixths of that time, so
 * that it can still say what has become of it. */
void jobs_end(uint64_t milliseconds);
/* Milliseconds until what is under way has to be over; -1 while nothing has to be. */
int64_t jobs_left(void);

#endif
