#include "inheritance.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int told = -1; /* the pipe; -1: nobody waits */
static int sockets[LISTENERS_MOST];
static unsigned count;

bool inheritance_open(void)
{
    char *given = getenv(INHERITANCE), *end;
    if (given == NULL)
        return true;
    bool whole = true;
    unsigned taken = 0;
    for (; whole && *given != '\0'; given = *end == ',' ? end + 1 : end) {
        long descriptor = strtol(given, &end, 10);
        whole = end != given && (*end == ',' || *end == '\0') && descriptor > 2 && descriptor < 1 << 20 &&
                taken <= LISTENERS_MOST && fcntl((int)descriptor, F_SETFD, FD_CLOEXEC) == 0;
        if (whole && taken++ == 0)
            told = (int)descriptor;
        else if (whole)
            sockets[count++] = (int)descriptor;
    }
    unsetenv(INHERITANCE);
    return whole && count > 0;
}

bool inheritance_pending(void)
{
    return told >= 0;
}

bool inheritance_listeners(struct listeners *listeners, unsigned workers, char *problem, size_t size)
{
    if (workers < count) {
        snprintf(problem, size,
                 "WORKERS is %u, and there are %u sockets to be served: fewer workers than before need a restart",
                 workers, count);
        return false;
    }
    return listener_take(listeners, sockets, count, problem, size);
}

static void tell(const char *text)
{
    if (told < 0)
        return;
    (void)!write(told, text, strlen(text)); /* the other may be gone: then this one serves all the same */
    close(told);
    told = -1;
}

void inheritance_ready(void)
{
    tell(INHERITANCE_READY);
}

void inheritance_refuse(const char *why)
{
    char line[INHERITANCE_SAID];
    int length = snprintf(line, sizeof line, "%.*s\n", INHERITANCE_SAID - 2, why);
    for (int i = 0; i < length - 1; i++)
        if (line[i] == '\n')
            line[i] = ' ';
    tell(line);
}
