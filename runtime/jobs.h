/* What a generation does by the clock: `jobs` of app/boot.lua, a list of { name =, every = seconds, run = function }. The first
 * worker runs each in a task of its own, first after `every` seconds and never twice at a time; a new generation brings its
 * own list. Each run must be harmless when repeated: another node may do the same at the same moment. */
#ifndef SIJANG_JOBS_H
#define SIJANG_JOBS_H

/* From now on the jobs of whatever generation is current are run. */
void jobs_start(void);
/* Begins no more of them; a run under way goes on. */
void jobs_stop(void);

#endif
