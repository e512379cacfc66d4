/* The worker processes of a master: web workers, and after them in the same numbering job workers. They are started, and
 * started again when they end unasked, later the more often that happens in a row; one whose loop does not turn is killed. */
#ifndef SIJANG_WORKERS_H
#define SIJANG_WORKERS_H

#include "listener.h"

#include <stdbool.h>

/* The very binary that the master runs, whatever lies at its path by now: another one may lay out the shared page in another
 * way. */
extern const char workers_program[];

struct workers_watch {
    void (*ended)(void); /* one fewer, while they are to end */
    /* Nothing can be served: one of them was refused its first logic, or, before all were ready to take over, ended. */
    void (*refused)(const char *why);
};

/* Once, before anything else: how many of each, and what they inherit. */
void workers_open(unsigned web, unsigned jobs, const struct listeners *listeners, int shared_descriptor,
                  const struct workers_watch *watch);
/* Starts all of them. */
void workers_start(void);
/* From now on those that end are not started again; with false they are, those included that have ended meanwhile. */
void workers_ending(bool ending);
void workers_tell(int signal_);
unsigned workers_alive(void);
/* Whether all have built what they are to serve; whether all serve. */
bool workers_built(void);
bool workers_ready(void);
/* Kills those that hang. To be called every second or so. */
void workers_check(void);

#endif
