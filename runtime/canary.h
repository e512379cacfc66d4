/* Which of two versions a visitor gets while a release is tried, and what both do meanwhile. The share is of visitors and
 * not of requests: it is worked out from who asks, so it is the same in every worker and on every node, and a canary that
 * is given to more visitors keeps those that it had. */
#ifndef SIJANG_CANARY_H
#define SIJANG_CANARY_H

#include "request.h"
#include "vm.h"

/* Has the request answered by the generation that is its visitor's, which it holds from now on; by none while there is
 * none. A visitor is what `visitor` of app/boot.lua makes of the Cookie header, or else the address and the browser's
 * name. */
void canary_assign(struct request *request);

/* Counts a request that has ended after `milliseconds`, if it began while a release was tried. What was not `sent` to its
 * end tells nothing: who asked has left. */
void canary_count(const struct request *request, double milliseconds, bool sent);

/* What the worker that was in this slot had under way when it died was answered by nobody: it failed. */
void canary_inherit(void);

/* Counts an uncaught error, or an amount that did not add up, in a state that serves while a release is tried. */
void canary_thrown(const struct vm *vm);
void canary_money(const struct vm *vm);

#endif
