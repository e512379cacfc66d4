/* What the runtime reads from the environment, once at start and again on HUP. Every setting has one row in
 * config.c: its name, default, meaning; `serve --help`, `doctor` and the README's table are printed from there. */
#ifndef SIJANG_CONFIG_H
#define SIJANG_CONFIG_H

#include <stdbool.h>
#include <stddef.h>

struct setting {
    const char *name;     /* the environment variable */
    const char *fallback; /* used when it is unset or empty; NULL: none */
    const char *meaning;  /* one line */
    bool secret;          /* never printed */
};

/* The table; ends with a NULL name. */
extern const struct setting config_settings[];

/* Where the tree is: the folder above the binary's, or SIJANG_ROOT. Absolute. False with a message on stderr if
 * unknown. */
bool config_open(void);
const char *config_root(void);

/* Reads CONFIG_FILE, if there is one, over the environment. False with a message on stderr when it cannot be read. */
bool config_reread(void);
bool config_known(const char *name);

/* A setting's value or its fallback; NULL when it has neither. The name must be in the table. */
const char *config_get(const char *name);
/* The same as a number within [low, high]; outside it, the fallback is used and config_problem says so. */
long config_number(const char *name, long low, long high);
bool config_development(void);
/* DATA_DIR, absolute: a relative one is below the root. */
const char *config_data_folder(void);

/* Checks every value; on a fault returns false and writes a sentence into `problem`. */
bool config_check(char *problem, size_t size);

#endif
