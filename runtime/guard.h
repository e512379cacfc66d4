/* The request guard: what libmicrohttpd 0.9.75 lets through but one strict reading of RFC 9112 does not.
 *
 * The library hands out the request line and the headers as pointers into its read buffer, where it wrote NUL over
 * each CR and LF. So the guard sees the line ends as well: in a well-formed request every piece begins exactly two
 * bytes after the one before it ended. A bare LF, a NUL inside a value, a folded line or an empty line leaves a
 * different gap. */
#ifndef SIJANG_GUARD_H
#define SIJANG_GUARD_H

#include <stdbool.h>
#include <stddef.h>

struct guard_header {
    const char *name, *value; /* NUL-ended, in the read buffer */
};

struct guard_request {
    const char *method;    /* NUL-ended, start of the request line */
    const char *target;    /* as sent */
    const char *target_at; /* where it stood in the read buffer: the library has since cut it up there */
    size_t target_length;
    const char *version; /* NUL-ended */
    const struct guard_header *headers;
    size_t count;
    size_t head_size; /* bytes from the method to the end of the empty line, as
                       the library counted them; 0: unknown */
};

/* What the body will be, if the request is accepted. */
struct guard_body {
    bool present, chunked;
    unsigned long long length; /* of a body that is not chunked */
};

enum guard_verdict {
    GUARD_PASS,
    GUARD_BAD,        /* 400 and close */
    GUARD_VERSION,    /* 505 and close: a version that is neither 1.0 nor 1.1 */
    GUARD_METHOD,     /* 501: a method that nothing here answers */
    GUARD_EXPECTATION /* 417: an Expect other than 100-continue */
};

enum { GUARD_HEADERS_MOST = 100 };

/* Pure: reads only the request. `reason` (may be NULL) is set to a static English phrase unless it passes. */
enum guard_verdict guard_check(const struct guard_request *request, struct guard_body *body, const char **reason);

#endif
