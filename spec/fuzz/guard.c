/* The guard sees a request's head as the library cuts it up: here by a splitter that is as careless as the library. What
 * passes must be well-formed by a strict reading of the bytes as they came, and say one thing about its body. */
#include "guard.h"

#include "fuzz.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

/* ── The careless reading ── */

struct head {
    char *bytes;
    size_t n;
    struct guard_header headers[GUARD_HEADERS_MOST + 1];
    struct guard_request request;
};

/* Ends the line at `at` with NULs over its CR and LF; the next line, or NULL when there is no line end. */
static char *cut_line(struct head *head, char *at)
{
    char *lf = memchr(at, '\n', (size_t)(head->bytes + head->n - at));
    if (lf == NULL)
        return NULL;
    *lf = '\0';
    if (lf > at && lf[-1] == '\r')
        lf[-1] = '\0';
    return lf + 1;
}

static bool cut_request_line(struct head *head, char *line)
{
    char *space = strchr(line, ' ');
    if (space == NULL)
        return false;
    *space = '\0';
    head->request.method = line;
    char *target = space + 1;
    while (*target == ' ')
        target++;
    char *end = strchr(target, ' ');
    if (end == NULL)
        return false;
    head->request.target = head->request.target_at = target;
    head->request.target_length = (size_t)(end - target);
    while (*end == ' ')
        *end++ = '\0';
    head->request.version = end;
    return true;
}

/* False when the library itself would refuse. */
static bool cut_up(struct head *head)
{
    char *next = cut_line(head, head->bytes);
    if (next == NULL || !cut_request_line(head, head->bytes))
        return false;
    size_t count = 0;
    for (;;) {
        char *line = next;
        next = cut_line(head, line);
        if (next == NULL)
            return false;
        if (*line == '\0')
            break;
        char *colon = strchr(line, ':');
        if (colon == NULL || count > GUARD_HEADERS_MOST)
            return false;
        *colon = '\0';
        char *value = colon + 1;
        while (*value == ' ' || *value == '\t')
            value++;
        head->headers[count++] = (struct guard_header){line, value};
    }
    head->request.headers = head->headers;
    head->request.count = count;
    head->request.head_size = (size_t)(next - head->bytes);
    return true;
}

/* ── The strict reading ── */

static bool is_token(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (s[i] <= ' ' || s[i] >= 0x7F || strchr("()<>@,;:\\\"/[]?={}", s[i]) != NULL)
            return false;
    }
    return n > 0;
}

/* The length of the line at `at` without its end; -1 when it has none. The library writes NUL over CR and LF, so that
 * behind it CR, LF and NUL cannot be told apart: a strict line end is exactly two of them. */
static long line_length(const char *s, size_t n, size_t at)
{
    size_t i = at;
    while (i < n && s[i] != '\r' && s[i] != '\n' && s[i] != '\0')
        i++;
    return i + 1 < n && (s[i + 1] == '\r' || s[i + 1] == '\n' || s[i + 1] == '\0') ? (long)(i - at) : -1;
}

static bool is_request_line(const char *s, size_t n)
{
    const char *first = memchr(s, ' ', n);
    if (first == NULL || !is_token(s, (size_t)(first - s)))
        return false;
    const char *rest = first + 1, *end = s + n;
    const char *second = memchr(rest, ' ', (size_t)(end - rest));
    if (second == NULL || *rest != '/' || end - second != 9)
        return false;
    return memcmp(second, " HTTP/1.", 8) == 0 && (second[8] == '0' || second[8] == '1');
}

struct counted {
    unsigned hosts, lengths, encodings;
};

static bool is_header_line(const char *s, size_t n, struct counted *counted)
{
    const char *colon = memchr(s, ':', n);
    if (colon == NULL || !is_token(s, (size_t)(colon - s)))
        return false;
    for (const char *c = colon + 1; c < s + n; c++) {
        if (((unsigned char)*c < 0x20 && *c != '\t') || *c == 0x7F)
            return false;
    }
    size_t length = (size_t)(colon - s);
    counted->hosts += length == 4 && strncasecmp(s, "host", 4) == 0;
    counted->lengths += length == 14 && strncasecmp(s, "content-length", 14) == 0;
    counted->encodings += length == 17 && strncasecmp(s, "transfer-encoding", 17) == 0;
    return true;
}

static bool is_strict(const char *s, size_t n, struct counted *counted)
{
    size_t at = 0;
    long length = line_length(s, n, at);
    if (length < 0 || !is_request_line(s, (size_t)length))
        return false;
    for (;;) {
        at += (size_t)length + 2;
        length = line_length(s, n, at);
        if (length == 0)
            return at + 2 == n;
        if (length < 0 || !is_header_line(s + at, (size_t)length, counted))
            return false;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    /* The library's buffer holds more than the head; a NUL ends what the splitter may look at. */
    struct head *head = calloc(1, sizeof *head);
    head->bytes = malloc(n + 1);
    head->n = n;
    memcpy(head->bytes, bytes, n);
    head->bytes[n] = '\0';
    if (cut_up(head)) {
        struct guard_body body;
        const char *reason = NULL;
        enum guard_verdict verdict = guard_check(&head->request, &body, &reason);
        HOLDS((verdict == GUARD_PASS) == (reason == NULL));
        if (verdict == GUARD_PASS) {
            struct counted counted = {0, 0, 0};
            HOLDS(is_strict((const char *)bytes, head->request.head_size, &counted));
            HOLDS(counted.hosts <= 1 && counted.lengths + counted.encodings <= 1);
            HOLDS(body.chunked == (counted.encodings == 1));
            HOLDS(body.present == (body.chunked || body.length > 0));
            HOLDS(counted.lengths == 1 || body.length == 0);
        }
    }
    free(head->bytes);
    free(head);
    return 0;
}
