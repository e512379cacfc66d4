#include "verdict.h"

#include <stdio.h>

/* The number is written last, and taken away first: a copy between two equal ones is whole. */
bool verdict_find(unsigned number, struct verdict *found)
{
    const struct shared *shared = shared_get();
    for (size_t i = 0; i < SHARED_VERDICTS; i++) {
        const struct verdict *verdict = &shared->verdicts[i];
        if (atomic_load(&verdict->number) != number)
            continue;
        *found = *verdict;
        if (atomic_load(&verdict->number) == number)
            return true;
    }
    return false;
}

/* The oldest that nobody wants any more: an order to come wants what this one does, or new numbers. */
static struct verdict *find_room(void)
{
    struct order order = {0};
    shared_order(&order);
    struct verdict *oldest = NULL;
    for (size_t i = 0; i < SHARED_VERDICTS; i++) {
        struct verdict *verdict = &shared_get()->verdicts[i];
        unsigned number = atomic_load(&verdict->number);
        if (!order_wants(&order, number) && (oldest == NULL || number < atomic_load(&oldest->number)))
            oldest = verdict;
    }
    return oldest;
}

void verdict_give(unsigned number, const char *reason, double milliseconds)
{
    struct verdict *verdict = find_room();
    atomic_store(&verdict->number, 0);
    verdict->sound = reason == NULL;
    verdict->milliseconds = milliseconds;
    snprintf(verdict->reason, sizeof verdict->reason, "%s", reason != NULL ? reason : "");
    atomic_store(&verdict->number, number);
    shared_tell_workers();
}
