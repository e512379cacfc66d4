/* The requests whose task waits: their connections are suspended, and a suspended connection does not notice that its client
 * has left, so the kernel is asked. */
#ifndef SIJANG_WAITING_H
#define SIJANG_WAITING_H

#include <stdbool.h>

struct request;

void waiting_add(struct request *request);
/* Nothing for one that is not waiting. */
void waiting_remove(struct request *request);

/* Ends those whose client has left. Looks at some of them only, and at the others the next times. */
void waiting_watch(void);

/* Ends them all. `aborted`: as if their clients had left. */
void waiting_end(bool aborted);

#endif
