#include "task.h"

#include "loop.h"
#include "vm.h"

#include <stdlib.h>

struct task {
    struct vm *vm;
    lua_State *co;
    int co_ref;     /* anchors co in the registry */
    int locals_ref; /* the task's own table, or LUA_NOREF */
    struct wait *waiting;
    struct holding *holdings;
    task_on_end *on_end;
    void *context, *owner;
    uint64_t deadline;         /* loop time, 0: none */
    struct task *next, **link; /* all tasks of the process */
};

static struct task *tasks, **last = &tasks; /* in the order they began */
static struct task *current;
static unsigned count;
static uv_timer_t sweeper;
static bool sweeping;

enum { SWEEP_MS = 50, RESULT_ROOM = 64 };

/* ── Deadlines: one timer for all tasks, because nearly none of them is ever reached ── */

static void sweep(uv_timer_t *timer)
{
    (void)timer;
    uint64_t now = loop_now();
    struct task *task = tasks;
    while (task != NULL) {
        struct task *next = task->next;
        if (task->deadline != 0 && task->deadline <= now && task != current) {
            task_cancel(task);
            next = tasks; /* a cancellation may end others: start again */
        }
        task = next;
    }
    if (tasks == NULL) {
        uv_timer_stop(&sweeper);
        sweeping = false;
    }
}

void task_deadline(struct task *task, uint64_t milliseconds)
{
    task->deadline = milliseconds == 0 ? 0 : loop_now() + milliseconds;
    if (milliseconds == 0 || sweeping)
        return;
    uv_timer_init(loop_get(), &sweeper);
    uv_timer_start(&sweeper, sweep, SWEEP_MS, SWEEP_MS);
    uv_unref((uv_handle_t *)&sweeper);
    sweeping = true;
}

/* ── Coroutines ── */

struct task *task_new(struct vm *vm)
{
    struct task *task = calloc(1, sizeof *task);
    if (task == NULL)
        abort();
    task->vm = vm;
    task->locals_ref = LUA_NOREF;
    if (vm->idle_count > 0) {
        vm->idle_count--;
        task->co = vm->idle[vm->idle_count];
        task->co_ref = vm->idle_ref[vm->idle_count];
    } else {
        task->co = lua_newthread(vm->L);
        task->co_ref = luaL_ref(vm->L, LUA_REGISTRYINDEX);
    }
    task->link = last;
    *last = task;
    last = &task->next;
    vm->tasks++;
    count++;
    return task;
}

lua_State *task_stack(struct task *task)
{
    return task->co;
}

/* Everything the task has is given back; its coroutine is used again when it ended by returning. */
static void finish(struct task *task, enum task_end end, int results)
{
    struct vm *vm = task->vm;
    *task->link = task->next;
    if (task->next != NULL)
        task->next->link = task->link;
    else
        last = task->link;
    while (task->holdings != NULL) {
        struct holding *holding = task->holdings;
        task_drop(holding);
        holding->release(holding);
    }
    if (task->on_end != NULL)
        task->on_end(task->context, end, end == TASK_CANCELLED ? NULL : task->co, results);
    if (task->locals_ref != LUA_NOREF)
        luaL_unref(vm->L, LUA_REGISTRYINDEX, task->locals_ref);
    if (end == TASK_DONE && vm->idle_count < sizeof vm->idle / sizeof *vm->idle) {
        lua_settop(task->co, 0);
        vm->idle[vm->idle_count] = task->co;
        vm->idle_ref[vm->idle_count] = task->co_ref;
        vm->idle_count++;
    } else {
        luaL_unref(vm->L, LUA_REGISTRYINDEX, task->co_ref);
    }
    free(task);
    count--;
    vm->tasks--;
    if (vm->tasks == 0 && vm->on_idle != NULL)
        vm->on_idle(vm);
}

static void resume(struct task *task, int arguments)
{
    struct task *before = current;
    current = task;
    int status = lua_resume(task->co, arguments);
    current = before;
    if (status == LUA_YIELD) {
        if (task->waiting != NULL)
            return;
        lua_settop(task->co, 0);
        lua_pushliteral(task->co, "a task yielded without waiting for anything");
        status = LUA_ERRRUN;
    }
    if (status == 0)
        finish(task, TASK_DONE, lua_gettop(task->co));
    else
        finish(task, TASK_FAILED, 1);
}

void task_run(struct task *task, int arguments, task_on_end *on_end, void *context)
{
    task->on_end = on_end;
    task->context = context;
    resume(task, arguments);
}

void task_cancel(struct task *task)
{
    if (task == current)
        abort(); /* a running task ends by returning: cancelling it is a bug of the
                runtime */
    struct wait *wait = task->waiting;
    if (wait != NULL) {
        task->waiting = NULL;
        wait->L = NULL;
        wait->task = NULL;
        if (wait->cancel != NULL)
            wait->cancel(wait);
    }
    finish(task, TASK_CANCELLED, 0);
}

