#include "shared.h"

#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

static struct shared lonely; /* where nothing is shared: a command */
static struct shared *shared = &lonely;
static unsigned own;

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
    if (fresh)
        shared->started = (uint64_t)time(NULL);
    if (made != NULL)
        *made = descriptor;
    return shared;
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
