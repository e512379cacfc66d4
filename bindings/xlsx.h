/* What the two halves of `xlsx` share: work in the thread pool whose answer a task waits for. */
#ifndef SIJANG_XLSX_H
#define SIJANG_XLSX_H

#include "binding.h"
#include "task.h"

#include <uv.h>

/* A thing of ours that the thread pool works on: a book or a writer. Its Lua object may be collected meanwhile; then it is
 * freed when the work is done. */
struct xlsx_work {
    uv_work_t request;
    struct wait wait;
    bool running, orphan;
    bool unowned; /* no Lua object has it yet: who waits for the work is the only one who could */
    void (*run)(struct xlsx_work *work);               /* in the thread pool */
    int (*push)(lua_State *L, struct xlsx_work *work); /* results, on the loop */
    void (*release)(struct xlsx_work *work);
};

/* Ends a function of Lua: starts the work and waits. */
int xlsx_work_start(lua_State *L, struct xlsx_work *work);
/* Frees the thing, now or when its work is done. */
void xlsx_work_abandon(struct xlsx_work *work);

/* In xlsx_writer.c. */
int xlsx_create(lua_State *L);
void xlsx_writer_register(lua_State *L);

#endif
