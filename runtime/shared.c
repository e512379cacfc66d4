#include "shared.h"

#include "worker.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>
#include <uv.h>

static struct shared lonely; /* where nothing is shared: a command */
static struct shared *shared = &lonely;
static unsigned own;

const char *const tally_names[TALLY_EVENTS] = {"requests", "failed", "thrown", "money"};

struct shared *shared_open(int descriptor, int *made)
{
    bool fresh = descriptor < 0;
    if (fresh) {
        descriptor = memfd_create("sijang", MFD_CLOEXEC);
        if (descriptor < 0 || ftruncate(descriptor, sizeof(struct shared)) != 0)
            return NULL;
    }
    void *page = mmap(NULL, sizeof(struct shared), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
    if (page == MAP_FAILED)
        return NULL;
    shared = page;
    if (fresh) {
        shared->started = (uint64_t)time(NULL);
        shared->master = (int)getpid();
        pthread_mutexattr_t attributes;
        pthread_mutexattr_init(&attributes);
        pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
        pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
        pthread_mutex_init(&shared->order_lock, &attributes);
        pthread_mutexattr_destroy(&attributes);
    }
    if (made != NULL)
        *made = descriptor;
    return shared;
}

bool shared_join(int death_signal)
{
    if (shared_open(WORKER_SHARED, NULL) == NULL)
        return false;
    prctl(PR_SET_PDEATHSIG, death_signal);
    if (getppid() != shared->master)
        return false; /* it was gone before that was asked for */
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    prctl(PR_SET_DUMPABLE, 0);
    fcntl(WORKER_SHARED, F_SETFD, FD_CLOEXEC);
    return true;
}

void shared_settings_give(void)
{
    unsigned next = atomic_load(&shared->settings_taken) + 1;
    config_write(shared->settings[next % 2]);
    atomic_store(&shared->settings_taken, next);
}

void shared_settings_take(void)
{
    char text[CONFIG_TEXT];
    unsigned seen;
    do {
        seen = atomic_load(&shared->settings_taken);
        memcpy(text, shared->settings[seen % 2], sizeof text);
    } while (atomic_load(&shared->settings_taken) != seen);
    config_take(text);
}

struct wanted *order_wanted(struct order *order, size_t i)
{
    return i == 0 ? &order->serve : i == 1 ? &order->canary : &order->prepared[i - 2];
}

bool order_wants(struct order *order, unsigned number)
{
    for (size_t i = 0; number != 0 && i < ORDER_WANTED; i++)
        if (order_wanted(order, i)->number == number)
            return true;
    return false;
}

bool shared_order(struct order *order)
{
    unsigned seen;
    do {
        seen = atomic_load(&shared->orders_given);
        *order = shared->orders[seen % 2];
    } while (atomic_load(&shared->orders_given) != seen);
    return seen != 0;
}

unsigned shared_fresh(void)
{
    return ++shared->numbers;
}

static void tell(int pid)
{
    if (pid > 0)
        kill(pid, SIGUSR2);
}

void shared_tell_workers(void)
{
    for (unsigned i = 0; i < SHARED_WORKERS_MOST; i++)
        tell(atomic_load(&shared->slots[i].pid));
}

bool shared_serves(void)
{
    for (unsigned i = 0; i < atomic_load(&shared->workers); i++)
        if (atomic_load(&shared->slots[i].state) == WORKER_READY)
            return true;
    return false;
}

bool shared_is_busy(void)
{
    enum { BUSY_MS = 100 };
    static uint64_t seen, until;
    uint64_t now = uv_hrtime() / 1000000, sum = 1;
    for (unsigned i = 0; i < shared->web_workers; i++) {
        const struct worker_slot *slot = &shared->slots[i];
        for (size_t digit = 0; digit < sizeof slot->requests / sizeof *slot->requests; digit++)
            sum += 2 * atomic_load(&slot->requests[digit]); /* one more than when it was in flight */
        sum += atomic_load(&slot->in_flight);
    }
    if (seen != 0 && sum != seen)
        until = now + BUSY_MS;
    seen = sum;
    return now < until;
}

/* Whoever died while it held the lock had not given its order yet: the newest one is whole. */
void shared_order_change(void (*change)(struct order *order, void *context), void *context)
{
    if (pthread_mutex_lock(&shared->order_lock) == EOWNERDEAD)
        pthread_mutex_consistent(&shared->order_lock);
    unsigned next = atomic_load(&shared->orders_given) + 1;
    struct order *order = &shared->orders[next % 2];
    *order = shared->orders[(next + 1) % 2];
    change(order, context);
    atomic_store(&shared->orders_given, next);
    pthread_mutex_unlock(&shared->order_lock);
    tell(atomic_load(&shared->examiner));
    shared_tell_workers();
}

struct shared *shared_get(void)
{
    return shared;
}

void shared_set_slot(unsigned number)
{
    own = number;
}

struct worker_slot *shared_slot(void)
{
    return &shared->slots[own];
}

const char *shared_name(unsigned number, char *name, size_t size)
{
    bool web = number < shared->web_workers;
    snprintf(name, size, "%s %u", web ? "worker" : "job worker", web ? number : number - shared->web_workers);
    return name;
}

const char *shared_own_name(char *name, size_t size)
{
    return shared_name(own, name, size);
}

bool shared_runs_jobs(void)
{
    return shared != &lonely && own >= shared->web_workers;
}
