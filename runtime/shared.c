#include "shared.h"

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
        descriptor = memfd_create("sijang", 0);
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