/* ── Waiting ── */

static bool may_turn_the_loop(lua_State *L)
{
    struct vm *vm = vm_of(L);
    return vm->kind == VM_COMMAND && vm->L == L && current == NULL;
}

/* Not within a sort, a gsub or a require: between the task and this call stands C, which could not be taken up again. */
static bool may_yield(lua_State *L)
{
    return current != NULL && current->co == L && lua_isyieldable(L);
}

void wait_check(lua_State *L)
{
    if (may_yield(L))
        return;
    if (!may_turn_the_loop(L))
        luaL_error(L, "this call waits, and only a request, a job or a command's "
                      "main line can wait");
}

int wait_begin(lua_State *L, struct wait *wait, void (*cancel)(struct wait *))
{
    wait->cancel = cancel;
    wait->L = L;
    if (may_yield(L)) {
        wait->task = current;
        current->waiting = wait;
        lua_checkstack(L, RESULT_ROOM);
        return lua_yield(L, 0);
    }
    if (!may_turn_the_loop(L)) {
        wait->L = NULL;
        if (cancel != NULL)
            cancel(wait);
        return luaL_error(L, "this call waits, and only a request, a job or a "
                             "command's main line can wait");
    }
    wait->task = NULL;
    luaL_checkstack(L, RESULT_ROOM, "results");
    /* The binding may free its operation once wait_done returns, so the count is kept in this frame, and the stack
     * says where: below the results lies its address. */
    int results = -1;
    lua_pushlightuserdata(L, &results);
    int marker = lua_gettop(L);
    wait->marker = marker;
    while (results < 0) {
        if (uv_run(loop_get(), UV_RUN_ONCE) == 0 && results < 0)
            return luaL_error(L, "a wait that nothing will end");
    }
    lua_remove(L, marker);
    return results;
}

lua_State *wait_stack(struct wait *wait)
{
    return wait->L;
}

void wait_done(struct wait *wait, int results)
{
    lua_State *L = wait->L;
    struct task *task = wait->task;
    wait->L = NULL;
    wait->task = NULL;
    if (task != NULL) {
        task->waiting = NULL;
        resume(task, results);
    } else {
        int *slot = lua_touserdata(L, wait->marker);
        *slot = results;
        /* A turn looks at its timers before it sleeps: told from one of them, it must not sleep any more. */
        uv_stop(loop_get());
    }
}

bool wait_active(const struct wait *wait)
{
    return wait->L != NULL;
}

/* ── Holding ── */

void task_hold(lua_State *L, struct holding *holding, void (*release)(struct holding *))
{
    struct holding **list = current != NULL && current->co == L ? &current->holdings : &vm_of(L)->holdings;
    holding->release = release;
    holding->next = *list;
    holding->link = list;
    if (*list != NULL)
        (*list)->link = &holding->next;
    *list = holding;
}

void task_drop(struct holding *holding)
{
    if (holding->link == NULL)
        return;
    *holding->link = holding->next;
    if (holding->next != NULL)
        holding->next->link = holding->link;
    holding->link = NULL;
    holding->next = NULL;
}

/* ── About the running task ── */

struct task *task_current(void)
{
    return current;
}

void task_set_owner(struct task *task, void *owner)
{
    task->owner = owner;
}

void *task_owner(const struct task *task)
{
    return task->owner;
}

static char locals_key; /* a command's main coroutine keeps its table under this */

void task_push_locals(lua_State *L)
{
    if (current == NULL) {
        lua_pushlightuserdata(L, &locals_key);
        lua_gettable(L, LUA_REGISTRYINDEX);
        if (!lua_isnil(L, -1))
            return;
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushlightuserdata(L, &locals_key);
        lua_pushvalue(L, -2);
        lua_settable(L, LUA_REGISTRYINDEX);
        return;
    }
    if (current->locals_ref == LUA_NOREF) {
        lua_newtable(L);
        lua_pushvalue(L, -1);
        current->locals_ref = luaL_ref(L, LUA_REGISTRYINDEX);
        return;
    }
    lua_rawgeti(L, LUA_REGISTRYINDEX, current->locals_ref);
}

static struct task *oldest_of(const struct vm *vm)
{
    struct task *task = tasks;
    while (task != NULL && vm != NULL && task->vm != vm)
        task = task->next;
    return task; /* NOLINT(clang-analyzer-unix.Malloc): what was freed has left the list */
}

void task_cancel_all(const struct vm *vm)
{
    struct task *task;
    while ((task = oldest_of(vm)) != NULL)
        task_cancel(task);
}

unsigned task_count(void)
{
    return count;
}
