/* What master and workers share: a page of memory with a slot a worker. Counters only grow and are written by their
 * own worker alone, so reading them needs no lock; /metrics of any worker adds up all slots. */
#ifndef SIJANG_SHARED_H
#define SIJANG_SHARED_H

#include "config.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    SHARED_WEB_MOST = 64,
    SHARED_JOBS_MOST = 16,
    SHARED_WORKERS_MOST = SHARED_WEB_MOST + SHARED_JOBS_MOST,
    SHARED_BUCKETS = 12, /* request durations; bounds in metrics.c */
    SHARED_REASON = 4000
};

enum { SHARED_SHA = 64, SHARED_PREPARED = 2, SHARED_LATENCIES = 48, SHARED_VERDICTS = 8 };

/* A generation that workers are to have. Numbers are given once in a master's life. */
struct wanted {
    unsigned number;          /* 0: none */
    char sha[SHARED_SHA + 1]; /* of the release it is built from; empty: from the tree */
};

/* What workers are to do: serve one generation, another one to a share of visitors (the canary), and have others ready to
 * be served at once. It states how things are to be and not what to do next, so a worker that starts in the middle, or
 * misses an order, ends up where the others are. */
struct order {
    unsigned epoch;   /* of the deployment; 0: none */
    unsigned percent; /* of visitors, who get the canary */
    struct wanted serve, canary;
    struct wanted prepared[SHARED_PREPARED];
};

/* All that an order names, by turns. */
enum { ORDER_WANTED = 2 + SHARED_PREPARED };
struct wanted *order_wanted(struct order *order, size_t i);
/* Whether a generation is among them. */
bool order_wants(struct order *order, unsigned number);

/* Requests, those answered with 5xx, uncaught errors, amounts that did not add up. */
enum tally_event { TALLY_REQUESTS, TALLY_FAILED, TALLY_THROWN, TALLY_MONEY, TALLY_EVENTS };

/* What one version did while an epoch with a canary held. */
struct tally {
    _Atomic unsigned under_way; /* requests that have begun and not ended: they are lost if the worker dies */
    _Atomic unsigned events[TALLY_EVENTS];
    _Atomic unsigned latency[SHARED_LATENCIES]; /* [i]: below 1.25^(i+1) ms, not below those before; last: all above */
};

/* What an event is called where people and programs read of it. */
extern const char *const tally_names[TALLY_EVENTS];

enum version { VERSION_STABLE, VERSION_CANARY, VERSIONS };

enum worker_state { WORKER_NONE, WORKER_STARTING, WORKER_READY, WORKER_DRAINING };

struct worker_slot {
    _Atomic int pid;
    _Atomic int state;
    _Atomic uint64_t heartbeat;                 /* CLOCK_MONOTONIC milliseconds, written every
                                   turn of the worker's timer */
    _Atomic unsigned generation;                /* the one that serves */
    _Atomic unsigned canary;                    /* the one that a share of visitors gets; 0: none */
    _Atomic unsigned prepared[SHARED_PREPARED]; /* those that are ready to */
    _Atomic unsigned refused;                   /* the newest one that was refused */
    _Atomic uint64_t requests[6];               /* by first digit of the status; 0: hung up */
    _Atomic uint64_t seconds_bucket[SHARED_BUCKETS];
    _Atomic uint64_t microseconds, bytes_out;
    _Atomic uint64_t flips, refusals, accepted, bad_requests;
    _Atomic unsigned in_flight, connections, tasks, draining_generations;
    _Atomic uint64_t lua_bytes, resident_bytes;
    _Atomic unsigned descriptors;
    _Atomic unsigned tallied;     /* the epoch that is counted in: */
    struct tally tally[VERSIONS]; /* kept when a worker is replaced */
    char reason[SHARED_REASON];   /* why `refused` was refused; written before
                                 `refused` */
};

/* What was found of a generation before any worker built it; see verdict.h. */
struct verdict {
    _Atomic unsigned number; /* written last */
    bool sound;
    double milliseconds;        /* that it took */
    char reason[SHARED_REASON]; /* why it is not sound */
};

struct shared {
    char settings[2][CONFIG_TEXT];   /* what the master took last, and before; see shared_settings_give */
    _Atomic unsigned settings_taken; /* how often; its lowest bit says which of the two */
    struct order orders[2];          /* the newest, and the one before */
    _Atomic unsigned
        orders_given;           /* how often; its lowest bit says which of the two; 0: nobody has said anything yet */
    unsigned numbers;           /* given to generations so far */
    pthread_mutex_t order_lock; /* the master and the keeper both give orders */
    int master;                 /* process id */
    _Atomic int examiner;       /* another; 0: none yet */
    struct verdict verdicts[SHARED_VERDICTS];
    _Atomic bool closed;      /* workers build, and accept nobody yet: those of the master before do */
    _Atomic bool heir;        /* another master serves still, and waits for this one to be ready */
    _Atomic bool succeeded;   /* another master accepts on the same sockets, and the workers drain for its sake */
    unsigned web_workers;     /* those with a lower number than this; the others run jobs */
    _Atomic unsigned workers; /* of both */
    _Atomic uint64_t respawns;
    uint64_t started; /* epoch seconds */
    struct worker_slot slots[SHARED_WORKERS_MOST];
};

/* The page: made by the master (-1), or mapped from the descriptor that the worker inherited. NULL when there is no
 * memory. */
struct shared *shared_open(int descriptor, int *made);
/* For a process that the master has started: maps the page that it inherited, ends by `death_signal` when the master does,
 * and lets nobody look into it. False when no master has. */
bool shared_join(int death_signal);

/* The settings of a moment, from the master to its workers: writing spares what is being read. */
void shared_settings_give(void);
void shared_settings_take(void);

/* The newest order; false when there is none yet. */
bool shared_order(struct order *order);
/* Gives one that `change` makes of the newest, and has every worker look at it. */
void shared_order_change(void (*change)(struct order *order, void *context), void *context);
/* Has every worker look at what is wanted of it, and what is known of that. */
void shared_tell_workers(void);
/* Whether any worker serves already. */
bool shared_serves(void);
/* Whether requests come in: one has begun or ended within the last tenth of a second, as far as one sees who asks again and
 * again. By one thread of a process. */
bool shared_is_busy(void);
/* The number of another generation; only for `change`. */
unsigned shared_fresh(void);

/* This worker's slot; a slot of its own where there is no master (units). */
struct worker_slot *shared_slot(void);
struct shared *shared_get(void);
void shared_set_slot(unsigned number);
/* What worker `number` is called for people: "worker 0", "job worker 0". Returns `name`. */
const char *shared_name(unsigned number, char *name, size_t size);
const char *shared_own_name(char *name, size_t size);
/* Whether this process runs jobs. */
bool shared_runs_jobs(void);

#endif
