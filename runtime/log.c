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

static _Thread_local char buffer[ROOM];
static _Thread_local size_t used, line_start;
static _Thread_local enum log_level line_level;
static _Thread_local bool in_line, truncated;

static int usual = STDOUT_FILENO, output = STDOUT_FILENO;
static enum log_level least = LOG_INFO;
static const char *process;

static const char *const level_names[] = {"debug", "info", "warn", "error"};

void log_open(void)
{
    log_flush();
    const char *path = config_get("LOG_FILE");
    int file = path != NULL ? open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640) : usual;
    if (file < 0) {
        fprintf(stderr, "sijang: LOG_FILE %s: %s; logging to where it was\n", path, strerror(errno));
    } else if (file > STDERR_FILENO && output > STDERR_FILENO) {
        dup3(file, output, O_CLOEXEC); /* the number stays: another thread may be writing to it */
        close(file);
    } else {
        if (output > STDERR_FILENO)
            close(output);
        output = file;
    }
    const char *wanted = config_get("LOG_LEVEL");
    for (int level = LOG_DEBUG; level <= LOG_ERROR; level++)
        if (strcmp(wanted, level_names[level]) == 0)
            least = (enum log_level)level;
}

void log_to_stderr(void)
{
    usual = output = STDERR_FILENO;
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

/* Every request writes a line, so what printf would take microseconds for is written by hand here. */
static char *digits(char *end, uint64_t value)
{
    do
        *--end = (char)('0' + value % 10);
    while ((value /= 10) > 0);
    return end;
}

/* The start of a line up to the milliseconds; the seconds before them are made once a second. */
static void put_time(void)
{
    static _Thread_local time_t second = -1;
    static _Thread_local char text[40];
    static _Thread_local size_t length;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (now.tv_sec != second) {
        struct tm utc;
        second = now.tv_sec;
        gmtime_r(&second, &utc);
        length = strftime(text, sizeof text, "{\"time\":\"%Y-%m-%dT%H:%M:%S.", &utc);
    }
    unsigned ms = (unsigned)(now.tv_nsec / 1000000);
    char rest[4] = {(char)('0' + ms / 100), (char)('0' + ms / 10 % 10), (char)('0' + ms % 10), 'Z'};
    put(text, length);
    put(rest, sizeof rest);
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
    put_time();
    put("\",\"level\":\"", 11);
    put(level_names[level], strlen(level_names[level]));
    put("\",\"event\":\"", 11);
    put(event, strnlen(event, 60));
    put("\"", 1);
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
    char room_for[24], *end = room_for + sizeof room_for;
    char *from = digits(end, value < 0 ? -(uint64_t)value : (uint64_t)value);
    if (value < 0)
        *--from = '-';
    put(from, (size_t)(end - from));
}

void log_number(const char *name, double value)
{
    if (!isfinite(value) || fabs(value) > 1e18 || !begin_field(name, 32))
        return;
    if (fabs(value) >= 1e12) {
        used += (size_t)snprintf(buffer + used, 32, "%.3f", value);
        return;
    }
    uint64_t thousandths = (uint64_t)llround(fabs(value) * 1000);
    char room_for[24], *end = room_for + sizeof room_for, *from = end;
    for (int i = 0; i < 3; i++, thousandths /= 10)
        *--from = (char)('0' + thousandths % 10);
    *--from = '.';
    from = digits(from, thousandths);
    if (value < 0)
        *--from = '-';
    put(from, (size_t)(end - from));
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
