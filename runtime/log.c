#include "log.h"

#include "config.h"
#include "utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { ROOM = 64 * 1024, LINE_MOST = 16 * 1024 };

static char buffer[ROOM];
static size_t used, line_start;
static int output = STDOUT_FILENO;
static enum log_level least = LOG_INFO, line_level;
static const char *process;
static bool in_line, truncated;

static const char *const level_names[] = {"debug", "info", "warn", "error"};

void log_open(void)
{
    log_flush();
    const char *path = config_get("LOG_FILE");
    if (path != NULL) {
        int file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
        if (file < 0) {
            fprintf(stderr, "sijang: LOG_FILE %s: %s; logging to standard output\n", path, strerror(errno));
        } else {
            if (output > STDERR_FILENO)
                close(output);
            output = file;
        }
    }
    const char *wanted = config_get("LOG_LEVEL");
    for (int level = LOG_DEBUG; level <= LOG_ERROR; level++)
        if (strcmp(wanted, level_names[level]) == 0)
            least = (enum log_level)level;
}

void log_to_stderr(void)
{
    output = STDERR_FILENO;
}

void log_process(const char *name)
{
    process = name;
}

bool log_wants(enum log_level level)
{
    return level >= least;
}

void log_flush(void)
{
    size_t from = 0;
    size_t whole = in_line ? line_start : used;
    while (from < whole) {
        ssize_t written = write(output, buffer + from, whole - from);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            break; /* a full disk or a closed pipe must not stop the shop: these lines
                are lost */
        from += (size_t)written;
    }
    memmove(buffer, buffer + whole, used - whole);
    used -= whole;
    line_start = 0;
}

static bool room(size_t bytes)
{
    if (truncated || used - line_start + bytes > LINE_MOST) {
        truncated = true;
        return false;
    }
    if (used + bytes + 64 > ROOM)
        log_flush();
    return true;
}

static void put(const char *bytes, size_t length)
{
    memcpy(buffer + used, bytes, length);
    used += length;
}

/* Bytes that are not UTF-8 would make the line unreadable for every JSON parser, so they become U+FFFD. */
static size_t quote(char *out, const char *text, size_t length)
{
    char *at = out;
    *at++ = '"';
    const unsigned char *s = (const unsigned char *)text;
    while (length > 0) {
        uint32_t point;
        size_t step = utf8_decode((const char *)s, length, &point);
        if (step == 0) {
            memcpy(at, "\xef\xbf\xbd", 3);
            at += 3;
            step = 1;
        } else if (*s == '"' || *s == '\\') {
            *at++ = '\\';
            *at++ = (char)*s;
        } else if (*s < 0x20 || *s == 0x7f) {
            at += snprintf(at, 7, "\\u%04x", *s);
        } else {
            memcpy(at, s, step);
            at += step;
        }
        s += step;
        length -= step;
    }
    *at++ = '"';
    return (size_t)(at - out);
}

size_t log_format_field(char *out, const char *name, const char *value, size_t length)
{
    size_t n = (size_t)sprintf(out, ",\"%s\":", name);
    return n + quote(out + n, value, length);
}

static bool begin_field(const char *name, size_t value_most)
{
    size_t length = strlen(name);
    if (!in_line || !room(length + value_most + 8))
        return false;
    put(",\"", 2);
    put(name, length);
    put("\":", 2);
    return true;
}

void log_begin(enum log_level level, const char *event)
{
    in_line = level >= least;
    if (!in_line)
        return;
    truncated = false;
    line_level = level;
    line_start = used;
    if (used + LINE_MOST + 128 > ROOM) {
        in_line = false;
        log_flush();
        in_line = true;
    }
    line_start = used;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    struct tm utc;
    gmtime_r(&now.tv_sec, &utc);
    char head[160];
    int n = snprintf(head, sizeof head,
                     "{\"time\":\"%04d-%02d-%02dT%02d:%02d:%02d.%03ldZ\","
                     "\"level\":\"%s\",\"event\":\"%.60s\"",
                     utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec,
                     now.tv_nsec / 1000000, level_names[level], event);
    put(head, (size_t)n);
    log_text("process", process);
}

void log_string(const char *name, const char *value, size_t length)
{
    enum { VALUE_MOST = 2000 };
    if (length > VALUE_MOST)
        length = VALUE_MOST;
    if (begin_field(name, length * 6 + 2))
        used += quote(buffer + used, value, length);
}

void log_text(const char *name, const char *value)
{
    if (value != NULL)
        log_string(name, value, strlen(value));
}

void log_integer(const char *name, int64_t value)
{
    if (!begin_field(name, 24))
        return;
    used += (size_t)snprintf(buffer + used, 24, "%lld", (long long)value);
}

void log_number(const char *name, double value)
{
    if (!isfinite(value) || fabs(value) > 1e18 || !begin_field(name, 32))
        return;
    used += (size_t)snprintf(buffer + used, 32, "%.3f", value);
}

void log_boolean(const char *name, bool value)
{
    if (begin_field(name, 5))
        put(value ? "true" : "false", value ? 4 : 5);
}

void log_raw(const char *fields, size_t length)
{
    if (in_line && room(length))
        put(fields, length);
}

void log_end(void)
{
    if (!in_line)
        return;
    put("}\n", 2);
    in_line = false;
    if (line_level >= LOG_WARN || used > ROOM / 2)
        log_flush();
}

void log_say(enum log_level level, const char *event, const char *format, ...)
{
    if (!log_wants(level))
        return;
    char message[2048];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    log_begin(level, event);
    log_text("message", message);
    log_end();
}
