#include "config.h"

#include "peer.h"

#include <errno.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* clang-format off */
const struct setting config_settings[] = {
    {"PORT", "8080", "TCP port of the mall", false, true},
    {"HOST", "127.0.0.1", "address to listen on: an IPv4 or IPv6 address, or unix:/path of a socket", false, true},
    {"WORKERS", "2", "web worker processes, 1 to 64", false, true},
    {"JOB_WORKERS", "1", "worker processes for what happens after a request and by the clock, 0 to 16; 0: other nodes do all of it", false, true},
    {"JOB_CONCURRENCY", "32", "jobs that a job worker has under way at once, 1 to 500", false, true},
    {"JOB_MEMORY", "512", "megabytes that the logic of a job worker may take, 64 to 65536; a job that wants more fails", false, true},
    {"SIJANG_ENV", "production", "development: reload on every save and explain errors in the page; production: neither", false, true},
    {"DATABASE_URL", NULL, "PostgreSQL of the application role, as a URL or a libpq connection string; a HUP changes it for new connections", true, false},
    {"DATABASE_OWNER_URL", NULL, "PostgreSQL of the role that owns the tables, for migrate and psql; default: DATABASE_URL", true, false},
    {"DATABASE_DIRECT_URL", NULL, "the same without a pooler between, for LISTEN; default: DATABASE_URL", true, false},
    {"DATABASE_POOL", "8", "connections for transactions, per worker, 1 to 200", false, true},
    {"REDIS_URL", NULL, "Redis, as redis://[:password@]host:port/db or unix:/path; without it every cache miss is answered by PostgreSQL; a HUP changes it for new connections", true, false},
    {"SECRET_KEY", NULL, "at least 32 characters of randomness: signs cookies and seals what must not be read", true, false},
    {"ADMIN_HOST", NULL, "host name of the back office: /admin is found there and nowhere else; default: at every mall", false, false},
    {"TRUSTED_PROXIES", "127.0.0.1,::1,unix", "peers whose X-Forwarded-For and -Proto are believed, comma separated", false, false},
    {"DATA_DIR", "var", "where made pictures and temporary uploads are kept", false, false},
    {"CONFIG_FILE", NULL, "a file of NAME=value lines that wins over the environment; read again on HUP", false, true},
    {"LOG_FILE", NULL, "JSON lines go here, reopened on USR1; default: standard output", false, false},
    {"PID_FILE", NULL, "the master's process id is written here, and that of the one that takes over after a USR2", false, true},
    {"LOG_LEVEL", "info", "debug, info, warn or error", false, false},
    {"ACCESS_LOG", "on", "on: a line a request; off: none", false, false},
    {"REQUEST_DEADLINE", "30", "seconds until an unfinished request is answered with 503, 1 to 600", false, false},
    {"DRAIN_DEADLINE", "30", "seconds that what is under way has to finish when a worker no longer accepts or a generation is replaced, 1 to 600", false, false},
    {"SHUTDOWN_DELAY", "0", "seconds after TERM in which everything is still answered, but /readyz with 503: time for a load balancer to look elsewhere, 0 to 600", false, false},
    {"SUCCESSION_DEADLINE", "30", "seconds that a new binary has to become ready after USR2 before it is given up, 1 to 600", false, false},
    {"HEADER_TIMEOUT", "10", "seconds until a request's head must be whole, 1 to 600", false, false},
    {"BODY_TIMEOUT", "30", "seconds until its body must be whole, and one more for each 4 KB of it, 1 to 600", false, false},
    {"IDLE_TIMEOUT", "75", "seconds that a silent connection is kept, 1 to 600", false, true},
    {"MAX_CONNECTIONS", "4000", "open connections a worker, 16 to 100000", false, true},
    {"MAX_BODY", "1048576", "bytes of a request body where the route does not say otherwise", false, false},
    {"CATALOGUE_CACHE", "on", "on: a worker remembers the catalogue until PostgreSQL says that it changed; off: every page asks", false, false},
    {"PRICE_SAMPLE", "100", "of so many carts that are priced one is kept, without personal data, for sijang replay; 1: every one, 0: none", false, false},
    {"REPLAY_SHARE", "0", "percent of the replayed carts and orders that may change their price before a deploy needs --accept-price-changes, 0 to 100", false, false},
    {"REPLAY_CHANGE", "0", "won by which one of them may change before it does", false, false},
    {"CA_FILE", NULL, "PEM file of the authorities that outgoing HTTPS trusts instead of the system's", false, false},
    {"MAIL_URL", NULL, "how mail leaves: smtp://user:password@host:587 (with STARTTLS), smtps://user:password@host:465, smtp://host:25?tls=off for a relay on this machine, mandrill://KEY, or in development dev: for the mailbox at /dev/mail, which is the default there; in production mail stays queued without it", true, false},
    {"MAIL_FROM", NULL, "whose name mail is sent in where a mall has no setting of its own: an address, or Name <address>", false, false},
    {"MAIL_HOOK_URL", NULL, "Mandrill: the address of /hook/mandrill as it is registered there, to the letter", false, false},
    {"MAIL_HOOK_KEYS", NULL, "Mandrill: the keys of its webhooks, comma separated; without one their reports are refused", true, false},
    {"PAYMENT_FILE", NULL, "a JSON file of the malls' contracts with payment providers, by mall code; it holds keys: only its owner may read it; without it malls take bank transfers alone", false, false},
    {"PAYMENT_TEST", "off", "on: contracts of tests and providers on this machine are welcome in production: for a rehearsal, where no money moves; off: they are refused", false, false},
    {"NODE", NULL, "in production: this machine's name among the nodes that releases are deployed to; what was deployed is served, and this folder's app/ only until then", false, true},
    {"RELEASE_KEY", NULL, "file of the private key that signs releases; default: release.key in the data folder", false, false},
    {"RELEASE_KEYS", NULL, "folder of the public keys whose releases are served; default: keys in the data folder", false, false},
    {NULL, NULL, NULL, false, false},
};
/* clang-format on */

