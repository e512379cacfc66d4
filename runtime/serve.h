/* `sijang serve`: reads its flags and the configuration, then is the master. */
#ifndef SIJANG_SERVE_H
#define SIJANG_SERVE_H

/* Returns the process's exit status. */
int serve_main(int argc, char **argv);

#endif
