#include "pid_file.h"

#include "config.h"
#include "log.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void pid_file_write(void)
{
    const char *path = config_get("PID_FILE");
    char aside[PATH_MAX];
    if (path == NULL)
        return;
    snprintf(aside, sizeof aside, "%.4000s.%d", path, (int)getpid());
    FILE *file = fopen(aside, "we");
    bool written = file != NULL && fprintf(file, "%d\n", (int)getpid()) > 0;
    if (file != NULL && fclose(file) != 0)
        written = false;
    if (written && rename(aside, path) == 0)
        return;
    log_say(LOG_ERROR, "pid_file", "PID_FILE %s: %s", path, strerror(errno));
    unlink(aside);
}

void pid_file_remove(void)
{
    const char *path = config_get("PID_FILE");
    FILE *file = path != NULL ? fopen(path, "re") : NULL;
    char line[32];
    if (file == NULL)
        return;
    if (fgets(line, sizeof line, file) != NULL && strtol(line, NULL, 10) == (long)getpid())
        unlink(path);
    fclose(file);
}
