#include "config.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* clang-format off */
const struct setting config_settings[] = {
    {"PORT", "8080", "TCP port of the mall", false},
    {"HOST", "127.0.0.1", "address to listen on: an IPv4 or IPv6 address, or unix:/path of a socket", false},
    {"WORKERS", "2", "web worker processes, 1 to 64", false},
    {"SIJANG_ENV", "production", "development: reload on every save and explain errors in the page; production: neither", false},
    {"DATABASE_URL", NULL, "PostgreSQL of the application role, as a URL or a libpq connection string", true},
    {"DATABASE_OWNER_URL", NULL, "PostgreSQL of the role that owns the tables, for migrate and psql; default: DATABASE_URL", true},
    {"DATABASE_DIRECT_URL", NULL, "the same without a pooler between, for LISTEN; default: DATABASE_URL", true},
    {"DATABASE_POOL", "8", "connections for transactions, per worker, 1 to 200", false},
    {"REDIS_URL", NULL, "Redis, as redis://[:password@]host:port/db or unix:/path; without it every cache miss is answered by PostgreSQL", true},
    {"SECRET_KEY", NULL, "at least 32 characters of randomness: signs cookies and seals what must not be read", true},
    {"TRUSTED_PROXIES", "127.0.0.1,::1,unix", "peers whose X-Forwarded-For and -Proto are believed, comma separated", false},
    {"DATA_DIR", "var", "where made pictures and temporary uploads are kept", false},
    {"CONFIG_FILE", NULL, "a file of NAME=value lines that wins over the environment; read again on HUP", false},
    {"LOG_FILE", NULL, "JSON lines go here, reopened on USR1; default: standard output", false},
    {"LOG_LEVEL", "info", "debug, info, warn or error", false},
    {"ACCESS_LOG", "on", "on: a line a request; off: none", false},
    {"REQUEST_DEADLINE", "30", "seconds until an unfinished request is answered with 503, 1 to 600", false},
    {"DRAIN_DEADLINE", "30", "seconds that requests have to finish when a worker or a generation ends, 1 to 600", false},
    {"IDLE_TIMEOUT", "75", "seconds that a silent connection is kept, 1 to 600", false},
    {"MAX_CONNECTIONS", "4000", "open connections a worker, 16 to 100000", false},
    {"MAX_BODY", "1048576", "bytes of a request body where the route does not say otherwise", false},
    {"CATALOGUE_CACHE", "on", "on: a worker remembers the catalogue until PostgreSQL says that it changed; off: every page asks", false},
    {"CA_FILE", NULL, "PEM file of the authorities that outgoing HTTPS trusts instead of the system's", false},
    {NULL, NULL, NULL, false},
};
/* clang-format on */

static char root[PATH_MAX];

bool config_open(void)
{
    const char *given = getenv("SIJANG_ROOT");
    if (given != NULL && given[0] != '\0') {
        if (realpath(given, root) != NULL)
            return true;
        fprintf(stderr, "sijang: SIJANG_ROOT %s: %s\n", given, strerror(errno));
        return false;
    }
    ssize_t length = readlink("/proc/self/exe", root, sizeof root - 1);
    if (length <= 0) {
        fprintf(stderr, "sijang: cannot tell where the program is: %s\n", strerror(errno));
        return false;
    }
    root[length] = '\0';
    /* The binary may sit in build/ or in a variant's folder below it: the tree is where app/ is. */
    for (char *slash = strrchr(root, '/'); slash != NULL && slash != root; slash = strrchr(root, '/')) {
        *slash = '\0';
        char probe[PATH_MAX + 16];
        snprintf(probe, sizeof probe, "%s/CMakeLists.txt", root);
        if (access(probe, F_OK) == 0)
            return true;
        snprintf(probe, sizeof probe, "%s/app/boot.lua", root);
        if (access(probe, F_OK) == 0)
            return true;
    }
    fprintf(stderr, "sijang: no app/ above the program; set SIJANG_ROOT\n");
    return false;
}

