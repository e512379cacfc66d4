#include "verdict.h"

#include <stdio.h>
#include <string.h>

enum finding verdict_find(unsigned number, char reason[SHARED_REASON], double *milliseconds)
{
    const struct shared *shared = shared_get();
    for (size_t i = 0; i < SHARED_VERDICTS; i++) {
        const struct verdict *verdict = &shared->verdicts[i];
        if (atomic_load(&verdict->number) != number)
            continue;
        enum finding found = verdict->sound ? FINDING_SOUND : FINDING_UNSOUND;
        memcpy(reason, verdict->reason, SHARED_REASON);
        *milliseconds = verdict->milliseconds;
        if (atomic_load(&verdict->number) == number)
            return found;
    }
    return FINDING_NONE;
}

static bool is_wanted(struct order *order, unsigned number)
{
    for (size_t i = 0; i < ORDER_WANTED; i++)
        if (number != 0 && order_wanted(order, i)->number == number)
            return true;
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
        if (!is_wanted(&order, number) && (oldest == NULL || number < atomic_load(&oldest->number)))
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
