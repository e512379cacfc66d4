/* The master: opens the sockets, starts workers and starts them again when they end unasked, turns signals and saves
 * into new generations. It runs no Lua and knows no database, so hardly anything can happen to it. */
#ifndef SIJANG_MASTER_H
#define SIJANG_MASTER_H

/* Runs until asked to end; returns the exit status. */
int master_run(void);

#endif
