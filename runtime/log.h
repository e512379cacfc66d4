/* JSON lines: one object a line, `time level event` first, then fields. Lines gather in a buffer that is written
 * when it fills, on log_flush (the worker does so every 100 ms) and at once for warnings and errors. Each thread has a
 * buffer of its own, and flushes it itself. */
#ifndef SIJANG_LOG_H
#define SIJANG_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

/* Opens LOG_FILE (without one: standard output) and reads LOG_LEVEL; called again it reopens. */
void log_open(void);
/* Without LOG_FILE, lines go to standard error: a command's own output is its result. Before log_open. */
void log_to_stderr(void);
/* Says whose lines these are: "master", "worker 0", "command". Kept by pointer. */
void log_process(const char *name);
bool log_wants(enum log_level level);

/* A line: begin, fields, end. Nothing is written for a level that is not wanted. Strings may be any bytes. */
void log_begin(enum log_level level, const char *event);
void log_string(const char *name, const char *value, size_t length);
void log_text(const char *name, const char *value); /* NUL-ended; NULL leaves the field out */
void log_integer(const char *name, int64_t value);
void log_number(const char *name, double value); /* three decimals */
void log_boolean(const char *name, bool value);
/* Writes `,"name":"value"` to `out`, which has room for the name, six times the value and 6 bytes; returns its
 * length. */
size_t log_format_field(char *out, const char *name, const char *value, size_t length);
/* Ready-made fields, each beginning with a comma. */
void log_raw(const char *fields, size_t length);
void log_end(void);

/* A whole line with one sentence in "message". */
__attribute__((format(printf, 3, 4))) void log_say(enum log_level level, const char *event, const char *format, ...);

void log_flush(void);

#endif
