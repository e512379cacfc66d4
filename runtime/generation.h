/* Generations (design: "how logic is replaced in production"). */
#ifndef SIJANG_GENERATION_H
#define SIJANG_GENERATION_H

/* Why the newest build was refused, or NULL when the newest build serves. */
const char *generation_build_error(void);

#endif