bool config_reread(void)
{
    const char *path = getenv("CONFIG_FILE");
    if (path == NULL || *path == '\0')
        return true;
    FILE *file = fopen(path, "re");
    if (file == NULL) {
        fprintf(stderr, "sijang: CONFIG_FILE %s: %s\n", path, strerror(errno));
        return false;
    }
    char line[4096];
    while (fgets(line, sizeof line, file) != NULL) {
        line[strcspn(line, "\r\n")] = '\0';
        char *equals = strchr(line, '=');
        if (line[0] == '#' || equals == NULL)
            continue;
        *equals = '\0';
        if (config_known(line) && strcmp(line, "CONFIG_FILE") != 0)
            setenv(line, equals + 1, 1);
        else
            fprintf(stderr, "sijang: CONFIG_FILE %s: there is no setting %s\n", path, line);
    }
    fclose(file);
    return true;
}

const char *config_root(void)
{
    return root;
}

static const struct setting *find(const char *name)
{
    for (const struct setting *setting = config_settings; setting->name != NULL; setting++)
        if (strcmp(setting->name, name) == 0)
            return setting;
    return NULL;
}

bool config_known(const char *name)
{
    return find(name) != NULL;
}

const char *config_get(const char *name)
{
    const struct setting *setting = find(name);
    if (setting == NULL)
        return NULL;
    const char *value = getenv(name);
    return value != NULL && value[0] != '\0' ? value : setting->fallback;
}

static bool parse(const char *text, long low, long high, long *number)
{
    char *end;
    errno = 0;
    *number = strtol(text, &end, 10);
    return end != text && *end == '\0' && errno == 0 && *number >= low && *number <= high;
}

long config_number(const char *name, long low, long high)
{
    long number = 0;
    if (parse(config_get(name), low, high, &number))
        return number;
    parse(find(name)->fallback, LONG_MIN, LONG_MAX, &number);
    return number;
}

const char *config_data_folder(void)
{
    static char folder[PATH_MAX];
    const char *given = config_get("DATA_DIR");
    if (given[0] == '/')
        snprintf(folder, sizeof folder, "%s", given);
    else
        snprintf(folder, sizeof folder, "%.3000s/%.1000s", root, given);
    return folder;
}

bool config_development(void)
{
    return strcmp(config_get("SIJANG_ENV"), "development") == 0;
}

bool config_check(char *problem, size_t size)
{
    static const struct {
        const char *name;
        long low, high;
    } numbers[] = {{"PORT", 0, 65535},
                   {"WORKERS", 1, 64},
                   {"DATABASE_POOL", 1, 200},
                   {"REQUEST_DEADLINE", 1, 600},
                   {"DRAIN_DEADLINE", 1, 600},
                   {"IDLE_TIMEOUT", 1, 600},
                   {"MAX_CONNECTIONS", 16, 100000},
                   {"MAX_BODY", 1, 1073741824}};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        long number;
        if (!parse(config_get(numbers[i].name), numbers[i].low, numbers[i].high, &number)) {
            snprintf(problem, size, "%s is '%s': a whole number from %ld to %ld is expected", numbers[i].name,
                     config_get(numbers[i].name), numbers[i].low, numbers[i].high);
            return false;
        }
    }
    const char *mode = config_get("SIJANG_ENV");
    const char *cache = config_get("CATALOGUE_CACHE");
    if (strcmp(cache, "on") != 0 && strcmp(cache, "off") != 0) {
        snprintf(problem, size, "CATALOGUE_CACHE is '%s': on or off is expected", cache);
        return false;
    }
    if (strcmp(mode, "production") != 0 && strcmp(mode, "development") != 0) {
        snprintf(problem, size, "SIJANG_ENV is '%s': development or production is expected", mode);
        return false;
    }
    const char *key = config_get("SECRET_KEY");
    if (key == NULL || strlen(key) < 32) {
        snprintf(problem, size,
                 "SECRET_KEY is %s: at least 32 characters are expected (openssl "
                 "rand -hex 32)",
                 key == NULL ? "missing" : "too short");
        return false;
    }
    return true;
}
