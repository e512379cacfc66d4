/* How a session begins: where the server is, and what every session must have whatever the address says. */
#include "pg.h"

#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PAUSE_FIRST_MS = 50, PAUSE_MAX_MS = 700 };

/* What each session needs; DATABASE_URL's own options follow and so win. A pooler between must be told to ignore
 * `options` (PgBouncer: ignore_startup_parameters) and have the two timeouts set for the role instead; nothing
 * else depends on them. */
static const char session_options[] = "-c timezone=UTC -c datestyle=ISO -c bytea_output=hex -c extra_float_digits=1 "
                                      "-c statement_timeout=30s -c idle_in_transaction_session_timeout=60s";

static char *chosen_url; /* session_use */

void session_use(const char *url)
{
    free(chosen_url);
    chosen_url = strdup(url);
}

static const char *url_of(bool direct)
{
    if (chosen_url != NULL)
        return chosen_url;
    const char *url = direct ? config_get("DATABASE_DIRECT_URL") : NULL;
    return url != NULL ? url : config_get("DATABASE_URL");
}

/* DATABASE_URL's own options, which ours follow. */
static void options_of(const char *url, char *options, size_t size)
{
    options[0] = '\0';
    PQconninfoOption *all = PQconninfoParse(url, NULL);
    for (PQconninfoOption *option = all; option != NULL && option->keyword != NULL; option++)
        if (strcmp(option->keyword, "options") == 0 && option->val != NULL)
            snprintf(options, size, "%s", option->val);
    PQconninfoFree(all);
}

PGconn *session_start(bool direct)
{
    const char *url = url_of(direct);
    if (url == NULL)
        return NULL;
    char own[512], options[1024];
    options_of(url, own, sizeof own);
    snprintf(options, sizeof options, "%s %s", session_options, own);
    /* What stands before dbname is a default that the URL may override; what follows overrides the URL. */
    const char *names[] = {"fallback_application_name", "keepalives_idle",  "keepalives_interval",
                           "keepalives_count",          "tcp_user_timeout", "dbname",
                           "client_encoding",           "options",          NULL};
    const char *values[] = {"sijang", "10", "5", "3", "15000", url, "UTF8", options, NULL};
    PGconn *pg = PQconnectStartParams(names, values, 1);
    if (pg == NULL)
        abort();
    return pg;
}

/* Up to 50 ms, doubling to 700 ms: always less than a second, so that the first success follows soon upon the server's
 * return; jittered, so that a hundred processes do not knock together. */
uint64_t session_pause(unsigned failures)
{
    uint64_t longest = PAUSE_FIRST_MS;
    for (unsigned i = 1; i < failures && longest < PAUSE_MAX_MS; i++)
        longest *= 2;
    if (longest > PAUSE_MAX_MS)
        longest = PAUSE_MAX_MS;
    uint64_t dice = (uv_hrtime() / 1000 + (uint64_t)uv_os_getpid()) * UINT64_C(0x9E3779B97F4A7C15) >> 33;
    return longest / 2 + dice % (longest / 2 + 1);
}
