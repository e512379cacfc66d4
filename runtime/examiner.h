/* The examiner: builds and checks what the workers are to serve, once for all of them, each generation in a process of its
 * own that may hang, hoard or crash. A worker loads nothing that was not found sound. */
#ifndef SIJANG_EXAMINER_H
#define SIJANG_EXAMINER_H

/* `sijang examiner`, started by the master only, with the shared page inherited. Returns the process's exit status. */
int examiner_main(void);

#endif