const char config_fixed[] = "; taken at a start";

static char root[PATH_MAX];

/* What a CONFIG_FILE says: lines cut up in place, and their values in the table's order. */
struct lines {
    char text[CONFIG_TEXT];
    const char *values[sizeof config_settings / sizeof *config_settings]; /* NULL: not named */
};

/* Taken in turn: the thread that builds a generation may still read from the one before. */
static struct lines taken[2];
static struct lines *_Atomic current = &taken[0];

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

static const char *value_in(const struct lines *lines, const struct setting *setting)
{
    const char *value = lines->values[setting - config_settings];
    if (value == NULL)
        value = getenv(setting->name);
    return value != NULL && value[0] != '\0' ? value : setting->fallback;
}

const char *config_get(const char *name)
{
    const struct setting *setting = find(name);
    return setting != NULL ? value_in(atomic_load(&current), setting) : NULL;
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

/* ── Checking ── */

static bool check_numbers(char *problem, size_t size)
{
    static const struct {
        const char *name;
        long low, high;
    } numbers[] = {{"PORT", 0, 65535},           {"WORKERS", 1, 64},
                   {"JOB_WORKERS", 0, 16},       {"JOB_CONCURRENCY", 1, 500},
                   {"JOB_MEMORY", 64, 65536},    {"DATABASE_POOL", 1, 200},
                   {"REQUEST_DEADLINE", 1, 600}, {"DRAIN_DEADLINE", 1, 600},
                   {"SHUTDOWN_DELAY", 0, 600},   {"SUCCESSION_DEADLINE", 1, 600},
                   {"HEADER_TIMEOUT", 1, 600},   {"BODY_TIMEOUT", 1, 600},
                   {"IDLE_TIMEOUT", 1, 600},     {"MAX_CONNECTIONS", 16, 100000},
                   {"MAX_BODY", 1, 1073741824},  {"PRICE_SAMPLE", 0, 1000000},
                   {"REPLAY_SHARE", 0, 100},     {"REPLAY_CHANGE", 0, 1000000000}};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        long number;
        if (!parse(config_get(numbers[i].name), numbers[i].low, numbers[i].high, &number)) {
            snprintf(problem, size, "%s is '%s': a whole number from %ld to %ld is expected", numbers[i].name,
                     config_get(numbers[i].name), numbers[i].low, numbers[i].high);
            return false;
        }
    }
    return true;
}

static bool check_words(char *problem, size_t size)
{
    static const struct {
        const char *name, *words[5];
    } choices[] = {{"SIJANG_ENV", {"development", "production"}},
                   {"LOG_LEVEL", {"debug", "info", "warn", "error"}},
                   {"ACCESS_LOG", {"on", "off"}},
                   {"CATALOGUE_CACHE", {"on", "off"}},
                   {"PAYMENT_TEST", {"on", "off"}}};
    for (size_t i = 0; i < sizeof choices / sizeof *choices; i++) {
        const char *value = config_get(choices[i].name), *const *word = choices[i].words;
        while (*word != NULL && strcmp(value, *word) != 0)
            word++;
        if (*word != NULL)
            continue;
        int used = snprintf(problem, size, "%s is '%.100s': expected is", choices[i].name, value);
        for (word = choices[i].words; *word != NULL; word++)
            used +=
                snprintf(problem + used, size - (size_t)used, "%s %s", word == choices[i].words ? "" : " or", *word);
        return false;
    }
    return true;
}

static bool check_key(char *problem, size_t size)
{
    const char *key = config_get("SECRET_KEY");
    if (key != NULL && strlen(key) >= 32)
        return true;
    snprintf(problem, size, "SECRET_KEY is %s: at least 32 characters are expected (openssl rand -hex 32)",
             key == NULL ? "missing" : "too short");
    return false;
}

/* What is behind the scheme is a secret, and its carrier's to judge. */
static bool check_mail(char *problem, size_t size)
{
    static const char *const schemes[] = {"smtp://", "smtps://", "mandrill://"};
    const char *url = config_get("MAIL_URL");
    bool known = url == NULL || (config_development() && strcmp(url, "dev:") == 0);
    for (size_t i = 0; !known && i < sizeof schemes / sizeof *schemes; i++)
        known = strncmp(url, schemes[i], strlen(schemes[i])) == 0 && url[strlen(schemes[i])] != '\0';
    if (!known)
        snprintf(problem, size, "MAIL_URL must begin with smtp://, smtps:// or mandrill://%s",
                 config_development() ? ", or be dev:" : "; dev: is for development");
    return known;
}

