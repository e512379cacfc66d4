/* USR2: how a new binary takes over without a failed request. The master that serves starts whatever lies at its own path by
 * now, and hands on its listening sockets themselves, so that no connection waits on a socket that closes. The successor has
 * all of its workers build before one of them accepts, and says through a pipe when all do (inheritance.h); only then the
 * workers of before drain. One that ends, refuses or is not ready in SUCCESSION_DEADLINE is killed and has changed nothing:
 * its workers end with it, in the way that TERM ends them.
 *
 * Nothing of the shared page is handed on, since another binary may lay it out in another way. The successor reads the
 * settings anew, counts from zero (sijang_start_time_seconds says since when) and numbers its generations from one; a node's
 * keeper finds out again which release is to be served. */
#ifndef SIJANG_SUCCESSION_H
#define SIJANG_SUCCESSION_H

#include "listener.h"

#include <stdbool.h>

/* Notes by which path this program was started; before the working folder changes or the file is replaced. */
void succession_note_program(void);

struct succession_watch {
    void (*ready)(void);  /* the successor accepts connections */
    void (*failed)(void); /* it has ended: before it was ready, or afterwards while this master has not */
};

/* Starts a successor, unless there is one. The log says what becomes of it. */
void succession_begin(const struct listeners *listeners, const struct succession_watch *watch);
/* Whether there is one that is not ready and has not ended. */
bool succession_under_way(void);
/* Kills the one that is under way, if any; `failed` is called when it has ended. */
void succession_cancel(const char *why);
/* HUP or USR1 came: the one that is under way, if any, is told as well when it is ready. */
void succession_tell(int signal_);

#endif
