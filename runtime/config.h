/* What the runtime reads from the environment, and from CONFIG_FILE over it: at start, and again on HUP. Every setting has
 * one row in config.c; `serve --help` and `doctor` are printed from there. The master alone reads the file. What it found
 * good it gives to its workers as text, also to those that start when the file has long become something else. */
#ifndef SIJANG_CONFIG_H
#define SIJANG_CONFIG_H

#include <stdbool.h>
#include <stddef.h>

struct setting {
    const char *name;     /* the environment variable */
    const char *fallback; /* used when it is unset or empty; NULL: none */
    const char *meaning;  /* one line */
    bool secret;          /* never printed */
    bool fixed;           /* taken at a start; a HUP does not change it */
};

enum { CONFIG_TEXT = 16 * 1024 }; /* bytes of a CONFIG_FILE, and of what the workers are given */

/* The table; ends with a NULL name. */
extern const struct setting config_settings[];

/* What follows the meaning of a fixed one. */
extern const char config_fixed[];

/* Where the tree is: the folder above the binary's, or SIJANG_ROOT. Absolute. False with a message on stderr if
 * unknown. */
bool config_open(void);
const char *config_root(void);

/* Reads CONFIG_FILE, if there is one, and takes it if every value is good. Otherwise all stays as it was, and `said` is a
 * sentence about what is wrong. After the first time `said` may also name what waits for a start; else it is empty. */
bool config_reread(char *said, size_t size);

/* What CONFIG_FILE says, unjudged, as lines NAME=value; empty without one. False with a sentence when it cannot be read. */
bool config_file_lines(char text[CONFIG_TEXT], char *problem, size_t size);

/* What was taken from the file, as lines; and taking it in another process, unread. */
void config_write(char text[CONFIG_TEXT]);
void config_take(const char text[CONFIG_TEXT]);

bool config_known(const char *name);

/* A setting's value or its fallback; NULL when it has neither. The name must be in the table. */
const char *config_get(const char *name);
/* The same as a number within [low, high]; outside it, which config_check does not let happen in a server, the fallback. */
long config_number(const char *name, long low, long high);
bool config_development(void);
/* DATA_DIR, absolute: a relative one is below the root. */
const char *config_data_folder(void);

#endif
