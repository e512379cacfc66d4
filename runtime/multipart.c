#include "multipart.h"

#include "multipart_header.h"

#include <stdlib.h>
#include <string.h>

/* Where in the body the next byte is. */
enum where {
    PREAMBLE,  /* before the first delimiter; passed over */
    DELIMITED, /* just behind a delimiter: CRLF or -- */
    DELIMITED_CR,
    DELIMITED_DASH,
    HEADERS,
    DATA,
    EPILOGUE, /* behind the last delimiter; passed over */
};

enum { DELIMITER_MOST = 4 + MULTIPART_BOUNDARY_MOST };

struct multipart {
    struct multipart_limits limits;
    struct multipart_events events;
    enum multipart_result result;
    enum where where;
    char delimiter[DELIMITER_MOST]; /* CR LF - - boundary */
    size_t delimiter_length;
    size_t matched;  /* bytes of the delimiter seen so far, in PREAMBLE and DATA */
    size_t borrowed; /* how many of them are not the part's: the line end that closed its headers */
    unsigned parts;
    bool is_file;
    uint64_t total;
    size_t field_length, header_length;
    char headers[]; /* limits.header_bytes and one more */
};

struct multipart *multipart_new(const char *content_type, const struct multipart_limits *limits,
                                const struct multipart_events *events, enum multipart_result *why)
{
    char boundary[MULTIPART_BOUNDARY_MOST];
    size_t length = multipart_header_boundary(content_type, boundary);
    *why = MULTIPART_BAD_TYPE;
    if (length == 0)
        return NULL;
    *why = MULTIPART_NO_MEMORY;
    struct multipart *p = malloc(sizeof *p + limits->header_bytes + 1);
    if (p == NULL)
        return NULL;
    /* The line end before the first delimiter may be missing: it is taken as read. */
    *p = (struct multipart){.limits = *limits, .events = *events, .where = PREAMBLE, .matched = 2};
    memcpy(p->delimiter, "\r\n--", 4);
    memcpy(p->delimiter + 4, boundary, length);
    p->delimiter_length = 4 + length;
    *why = MULTIPART_OK;
    return p;
}

void multipart_free(struct multipart *parser)
{
    free(parser);
}

static void give(struct multipart *p, const char *bytes, size_t n)
{
    if (n == 0 || p->where != DATA || p->result != MULTIPART_OK)
        return;
    /* Up to a limit everything is handed over, so that the outcome does not depend on how the body was cut. */
    size_t left = p->is_file ? n : p->limits.field_bytes - p->field_length;
    size_t take = n < left ? n : left;
    p->field_length += take;
    if (take > 0 && !p->events.on_data(p->events.context, bytes, take))
        p->result = MULTIPART_STOPPED;
    else if (take < n)
        p->result = MULTIPART_FIELD_TOO_LONG;
}

static void begin_part(struct multipart *p)
{
    struct multipart_part part;
    p->result = multipart_header_parse(p->headers, p->header_length, &part);
    if (p->result != MULTIPART_OK)
        return;
    p->is_file = part.filename != NULL;
    p->field_length = 0;
    p->where = DATA;
    /* An empty part's delimiter may follow the headers at once: their last line end is its first two bytes. */
    p->matched = p->borrowed = 2;
    if (!p->events.on_part(p->events.context, &part))
        p->result = MULTIPART_STOPPED;
}

static void reach_delimiter(struct multipart *p)
{
    p->matched = p->borrowed = 0;
    if (p->where == DATA && !p->events.on_part_end(p->events.context))
        p->result = MULTIPART_STOPPED;
    p->where = DELIMITED;
}

/* PREAMBLE and DATA: looks for the delimiter from bytes[at] on; returns where it stopped. CR is only the first byte of a
 * delimiter, so a match that fails can begin again nowhere but at the byte that failed. */
