/* The Lua states that hear what comes from outside while they are open: every one that has served, also when it is kept for
 * a way back or only finishes its requests. Who heard nothing for a while would go on with what it remembers from before. */
#ifndef SIJANG_AUDIENCE_H
#define SIJANG_AUDIENCE_H

#include "vm.h"

#include <stdbool.h>

struct audience {
    struct listening {
        struct listening *next;
        struct vm *vm;
    } * first;
};

/* Adds a state, once however often it is added; whoever adds it removes it at its end (vm_at_end). */
void audience_add(struct audience *audience, struct vm *vm);
void audience_remove(struct audience *audience, const struct vm *vm);
/* Also on another thread, for a state that is being loaded there: that one is in no audience. */
bool audience_has(const struct audience *audience, const struct vm *vm);

/* A coroutine of the state with the table on top that is in its registry under `key`, anchored at *ref until
 * audience_give_back; NULL when there is no such table. The state's own stack is not used, since a command's main line may be
 * in the middle of something there. */
lua_State *audience_borrow(struct vm *vm, const char *key, int *ref);
void audience_give_back(struct vm *vm, int ref);

#endif
