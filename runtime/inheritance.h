/* What a master is given by the one that it is to succeed (succession.h), and what it tells it: the environment names a pipe
 * and the listening sockets by their descriptors, "3,4,5"; through the pipe goes one line, INHERITANCE_READY or why not. */
#ifndef SIJANG_INHERITANCE_H
#define SIJANG_INHERITANCE_H

#include "listener.h"

#include <stdbool.h>
#include <stddef.h>

#define INHERITANCE "SIJANG_INHERITED"
#define INHERITANCE_READY "ready\n"
enum { INHERITANCE_SAID = 4200 }; /* bytes of a line: a refused generation's reason fits */

/* Takes what the environment names, first of all: what is started later knows nothing of it. False when it names what is
 * not there. */
bool inheritance_open(void);
/* Whether there is another master that waits for this one. */
bool inheritance_pending(void);
/* The sockets; only while it is pending. False and a sentence when they are not those of HOST and PORT, or when WORKERS are
 * too few for them. */
bool inheritance_listeners(struct listeners *listeners, unsigned workers, char *problem, size_t size);
/* Tells the other that this one serves, or why it does not; after that nothing is pending. Nothing without an other. */
void inheritance_ready(void);
void inheritance_refuse(const char *why);

#endif
