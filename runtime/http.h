/* libmicrohttpd in the loop. The library parses and writes; this side runs it when its epoll descriptor is readable,
 * gives each request to a task of the current generation, suspends the connection only if the task really waits, and
 * does the timing out and the hang-up watching that the library leaves undone for suspended connections. */
#ifndef SIJANG_HTTP_H
#define SIJANG_HTTP_H

#include <stdbool.h>

/* Begins to serve on a listening socket, after http_reread. False with a line in the log when the library refuses. */
bool http_start(int listener);

/* Takes deadlines and limits from the configuration anew; what is under way keeps its own. */
void http_reread(void);

/* Accepts who waits, then closes the listening socket; idle connections are closed, and answers say `Connection: close`. */
void http_drain(void);
/* Whether nothing is under way any more. */
bool http_drained(void);
/* The time to drain is over: requests under way are ended and answered with 503. */
void http_give_up(void);
/* Ends everything at once, answered or not. */
void http_stop(void);

#endif
