/* What master and workers share: a page of memory with a slot a worker. Counters only grow and are written by their
 * own worker alone, so reading them needs no lock; /metrics of any worker adds up all slots. */
#ifndef SIJANG_SHARED_H
#define SIJANG_SHARED_H

#include "config.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum {
    SHARED_WORKERS_MOST = 64,
    SHARED_BUCKETS = 12, /* request durations; bounds in metrics.c */
    SHARED_REASON = 4000
};

enum worker_state { WORKER_NONE, WORKER_STARTING, WORKER_READY, WORKER_DRAINING };

struct worker_slot {
    _Atomic int pid;
    _Atomic int state;
    _Atomic uint64_t heartbeat;   /* CLOCK_MONOTONIC milliseconds, written every
                                   turn of the worker's timer */
    _Atomic unsigned generation;  /* the one that serves */
    _Atomic unsigned refused;     /* the newest one that was refused */
    _Atomic uint64_t requests[6]; /* by first digit of the status; 0: hung up */
    _Atomic uint64_t seconds_bucket[SHARED_BUCKETS];
    _Atomic uint64_t microseconds, bytes_out;
    _Atomic uint64_t flips, refusals, accepted, bad_requests;
    _Atomic unsigned in_flight, connections, tasks, draining_generations;
    _Atomic uint64_t lua_bytes, resident_bytes;
    _Atomic unsigned descriptors;
    char reason[SHARED_REASON]; /* why `refused` was refused; written before
                                 `refused` */
};

struct shared {
    char settings[2][CONFIG_TEXT];      /* what the master took last, and before; see shared_settings_give */
    _Atomic unsigned settings_taken;    /* how often; its lowest bit says which of the two */
    _Atomic unsigned generation_wanted; /* raised by the master before it sends HUP */
    _Atomic unsigned workers;
    _Atomic uint64_t respawns;
    uint64_t started; /* epoch seconds */
    struct worker_slot slots[SHARED_WORKERS_MOST];
};

/* The page: made by the master (-1), or mapped from the descriptor that the worker inherited. NULL when there is no
 * memory. */
struct shared *shared_open(int descriptor, int *made);

/* The settings of a moment, from the master to its workers: writing spares what is being read. */
void shared_settings_give(void);
void shared_settings_take(void);

/* This worker's slot; a slot of its own where there is no master (units). */
struct worker_slot *shared_slot(void);
struct shared *shared_get(void);
void shared_set_slot(unsigned number);

#endif
