#include "guard.h"

#include <string.h>
#include <strings.h>

static enum guard_verdict refuse(enum guard_verdict verdict, const char **reason, const char *phrase)
{
    if (reason != NULL)
        *reason = phrase;
    return verdict;
}

/* RFC 9110 token characters. */
static bool is_token(const char *text)
{
    static const char others[] = "!#$%&'*+-.^_`|~";
    if (*text == '\0')
        return false;
    for (const char *c = text; *c != '\0'; c++) {
        bool alphanumeric = (*c >= '0' && *c <= '9') || (*c >= 'A' && *c <= 'Z') || (*c >= 'a' && *c <= 'z');
        if (!alphanumeric && strchr(others, *c) == NULL)
            return false;
    }
    return true;
}

static bool is_method(const char *text)
{
    static const char *const known[] = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(text, known[i]) == 0)
            return true;
    return false;
}

/* An origin-form target: a slash, then visible ASCII without '#'; browsers percent-encode the rest. */
static bool is_target(const char *target, size_t length)
{
    if (length == 0 || target[0] != '/')
        return false;
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)target[i];
        if (c <= 0x20 || c >= 0x7f || c == '#' || c == '\\')
            return false;
    }
    return true;
}

/* Visible characters, space, tab and bytes above 0x7f. */
static bool is_value(const char *value)
{
    for (const unsigned char *c = (const unsigned char *)value; *c != '\0'; c++)
        if ((*c < 0x20 && *c != '\t') || *c == 0x7f)
            return false;
    return true;
}

static bool is_host(const char *value)
{
    size_t length = strlen(value);
    while (length > 0 && (value[length - 1] == ' ' || value[length - 1] == '\t'))
        length--; /* the library leaves white space after a value */
    if (length == 0 || length > 255)
        return false;
    for (const char *c = value; c < value + length; c++) {
        bool fine = (*c >= '0' && *c <= '9') || (*c >= 'A' && *c <= 'Z') || (*c >= 'a' && *c <= 'z') ||
                    strchr(".-_:[]", *c) != NULL;
        if (!fine)
            return false;
    }
    return true;
}

static bool read_length(const char *value, unsigned long long *length)
{
    size_t digits = strspn(value, "0123456789");
    if (digits == 0 || digits > 18 || value[digits] != '\0')
        return false;
    *length = 0;
    for (size_t i = 0; i < digits; i++)
        *length = *length * 10 + (unsigned long long)(value[i] - '0');
    return true;
}

/* The value ends where its line ended; two NULs stand where CR LF stood. */
static const char *after_line(const char *text)
{
    const char *end = text + strlen(text);
    return end[0] == '\0' && end[1] == '\0' ? end + 2 : NULL;
}

enum guard_verdict guard_check(const struct guard_request *request, struct guard_body *body, const char **reason)
{
    *body = (struct guard_body){false, false, 0};
    unsigned hosts = 0, lengths = 0, encodings = 0;
    bool is_11 = strcmp(request->version, "HTTP/1.1") == 0;

    if (!is_token(request->method))
        return refuse(GUARD_BAD, reason, "the method is not a token");
    if (request->method + strlen(request->method) + 1 != request->target_at)
        return refuse(GUARD_BAD, reason, "the request line has more than one space");
    if (!is_target(request->target, request->target_length))
        return refuse(GUARD_BAD, reason, "the target is not an absolute path");
    if (request->version != request->target_at + request->target_length + 1)
        return refuse(GUARD_BAD, reason, "the request line has more than one space");
    if (!is_11 && strcmp(request->version, "HTTP/1.0") != 0)
        return refuse(strncmp(request->version, "HTTP/", 5) == 0 && is_token(request->version + 5) ? GUARD_VERSION
                                                                                                   : GUARD_BAD,
                      reason, "the version is neither HTTP/1.1 nor HTTP/1.0");
    if (!is_method(request->method))
        return refuse(strcasecmp(request->method, "get") == 0 || strcasecmp(request->method, "post") == 0
                          ? GUARD_BAD
                          : GUARD_METHOD,
                      reason, "the method is unknown");
    if (request->count > GUARD_HEADERS_MOST)
        return refuse(GUARD_BAD, reason, "too many headers");

    const char *expected = after_line(request->version);
    for (size_t i = 0; i < request->count; i++) {
        const struct guard_header *header = &request->headers[i];
        if (expected == NULL || header->name != expected)
            return refuse(GUARD_BAD, reason, "a header line does not end in CR LF, or is folded");
        if (!is_token(header->name))
            return refuse(GUARD_BAD, reason, "a header's name is not a token");
        const char *gap = header->name + strlen(header->name) + 1;
        if (header->value < gap || strspn(gap, " \t") < (size_t)(header->value - gap))
            return refuse(GUARD_BAD, reason, "a header line is broken");
        if (!is_value(header->value))
            return refuse(GUARD_BAD, reason, "a header's value has a control character");
        expected = after_line(header->value);

        if (strcasecmp(header->name, "host") == 0) {
            hosts++;
            if (!is_host(header->value))
                return refuse(GUARD_BAD, reason, "Host is malformed");
        } else if (strcasecmp(header->name, "content-length") == 0) {
            lengths++;
            if (!read_length(header->value, &body->length))
                return refuse(GUARD_BAD, reason, "Content-Length is not a number");
        } else if (strcasecmp(header->name, "transfer-encoding") == 0) {
            encodings++;
            body->chunked = true;
            if (strcmp(header->value, "chunked") != 0)
                return refuse(GUARD_BAD, reason, "Transfer-Encoding is not chunked");
        } else if (strcasecmp(header->name, "expect") == 0) {
            if (strcasecmp(header->value, "100-continue") != 0)
                return refuse(GUARD_EXPECTATION, reason, "Expect is not 100-continue");
        }
    }
    /* Where the head ends comes first: after bare LFs `expected` lies beyond it. */
    bool placed =
        expected != NULL && (request->head_size == 0 || (size_t)(expected + 2 - request->method) == request->head_size);
    if (!placed || expected[0] != '\0' || expected[1] != '\0')
        return refuse(GUARD_BAD, reason, "the headers do not end in CR LF");
    if (hosts > 1 || (is_11 && hosts == 0))
        return refuse(GUARD_BAD, reason, "exactly one Host is required");
    if (lengths > 1)
        return refuse(GUARD_BAD, reason, "more than one Content-Length");
    if (encodings > 1 || (encodings == 1 && lengths == 1))
        return refuse(GUARD_BAD, reason, "Transfer-Encoding together with another length");
    if (encodings == 1 && !is_11)
        return refuse(GUARD_BAD, reason, "Transfer-Encoding in HTTP/1.0");
    body->present = body->chunked || body->length > 0;
    return GUARD_PASS;
}
