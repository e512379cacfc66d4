/* A process beside the workers, of the same binary and with the same shared page, that the master starts and starts again
 * when it ends unasked. It inherits no listening socket. */
#ifndef SIJANG_COMPANION_H
#define SIJANG_COMPANION_H

#include <stdatomic.h>
#include <stdbool.h>
#include <uv.h>

struct companion {
    const char *name, *word; /* what logs call it, and the word of the command line that makes it */
    _Atomic int *pid;        /* where others find its process id: 0 when it has ended; NULL: nowhere */
    /* private */
    bool alive, ending, asked, made; /* asked: to end, while it runs */
    int shared_descriptor;
    uv_process_t process;
    uv_timer_t respawn;
};

/* Starts it, unless it runs. */
void companion_start(struct companion *companion, int shared_descriptor);
/* Asks it to end, and starts it no more until companion_start. */
void companion_end(struct companion *companion);

#endif
