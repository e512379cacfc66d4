/* A Lua state with what the runtime keeps about it: its pool of idle coroutines, how many tasks are in it, and which
 * folder it was loaded from. A generation is a vm that serves; a command has one vm and its main coroutine may wait. */
#ifndef SIJANG_VM_H
#define SIJANG_VM_H

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>

enum vm_kind {
    VM_COMMAND,    /* the whole Lua library; the main coroutine may wait by turning the loop */
    VM_GENERATION, /* app/ only; only tasks may wait; no globals but Lua's own */
};

enum { VM_SHA = 64 };

struct vm {
    lua_State *L;
    enum vm_kind kind;
    char *root;               /* the folder that app/ and templates/ are in */
    char release[VM_SHA + 1]; /* the sha of the release it is; empty: the tree's own logic */
    bool loading;             /* maybe on another thread: nothing that others share may be touched */
    unsigned tasks;           /* alive in this state */
    unsigned number;          /* the generation's number; 0 for a command */
    size_t used, limit;       /* bytes allocated, and the most allowed (0: no limit) */
    /* Idle coroutines, ready for the next task, anchored in the registry at idle_ref[]. */
    lua_State *idle[64];
    int idle_ref[64];
    unsigned idle_count;
    struct holding *holdings;       /* what a command's main coroutine holds */
    void (*on_idle)(struct vm *vm); /* the last task has ended */
    void (*at_end[4])(struct vm *vm);
};

/* A new state with the libraries, every binding preloaded and package.path set: for app/ of `root`, which is a release's
 * folder or the tree, and for the tree's own bindings/. NULL and *message (static) when there is no memory. Touches nothing
 * shared: callable on any thread. */
struct vm *vm_new(enum vm_kind kind, const char *root, const char *release, const char **message);

/* Releases what the main coroutine holds and closes the state. No task may be alive in it. */
void vm_free(struct vm *vm);
/* The same for one that nothing uses any more, on another thread: to close a state takes milliseconds, in which nobody
 * would be served. Finalizers run there, so what they touch must belong to the state alone. */
void vm_retire(struct vm *vm);
/* How many are not closed yet. */
unsigned vm_retiring(void);

/* Has a function called when the vm is freed or retired, on that thread; once, however often it is asked for. */
void vm_at_end(struct vm *vm, void (*at_end)(struct vm *vm));

/* The vm of a state. */
struct vm *vm_of(lua_State *L);

/* Pushes a traceback of `from` with its error message on top: a message handler's work, done on `L`. */
void vm_push_traceback(lua_State *L, lua_State *from);

#endif
