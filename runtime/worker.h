/* A worker: one thread, one loop, the generations. A web worker has a listening socket that it inherited from the master; a job
 * worker has none and does what happens by the clock (jobs.h). */
#ifndef SIJANG_WORKER_H
#define SIJANG_WORKER_H

/* `sijang worker NUMBER`, started by the master only, with the listening socket and the shared page on the
 * descriptors below. Returns the process's exit status: 0 drained, 3 the first generation was refused in production. */
int worker_main(int argc, char **argv);

enum { WORKER_LISTENER = 3, WORKER_SHARED = 4, WORKER_REFUSED = 3 };

#endif
