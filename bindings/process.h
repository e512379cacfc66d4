/* What the files of the process module share: how a program is described, started, and followed until it has ended. */
#ifndef SIJANG_PROCESS_H
#define SIJANG_PROCESS_H

#include "binding.h"
#include "task.h"

#include <sys/types.h>

/* A program to start. Every string belongs to Lua (anchored on the stack of the call that fills this in). */
struct launch {
    const char **argv, **envp; /* both end with NULL */
    const char *cwd;           /* or NULL */
    /* For 0, 1, 2: "inherit", "null", "stdout" (2 only), "capture" (run only), or a path. */
    const char *stream[3];
    int fd[3]; /* set by run for what it captures; -1 otherwise */
    bool detach, die_with_parent, as_user;
    uid_t uid;
    gid_t gid;
    const gid_t *groups;
    size_t group_count;
};

/* Reads the table at index 1. Leaves what it anchors on the stack. `standard` is the default for stdout and stderr. */
void launch_check(lua_State *L, struct launch *launch, const char *standard_in, const char *standard);
/* The argument list and the environment alone, for exec. */
void launch_check_argv(lua_State *L, int index, struct launch *launch);
void launch_check_env(lua_State *L, int index, struct launch *launch);
/* Where argv[0] is, by the PATH of the environment given. False when it is nowhere. */
bool launch_find(const struct launch *launch, char *file, size_t size);

/* Starts it. 0, or an errno with `what` (static or the launch's own) naming the step that failed. */
int launch_start(const struct launch *launch, pid_t *pid, const char **what);

/* A child of ours, from its start until it was reaped and nobody refers to it any more. */
struct child {
    struct child *next; /* of all that run */
    pid_t pid;
    bool exited;
    int code;   /* exit code, or 128 + signal */
    int signal; /* that ended it, or 0 */
    unsigned references;
    struct waiter *waiters;
    void (*on_exit)(void *context); /* run's: called once, first */
    void *context;
};

/* Starts and follows it: one reference is the caller's. NULL: *error and *what say why. */
struct child *child_start(const struct launch *launch, int *error, const char **what);
void child_release(struct child *child);
/* Keeps the loop turning while somebody waits for a child. */
void child_awaited(int change);

/* nil, "what: why", "ENOENT" */
int process_push_failure(lua_State *L, const char *what, int error);
/* 15 for "TERM"; raises on an unknown name. */
int process_check_signal(lua_State *L, int index);
const char *process_signal_name(int number);

int process_run(lua_State *L);
int process_on_signal(lua_State *L);

#endif
