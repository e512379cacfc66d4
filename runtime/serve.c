#include "serve.h"

#include "config.h"
#include "inheritance.h"
#include "log.h"
#include "master.h"
#include "succession.h"

#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void print_help(void)
{
    puts("usage: sijang serve [--port N] [--host ADDRESS] [--workers N] "
         "[--job-workers N] [--development]\n"
         "\n"
         "Serves the mall: a master and its workers, in the foreground. TERM and "
         "QUIT finish what is under way and refuse\n"
         "what is new, INT ends at once; HUP builds a new generation of app/ and reads the settings again (all "
         "or, if one is wrong, none); USR1\n"
         "reopens the log; USR2 starts the binary that lies at this one's path by now, on the same sockets, and "
         "when that is ready finishes what\n"
         "is under way and ends; one that does not become ready changes nothing.\n"
         "\n"
         "Settings, from the environment (or CONFIG_FILE):");
    for (const struct setting *setting = config_settings; setting->name != NULL; setting++)
        printf("  %-20s %s%s%s%s%s\n", setting->name, setting->meaning, setting->fixed ? config_fixed : "",
               setting->fallback != NULL ? " [" : "", setting->fallback != NULL ? setting->fallback : "",
               setting->fallback != NULL ? "]" : "");
}

int serve_main(int argc, char **argv)
{
    static const struct option options[] = {{"port", required_argument, NULL, 'p'},
                                            {"host", required_argument, NULL, 'a'},
                                            {"workers", required_argument, NULL, 'w'},
                                            {"job-workers", required_argument, NULL, 'j'},
                                            {"development", no_argument, NULL, 'd'},
                                            {"help", no_argument, NULL, 'h'},
                                            {NULL, 0, NULL, 0}};
    char *words[64] = {"sijang serve"};
    int count = 1;
    for (int i = 0; i < argc && count < 63; i++)
        words[count++] = argv[i];
    for (int option; (option = getopt_long(count, words, "h", options, NULL)) != -1;) {
        switch (option) {
        case 'p':
            setenv("PORT", optarg, 1);
            break;
        case 'a':
            setenv("HOST", optarg, 1);
            break;
        case 'w':
            setenv("WORKERS", optarg, 1);
            break;
        case 'j':
            setenv("JOB_WORKERS", optarg, 1);
            break;
        case 'd':
            setenv("SIJANG_ENV", "development", 1);
            break;
        case 'h':
            print_help();
            return 0;
        default:
            fputs("see sijang serve --help\n", stderr);
            return 2;
        }
    }
    if (optind < count) {
        fprintf(stderr, "sijang serve: what is '%s'? see sijang serve --help\n", words[optind]);
        return 2;
    }
    char problem[PATH_MAX + 300];
    succession_note_program();
    if (!inheritance_open()) {
        fputs("sijang serve: " INHERITANCE " names what is not there\n", stderr);
        return 2;
    }
    if (!config_open())
        return 2;
    if (!config_reread(problem, sizeof problem)) {
        fprintf(stderr, "sijang serve: %s\n", problem);
        inheritance_refuse(problem);
        return 2;
    }
    log_process("master");
    log_open();
    return master_run();
}