static size_t scan(struct multipart *p, const char *bytes, size_t n, size_t at)
{
    while (at < n && p->result == MULTIPART_OK) {
        if (p->matched == 0) {
            const char *cr = memchr(bytes + at, '\r', n - at);
            size_t stop = cr == NULL ? n : (size_t)(cr - bytes);
            give(p, bytes + at, stop - at);
            at = stop;
            if (at == n)
                break;
        }
        if (bytes[at] == p->delimiter[p->matched]) {
            at++;
            if (++p->matched == p->delimiter_length) {
                reach_delimiter(p);
                break;
            }
        } else {
            size_t matched = p->matched, borrowed = p->borrowed;
            p->matched = p->borrowed = 0;
            give(p, p->delimiter + borrowed, matched - borrowed);
        }
    }
    return at;
}

static void add_header_byte(struct multipart *p, char c)
{
    if (p->header_length == p->limits.header_bytes) {
        p->result = MULTIPART_HEADERS_TOO_LONG;
        return;
    }
    p->headers[p->header_length++] = c;
    size_t n = p->header_length;
    if (c == '\n' && n >= 4 && memcmp(p->headers + n - 4, "\r\n\r\n", 4) == 0) {
        p->header_length -= 2;
        begin_part(p);
    } else if (c == '\n' && (n < 2 || n == 2 || p->headers[n - 2] != '\r')) {
        p->result = MULTIPART_BAD_SYNTAX; /* no headers at all, or a bare LF */
    }
}

static void step(struct multipart *p, char c)
{
    switch (p->where) {
    case DELIMITED:
        p->where = c == '\r' ? DELIMITED_CR : DELIMITED_DASH;
        if (c != '\r' && c != '-')
            p->result = MULTIPART_BAD_SYNTAX;
        break;
    case DELIMITED_CR:
        if (c != '\n')
            p->result = MULTIPART_BAD_SYNTAX;
        else if (p->parts == p->limits.parts)
            p->result = MULTIPART_TOO_MANY_PARTS;
        p->parts++;
        p->header_length = 0;
        p->where = HEADERS;
        break;
    case DELIMITED_DASH:
        if (c != '-')
            p->result = MULTIPART_BAD_SYNTAX;
        p->where = EPILOGUE;
        break;
    case HEADERS:
        add_header_byte(p, c);
        break;
    case PREAMBLE:
    case DATA:
    case EPILOGUE:
        break;
    }
}

enum multipart_result multipart_feed(struct multipart *p, const char *bytes, size_t n)
{
    if (p->result == MULTIPART_OK && n > p->limits.total_bytes - p->total) {
        n = (size_t)(p->limits.total_bytes - p->total);
        if (multipart_feed(p, bytes, n) == MULTIPART_OK)
            p->result = MULTIPART_TOO_LONG;
        return p->result;
    }
    p->total += n;
    for (size_t at = 0; at < n && p->result == MULTIPART_OK && p->where != EPILOGUE;) {
        if (p->where == PREAMBLE || p->where == DATA)
            at = scan(p, bytes, n, at);
        else
            step(p, bytes[at++]);
    }
    return p->result;
}

enum multipart_result multipart_end(struct multipart *p)
{
    if (p->result == MULTIPART_OK && p->where != EPILOGUE)
        p->result = MULTIPART_CUT_OFF;
    return p->result;
}

const char *multipart_message(enum multipart_result result)
{
    static const char *const messages[] = {
        [MULTIPART_OK] = "ok",
        [MULTIPART_BAD_TYPE] = "not multipart/form-data with a proper boundary",
        [MULTIPART_BAD_SYNTAX] = "malformed multipart",
        [MULTIPART_BAD_UTF8] = "a name that is not UTF-8",
        [MULTIPART_TOO_MANY_PARTS] = "too many parts",
        [MULTIPART_HEADERS_TOO_LONG] = "a part's headers are too long",
        [MULTIPART_FIELD_TOO_LONG] = "a field is too long",
        [MULTIPART_TOO_LONG] = "too long",
        [MULTIPART_CUT_OFF] = "cut off before its end",
        [MULTIPART_STOPPED] = "stopped",
        [MULTIPART_NO_MEMORY] = "no memory",
    };
    return messages[result];
}
