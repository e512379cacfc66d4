/* A task is one coroutine that may wait: a request, a job, or what a command spawned.
 *
 * A binding that waits keeps a `struct wait` inside its own operation. It starts the operation and ends with `return
 * wait_begin(L, &op->wait, op_cancel)`: in a task that yields; in a command's main coroutine it turns the loop until
 * the wait is over. From a loop callback the binding pushes the results on wait_stack() and calls wait_done(). When
 * the answer is known at once, the function just returns it and never waits.
 *
 * Ending a task early (deadline, hang-up) does not unwind its coroutine: what it waits for is cancelled, what it
 * holds is released, and the coroutine is never resumed. Hence whatever must be given back is a `struct holding`. */
#ifndef SIJANG_TASK_H
#define SIJANG_TASK_H

#include <lauxlib.h>
#include <lua.h>
#include <stdbool.h>
#include <stdint.h>

struct vm;
struct task;

struct wait {
    struct task *task; /* who waits; NULL in a command's main coroutine */
    lua_State *L;      /* where results go; NULL while nobody waits */
    void (*cancel)(struct wait *wait);
    int marker; /* stack index of the main coroutine's result count */
};

struct holding {
    struct holding *next, **link; /* link is NULL while not held */
    void (*release)(struct holding *holding);
};

/* Ends a binding function that has started something. Raises when the running coroutine cannot wait (a module is
 * being loaded, or it is a coroutine that the task itself made): the binding must check first with wait_allowed if
 * starting the operation has effects. `cancel` is called when the task is ended; wait_done must not be called
 * afterwards. */
int wait_begin(lua_State *L, struct wait *wait, void (*cancel)(struct wait *wait));

/* Raises unless the running coroutine may wait. */
void wait_check(lua_State *L);

/* The stack to push results on; room for 64 values. Only between wait_begin and wait_done. */
lua_State *wait_stack(struct wait *wait);

/* Hands over the `results` values on top of wait_stack() and runs the task on. Detaches `wait` first; the operation
 * stays the binding's. May run arbitrary Lua before it returns. */
void wait_done(struct wait *wait, int results);

/* Whether somebody still waits. */
bool wait_active(const struct wait *wait);

/* Makes the running task hold something until task_drop; a command's main coroutine holds until its state closes. */
void task_hold(lua_State *L, struct holding *holding, void (*release)(struct holding *holding));
void task_drop(struct holding *holding);

/* How a task ended. */
enum task_end { TASK_DONE, TASK_FAILED, TASK_CANCELLED };

/* Called once. DONE: `results` values on top of L. FAILED: the error on top of L, its stack still there for a
 * traceback. CANCELLED: L is NULL. */
typedef void task_on_end(void *context, enum task_end end, lua_State *L, int results);

/* A new task of a state; push the function and its arguments on task_stack(), then task_run. Never NULL. */
struct task *task_new(struct vm *vm);
lua_State *task_stack(struct task *task);
/* Runs until the first wait or the end. `on_end` may be NULL. The task frees itself at the end. */
void task_run(struct task *task, int arguments, task_on_end *on_end, void *context);

/* Ends a waiting task without resuming it; on_end is told CANCELLED. A running task cannot be cancelled. */
void task_cancel(struct task *task);
/* Cancels the task when the loop's clock passes now + ms; 0 takes the deadline off. */
void task_deadline(struct task *task, uint64_t milliseconds);

/* The task whose coroutine is running, or NULL. */
struct task *task_current(void);
/* What the task's owner attached (the request), or NULL. */
void task_set_owner(struct task *task, void *owner);
void *task_owner(const struct task *task);
/* A table of the task's own on top of L (made at the first call): trace, locals of bindings. */
void task_push_locals(lua_State *L);

/* Ends every task of a state, or of the process for NULL, the oldest first: one that starts another whenever that one ends is
 * then gone before it could. */
void task_cancel_all(const struct vm *vm);

/* How many tasks live in this process. */
unsigned task_count(void);

#endif
