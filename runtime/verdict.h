/* What the examiner found of a generation: in the shared page, for the workers that are to build it. */
#ifndef SIJANG_VERDICT_H
#define SIJANG_VERDICT_H

#include "shared.h"

#include <stdbool.h>

/* What was found of a generation; false when nothing is known of it yet. */
bool verdict_find(unsigned number, struct verdict *found);
/* Writes down what was found (a NULL reason: it is sound) and has every worker look. By one process at a time. What was
 * found of generations that the newest order wants is never overwritten. */
void verdict_give(unsigned number, const char *reason, double milliseconds);

#endif