static bool check(char *problem, size_t size)
{
    return check_numbers(problem, size) && check_words(problem, size) && check_key(problem, size) &&
           check_mail(problem, size) && peer_check(config_get("TRUSTED_PROXIES"), problem, size);
}

/* ── Reading and taking ── */

/* A name without a setting is told once for a text: doctor judges the same one again for each fault that it finds. */
static bool untold(const char text[CONFIG_TEXT])
{
    static char told[CONFIG_TEXT];
    if (strcmp(told, text) == 0)
        return false;
    memcpy(told, text, CONFIG_TEXT);
    return true;
}

static void cut(struct lines *lines, bool aloud)
{
    memset(lines->values, 0, sizeof lines->values);
    char *rest = NULL;
    for (char *line = strtok_r(lines->text, "\r\n", &rest); line != NULL; line = strtok_r(NULL, "\r\n", &rest)) {
        if (line[0] == '#')
            continue;
        char *equals = strchr(line, '=');
        if (equals != NULL)
            *equals = '\0';
        const struct setting *setting = find(line);
        if (equals != NULL && setting != NULL && strcmp(line, "CONFIG_FILE") != 0)
            lines->values[setting - config_settings] = equals + 1;
        else if (aloud)
            fprintf(stderr, "sijang: CONFIG_FILE: there is no setting %.*s\n", (int)strcspn(line, " \t:"), line);
    }
}

static bool read_file(struct lines *lines, char *problem, size_t size)
{
    const char *path = getenv("CONFIG_FILE");
    lines->text[0] = '\0';
    if (path == NULL || *path == '\0')
        return true;
    FILE *file = fopen(path, "re");
    if (file == NULL) {
        snprintf(problem, size, "CONFIG_FILE %s: %s", path, strerror(errno));
        return false;
    }
    size_t length = fread(lines->text, 1, CONFIG_TEXT - 1, file);
    bool whole = ferror(file) == 0 && fgetc(file) == EOF;
    fclose(file);
    lines->text[length] = '\0';
    if (!whole)
        snprintf(problem, size, "CONFIG_FILE %s: cannot be read, or is larger than %d bytes", path, CONFIG_TEXT - 1);
    return whole;
}

static bool write_lines(char text[CONFIG_TEXT], const struct lines *lines)
{
    size_t used = 0;
    text[0] = '\0';
    for (const struct setting *setting = config_settings; setting->name != NULL && used < CONFIG_TEXT; setting++) {
        const char *value = lines->values[setting - config_settings];
        if (value != NULL)
            used += (size_t)snprintf(text + used, CONFIG_TEXT - used, "%s=%s\n", setting->name, value);
    }
    return used < CONFIG_TEXT;
}

bool config_file_lines(char text[CONFIG_TEXT], char *problem, size_t size)
{
    static struct lines given;
    if (!read_file(&given, problem, size))
        return false;
    cut(&given, untold(given.text));
    return write_lines(text, &given);
}

static bool same(const char *one, const char *other)
{
    return one == NULL || other == NULL ? one == other : strcmp(one, other) == 0;
}

/* What a running server cannot change stays as it is; names it in `said`. */
static void keep_fixed(struct lines *lines, const struct lines *before, char *said, size_t size)
{
    size_t used = 0;
    for (const struct setting *setting = config_settings; setting->name != NULL; setting++) {
        if (!setting->fixed)
            continue;
        if (!same(value_in(lines, setting), value_in(before, setting)) && used < size)
            used += (size_t)snprintf(said + used, size - used, "%s%s", used > 0 ? ", " : "", setting->name);
        lines->values[setting - config_settings] = before->values[setting - config_settings];
    }
}

void config_write(char text[CONFIG_TEXT])
{
    write_lines(text, atomic_load(&current));
}

void config_take(const char text[CONFIG_TEXT])
{
    struct lines *next = &taken[atomic_load(&current) == &taken[0]];
    memcpy(next->text, text, CONFIG_TEXT);
    next->text[CONFIG_TEXT - 1] = '\0';
    cut(next, false);
    atomic_store(&current, next);
}

bool config_reread(char *said, size_t size)
{
    static struct lines given;
    static char text[CONFIG_TEXT];
    static bool again;
    struct lines *before = atomic_load(&current);
    said[0] = '\0';
    if (!read_file(&given, said, size))
        return false;
    cut(&given, untold(given.text));
    if (again)
        keep_fixed(&given, before, said, size);
    if (!write_lines(text, &given)) {
        snprintf(said, size, "CONFIG_FILE is larger than %d bytes", CONFIG_TEXT - 1);
        return false;
    }
    config_take(text);
    char problem[300];
    if (!check(problem, sizeof problem)) {
        snprintf(said, size, "%s", problem);
        atomic_store(&current, before);
        return false;
    }
    again = true;
    return true;
}
