/* Reads a multipart/form-data body (RFC 7578) as it streams in, in pieces of any size: what comes out does not depend on
 * where the pieces were cut. Strict: what two readers could understand differently is refused. Nothing is buffered but the
 * headers of one part; the parser keeps no reference to the bytes it is fed. */
#ifndef SIJANG_MULTIPART_H
#define SIJANG_MULTIPART_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum multipart_result {
    MULTIPART_OK,
    MULTIPART_BAD_TYPE,       /* not multipart/form-data, or no boundary of 1 to 70 legal characters */
    MULTIPART_BAD_SYNTAX,     /* a delimiter line or a part's headers */
    MULTIPART_BAD_UTF8,       /* a name or a file's name */
    MULTIPART_TOO_MANY_PARTS, /* and the four limits below */
    MULTIPART_HEADERS_TOO_LONG,
    MULTIPART_FIELD_TOO_LONG,
    MULTIPART_TOO_LONG,
    MULTIPART_CUT_OFF, /* the body ended before its last delimiter */
    MULTIPART_STOPPED, /* an event returned false */
    MULTIPART_NO_MEMORY,
};

struct multipart_limits {
    unsigned parts;
    size_t header_bytes;  /* of one part */
    size_t field_bytes;   /* of one part without a file name */
    uint64_t total_bytes; /* of the body */
};

/* What most forms need; a route with uploads raises total_bytes. */
static const struct multipart_limits multipart_usual = {200, 4096, 65536, 1 << 20};

/* Valid only during on_part; NUL-terminated as well. Names are valid UTF-8 without control characters. */
struct multipart_part {
    const char *name;
    size_t name_length;
    const char *filename; /* NULL: an ordinary field. "": a file input with nothing chosen. Never has a directory */
    size_t filename_length;
    const char *type; /* Content-Type as it was sent; "" when it was not */
};

/* A callback returns false to stop: everything after that is MULTIPART_STOPPED. */
struct multipart_events {
    bool (*on_part)(void *context, const struct multipart_part *part);
    bool (*on_data)(void *context, const char *bytes, size_t n); /* never 0 bytes; a field's bytes are not checked */
    bool (*on_part_end)(void *context);
    void *context;
};

struct multipart;

/* NULL and *why: MULTIPART_BAD_TYPE or MULTIPART_NO_MEMORY. `content_type` is the request's header, NUL-terminated. */
struct multipart *multipart_new(const char *content_type, const struct multipart_limits *limits,
                                const struct multipart_events *events, enum multipart_result *why);

/* The next piece of the body. After anything but MULTIPART_OK, always the same again. */
enum multipart_result multipart_feed(struct multipart *parser, const char *bytes, size_t n);

/* The body has ended. */
enum multipart_result multipart_end(struct multipart *parser);

void multipart_free(struct multipart *parser);

/* What is wrong, in English, for the log. */
const char *multipart_message(enum multipart_result result);

#endif
