/* The process's one event loop. A worker, a master and a command each have exactly one, made on first use, on the
 * main thread; nothing but uv_async_send and the thread pool may touch it from another thread. */
#ifndef SIJANG_LOOP_H
#define SIJANG_LOOP_H

#include <uv.h>

uv_loop_t *loop_get(void);

/* Milliseconds of the loop's monotonic clock, cached once a turn. */
uint64_t loop_now(void);

#endif
