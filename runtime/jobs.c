#include "jobs.h"

#include "config.h"
#include "generation.h"
#include "log.h"
#include "loop.h"
#include "shared.h"
#include "task.h"

#include <lauxlib.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAME_MOST = 64, LOOK_MS = 250, DEADLINE_MS = 10 * 60 * 1000 };

struct job {
    struct job *next;
    char name[NAME_MOST];
    uint64_t every, due, started; /* loop time, milliseconds */
    struct vm *vm;                /* whose `run` it is */
    int run_ref;                  /* in that state's registry */
    struct task *task;            /* while it runs */
    bool retired;                 /* its generation is no longer current: freed when its run ends */
};

static struct job *jobs;
static uv_timer_t timer;
static uint64_t over_at; /* loop time; 0: not asked to end */

static void job_ended(void *context, enum task_end end, lua_State *co, int results)
{
    (void)results;
    struct job *job = context;
    job->task = NULL;
    log_begin(end == TASK_DONE ? LOG_DEBUG : LOG_ERROR, end == TASK_DONE ? "job.done" : "job.failed");
    log_text("job", job->name);
    log_integer("generation", job->vm->number);
    if (job->vm->release[0] != '\0')
        log_text("release", job->vm->release);
    log_integer("ms", (int64_t)(loop_now() - job->started));
    if (end == TASK_FAILED) {
        const char *message = lua_tostring(co, -1);
        if (message == NULL && luaL_callmeta(co, -1, "__tostring"))
            message = lua_tostring(co, -1);
        luaL_traceback(co, co, message, 0);
        log_text("error", lua_tostring(co, -1));
    } else if (end == TASK_CANCELLED) {
        log_text("error", "it was ended before it was done");
    }
    log_end();
    if (job->retired)
        free(job);
}

static void look(uv_timer_t *unused)
{
    (void)unused;
    if (atomic_load(&shared_slot()->state) != WORKER_READY)
        return; /* the worker of another master begins them still */
    uint64_t now = loop_now();
    for (struct job *job = jobs; job != NULL; job = job->next) {
        if (job->due > now || job->task != NULL)
            continue;
        job->due = now + job->every;
        job->started = now;
        job->task = task_new(job->vm);
        task_deadline(job->task, DEADLINE_MS);
        lua_rawgeti(task_stack(job->task), LUA_REGISTRYINDEX, job->run_ref);
        task_run(job->task, 0, job_ended, job);
    }
}

/* Pops a run function and makes a job of it; one of the same name before keeps its clock, so that a day of saves does not
 * put off what is due every hour. */
static void add_job(struct vm *vm, const char *name, double every, const struct job *before)
{
    struct job *job = calloc(1, sizeof *job);
    if (job == NULL)
        abort();
    snprintf(job->name, sizeof job->name, "%s", name);
    job->every = (uint64_t)(every * 1000);
    job->due = loop_now() + job->every;
    job->vm = vm;
    job->run_ref = luaL_ref(vm->L, LUA_REGISTRYINDEX);
    for (; before != NULL; before = before->next)
        if (strcmp(before->name, job->name) == 0 && before->due < job->due)
            job->due = before->due;
    job->next = jobs;
    jobs = job;
}

static void retire(struct job *list)
{
    while (list != NULL) {
        struct job *job = list;
        list = job->next;
        job->retired = true;
        if (job->task == NULL)
            free(job);
    }
}

/* The list of a generation that has just gone live; generation.c has seen that it is well formed. */
static void take(struct vm *vm)
{
    if (vm != generation_current()->vm || over_at != 0)
        return; /* the canary, or too late */
    vm->limit = (size_t)config_number("JOB_MEMORY", 64, 65536) << 20;
    struct job *before = jobs;
    jobs = NULL;
    lua_State *L = vm->L;
    lua_rawgeti(L, LUA_REGISTRYINDEX, generation_current()->jobs_ref);
    int list = lua_gettop(L);
    for (int i = 1; i <= (int)lua_objlen(L, list); i++) {
        lua_rawgeti(L, list, i);
        lua_getfield(L, -1, "name");
        lua_getfield(L, -2, "every");
        lua_getfield(L, -3, "run");
        add_job(vm, lua_tostring(L, -3), lua_tonumber(L, -2), before);
        lua_settop(L, list);
    }
    lua_pop(L, 1);
    retire(before);
}

void jobs_start(void)
{
    uv_timer_init(loop_get(), &timer);
    uv_timer_start(&timer, look, LOOK_MS, LOOK_MS);
    uv_unref((uv_handle_t *)&timer);
    generation_on_live(take);
    generation_drain_within(JOBS_SECONDS);
}

void jobs_end(uint64_t milliseconds)
{
    if (over_at == 0) {
        uv_close((uv_handle_t *)&timer, NULL);
        retire(jobs);
        jobs = NULL;
    }
    over_at = loop_now() + milliseconds / 6 * 5;
}

int64_t jobs_left(void)
{
    if (over_at == 0)
        return -1;
    return over_at > loop_now() ? (int64_t)(over_at - loop_now()) : 0;
}
