/* Multipart bodies: what comes out, whatever the cuts. Each case is fed whole, byte by byte, and cut in two everywhere. */
#include "multipart.h"

#include "unit.h"

#include <stdlib.h>
#include <string.h>

#define TYPE "multipart/form-data; boundary=XX"
#define SEVENTY "1234567890123456789012345678901234567890123456789012345678901234567890"
#define FIELD(name) "Content-Disposition: form-data; name=\"" name "\"\r\n\r\n"

static struct multipart_limits limits;
static char seen[16384]; /* name/filename/type:data; in a row */
static size_t seen_length;
static unsigned stop_at, events_seen;

static void note(const char *s, size_t n)
{
    if (n > sizeof seen - 1 - seen_length)
        n = sizeof seen - 1 - seen_length;
    memcpy(seen + seen_length, s, n);
    seen_length += n;
    seen[seen_length] = '\0';
}

static bool go_on(void)
{
    return ++events_seen != stop_at;
}

static bool on_part(void *context, const struct multipart_part *part)
{
    (void)context;
    note(part->name, part->name_length);
    if (part->filename != NULL) {
        note("/", 1);
        note(part->filename, part->filename_length);
    }
    if (part->type[0] != '\0') {
        note("/", 1);
        note(part->type, strlen(part->type));
    }
    note(":", 1);
    return go_on();
}

static bool on_data(void *context, const char *bytes, size_t n)
{
    (void)context;
    EXPECT(n > 0);
    note(bytes, n);
    return true;
}

static bool on_part_end(void *context)
{
    (void)context;
    note(";", 1);
    return go_on();
}

static const struct multipart_events events = {on_part, on_data, on_part_end, NULL};

/* Feeds a heap copy of each piece, so that the sanitizer sees a read past its end. */
static void feed(struct multipart *parser, const char *bytes, size_t n)
{
    char *copy = malloc(n > 0 ? n : 1);
    memcpy(copy, bytes, n);
    multipart_feed(parser, copy, n);
    free(copy);
}

static enum multipart_result parse(const char *type, const char *body, size_t n, size_t cut, bool bytewise)
{
    enum multipart_result result;
    seen_length = events_seen = 0;
    seen[0] = '\0';
    struct multipart *parser = multipart_new(type, &limits, &events, &result);
    if (parser == NULL)
        return result;
    if (bytewise) {
        for (size_t i = 0; i < n; i++)
            feed(parser, body + i, 1);
    } else {
        feed(parser, body, cut);
        feed(parser, body + cut, n - cut);
    }
    result = multipart_end(parser);
    multipart_free(parser);
    return result;
}

/* Whether every way to cut the body gives this. */
static bool gives(const char *body, size_t n, enum multipart_result expected, const char *text)
{
    for (size_t cut = 0; cut <= n + 1; cut++) {
        enum multipart_result result = parse(TYPE, body, n, cut > n ? 0 : cut, cut > n);
        if (result != expected || strcmp(seen, text) != 0) {
            printf("cut at %zu: %s, %s\n", cut, multipart_message(result), seen);
            return false;
        }
    }
    return true;
}

static bool reads(const char *body, const char *text)
{
    return gives(body, strlen(body), MULTIPART_OK, text);
}

static bool fails(const char *body, enum multipart_result expected)
{
    size_t n = strlen(body);
    enum multipart_result first = parse(TYPE, body, n, n, false);
    char text[sizeof seen];
    memcpy(text, seen, sizeof seen);
    return first == expected && gives(body, n, expected, text);
}

static enum multipart_result type_result(const char *type)
{
    return parse(type, "--XX--", 6, 0, false);
}

/* A part with this Content-Disposition. */
static enum multipart_result disposition(const char *line)
{
    char body[1024];
    int n = snprintf(body, sizeof body, "--XX\r\nContent-Disposition: %s\r\n\r\nv\r\n--XX--", line);
    return parse(TYPE, body, (size_t)n, 0, false);
}

static void try_bodies(void)
{
    UNIT("fields and files come in order")
    {
        EXPECT(
            reads("--XX\r\n" FIELD("a") "1\r\n--XX\r\n" FIELD("b") "두 줄\r\n글\r\n--XX--\r\n", "a:1;b:두 줄\r\n글;"));
        EXPECT(reads(
            "--XX\r\nContent-Disposition: form-data; name=f; filename=\"사과.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n"
            "\xFF\xD8\r\n--XX--",
            "f/사과.jpg/image/jpeg:\xFF\xD8;"));
    }
    UNIT("an empty body of parts, an empty part, an unchosen file")
    {
        EXPECT(reads("--XX--", ""));
        EXPECT(reads("--XX\r\n" FIELD("a") "\r\n--XX--", "a:;"));
        EXPECT(reads("--XX\r\n" FIELD("a") "--XX--", "a:;"));
        EXPECT(reads("--XX\r\nContent-Disposition: form-data; name=f; filename=\"\"\r\n\r\n\r\n--XX--", "f/:;"));
    }
    UNIT("what precedes the first delimiter and follows the last is passed over")
    {
        EXPECT(reads("hello\r\n-\r\n--X\r\n--XX\r\n" FIELD("a") "1\r\n--XX--\r\n--XX\r\nbye", "a:1;"));
        EXPECT(reads("\r\n--XX\r\n" FIELD("a") "1\r\n--XX--", "a:1;"));
    }
    UNIT("what only looks like a delimiter is data")
    {
        EXPECT(reads("--XX\r\n" FIELD("a") "--X\r\n--XX--", "a:--X;"));
        EXPECT(reads("--XX\r\n" FIELD("a") "\r\r\n\r\n-\r\n--\r\n--X\r--XX\n--XX\r\n--XX--",
                     "a:\r\r\n\r\n-\r\n--\r\n--X\r--XX\n--XX;"));
        EXPECT(reads("--XX\r\n" FIELD("a") "\r\n\r\n--XX--", "a:\r\n;"));
        EXPECT(reads("--XX\r\n" FIELD("a") "-\r\n--XX--", "a:-;"));
    }
    UNIT("zero bytes are data like any other")
    {
        static const char body[] = "--XX\r\n" FIELD("a") "\0\0\r\n--XX--";
        parse(TYPE, body, sizeof body - 1, 20, false);
        EXPECT(seen_length == 5 && memcmp(seen, "a:\0\0;", 5) == 0);
    }
}

static void try_broken_bodies(void)
{
    UNIT("a body that is cut off anywhere says so")
    {
        static const char body[] = "--XX\r\n" FIELD("a") "1\r\n--XX\r\n" FIELD("b") "2\r\n--XX--";
        for (size_t n = 0; n < sizeof body - 1; n++)
            EXPECT(parse(TYPE, body, n, n / 2, false) == MULTIPART_CUT_OFF);
        EXPECT(parse(TYPE, body, sizeof body - 1, 0, false) == MULTIPART_OK);
    }
    UNIT("a delimiter line holds nothing else")
    {
        EXPECT(fails("--XX \r\n" FIELD("a") "1\r\n--XX--", MULTIPART_BAD_SYNTAX));
        EXPECT(fails("--XXa\r\n" FIELD("a") "1\r\n--XX--", MULTIPART_BAD_SYNTAX));
        EXPECT(fails("--XX\n" FIELD("a") "1\r\n--XX--", MULTIPART_BAD_SYNTAX));
        EXPECT(fails("--XX\r\r", MULTIPART_BAD_SYNTAX));
        EXPECT(fails("--XX-x", MULTIPART_BAD_SYNTAX));
    }
    UNIT("headers are lines of name, colon and value, nothing looser")
    {
        EXPECT(fails("--XX\r\n\r\n1\r\n--XX--", MULTIPART_BAD_SYNTAX));
        EXPECT(fails("--XX\r\n\n", MULTIPART_BAD_SYNTAX));
        EXPECT(fails("--XX\r\nContent-Type: text/plain\r\n\r\n1\r\n--XX--", MULTIPART_BAD_SYNTAX));
        EXPECT(fails("--XX\r\nContent-Disposition: form-data; name=a\nX: y\r\n\r\n1\r\n--XX--", MULTIPART_BAD_SYNTAX));
        EXPECT(fails("--XX\r\nContent-Disposition: form-data;\r\n name=a\r\n\r\n1\r\n--XX--", MULTIPART_BAD_SYNTAX));
        EXPECT(fails("--XX\r\nContent-Disposition : form-data; name=a\r\n\r\n1\r\n--XX--", MULTIPART_BAD_SYNTAX));
        EXPECT(fails("--XX\r\nContent-Disposition: form-data; name=a\r\nX: a\rb\r\n\r\n1\r\n--XX--",
                     MULTIPART_BAD_SYNTAX));
        EXPECT(fails("--XX\r\nContent-Disposition: form-data; name=a\r\n: x\r\n\r\n1\r\n--XX--", MULTIPART_BAD_SYNTAX));
        EXPECT(fails("--XX\r\nContent-Disposition: form-data; name=a\r\nX: \x01\r\n\r\n1\r\n--XX--",
                     MULTIPART_BAD_SYNTAX));
        EXPECT(fails("--XX\r\nContent-Disposition: form-data; name=a\r\nContent-Disposition: form-data; "
                     "name=b\r\n\r\n1\r\n--XX--",
                     MULTIPART_BAD_SYNTAX));
        EXPECT(
            fails("--XX\r\nContent-Type: a/b\r\nContent-Type: c/d\r\n" FIELD("a") "1\r\n--XX--", MULTIPART_BAD_SYNTAX));
        EXPECT(fails("--XX\r\nContent-Transfer-Encoding: base64\r\n" FIELD("a") "1\r\n--XX--", MULTIPART_BAD_SYNTAX));
        EXPECT(reads("--XX\r\ncontent-transfer-encoding:\tBinary \r\nX-Other: y\r\n" FIELD("a") "1\r\n--XX--", "a:1;"));
    }
}

static void try_names(void)
{
    UNIT("names are read from tokens, quotes, backslashes and UTF-8")
    {
        EXPECT(disposition("form-data; name=a") == MULTIPART_OK && strcmp(seen, "a:v;") == 0);
        EXPECT(disposition("FORM-DATA ;NAME=\"a b;c\" ; other=x;") == MULTIPART_OK && strcmp(seen, "a b;c:v;") == 0);
        EXPECT(disposition("form-data; name=\"a\\\"b\\\\c\\d\"") == MULTIPART_OK && strcmp(seen, "a\"b\\c\\d:v;") == 0);
        EXPECT(disposition("form-data; name=\"\"") == MULTIPART_OK && strcmp(seen, ":v;") == 0);
        EXPECT(disposition("form-data; name=\"이름\"") == MULTIPART_OK && strcmp(seen, "이름:v;") == 0);
    }
    UNIT("a file's name loses its directories and may be written as RFC 5987 does")
    {
        EXPECT(disposition("form-data; name=f; filename=\"C:\\dir\\a.png\"") == MULTIPART_OK &&
               strcmp(seen, "f/a.png:v;") == 0);
        EXPECT(disposition("form-data; name=f; filename=\"../../a.png\"") == MULTIPART_OK &&
               strcmp(seen, "f/a.png:v;") == 0);
        EXPECT(disposition("form-data; name=f; filename=x; filename*=utf-8'ko'%EC%82%AC%2Fa") == MULTIPART_OK &&
               strcmp(seen, "f/a:v;") == 0);
        EXPECT(disposition("form-data; name=f; filename*=UTF-8''%EA%B7%A4.jpg; filename=x") == MULTIPART_OK &&
               strcmp(seen, "f/귤.jpg:v;") == 0);
    }
    UNIT("a disposition that could be read in two ways is refused")
    {
        static const char *const broken[] = {"form-data",
                                             "attachment; name=a",
                                             "form-data; name",
                                             "form-data; name=",
                                             "form-data; name=\"a",
                                             "form-data; name=a; name=b",
                                             "form-data; name=a b",
                                             "form-data name=a",
                                             "form-data; name=\"a\"b",
                                             "form-data; name=f; filename=a; filename=b",
                                             "form-data; name=f; filename*=a",
                                             "form-data; name=f; filename*=UTF-8''%4",
                                             "form-data; name=f; filename*=UTF-8''%0A",
                                             "form-data; name=f; filename*=EUC-KR''a",
                                             "form-data; name=f; filename*=UTF-8'a",
                                             "form-data; name=\"a\tb\"",
                                             ""};
        for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
            if (disposition(broken[i]) != MULTIPART_BAD_SYNTAX)
                printf("%s\n", broken[i]);
            EXPECT(disposition(broken[i]) == MULTIPART_BAD_SYNTAX);
        }
        EXPECT(disposition("form-data; name=\"\xFF\"") == MULTIPART_BAD_UTF8);
        EXPECT(disposition("form-data; name=f; filename=\"\xED\xA0\x80\"") == MULTIPART_BAD_UTF8);
        EXPECT(disposition("form-data; name=f; filename*=UTF-8''%FF") == MULTIPART_BAD_UTF8);
    }
    UNIT("the boundary comes from a proper Content-Type only")
    {
        EXPECT(type_result("Multipart/Form-Data ; charset=utf-8; BOUNDARY=\"XX\"") == MULTIPART_OK);
        static const char *const broken[] = {"",
                                             "multipart/form-data",
                                             "multipart/form-data; boundary=",
                                             "multipart/mixed; boundary=XX",
                                             "multipart/form-data; boundary=\"\"",
                                             "multipart/form-data; boundary=\"X \"",
                                             "multipart/form-data; boundary=XX; boundary=XX",
                                             "multipart/form-data; boundary=X@X",
                                             "multipart/form-data, boundary=XX",
                                             "multipart/form-data; boundary=\"XX",
                                             "multipart/form-data; boundary=XX x",
                                             "multipart/form-datax; boundary=XX"};
        for (size_t i = 0; i < sizeof broken / sizeof *broken; i++)
            EXPECT(type_result(broken[i]) == MULTIPART_BAD_TYPE);
        EXPECT(type_result("multipart/form-data; boundary=" SEVENTY "1") == MULTIPART_BAD_TYPE);
        EXPECT(parse("multipart/form-data; boundary=" SEVENTY, "--" SEVENTY "--", 74, 9, false) == MULTIPART_OK);
    }
}

static void try_limits(void)
{
    static const char two[] = "--XX\r\n" FIELD("a") "12345\r\n--XX\r\n" FIELD("b") "2\r\n--XX--";
    UNIT("parts are counted")
    {
        limits.parts = 2;
        EXPECT(reads(two, "a:12345;b:2;"));
        limits.parts = 1;
        EXPECT(fails(two, MULTIPART_TOO_MANY_PARTS));
        limits = multipart_usual;
        char *many = malloc(2000000);
        size_t n = 0;
        for (int i = 0; i < 10000; i++)
            n += (size_t)sprintf(many + n, "--XX\r\n" FIELD("a") "\r\n");
        EXPECT(parse(TYPE, many, n, 1000, false) == MULTIPART_TOO_MANY_PARTS);
        free(many);
    }
    UNIT("a field is measured, a file is not")
    {
        limits.field_bytes = 5;
        EXPECT(reads(two, "a:12345;b:2;"));
        limits.field_bytes = 4;
        EXPECT(fails(two, MULTIPART_FIELD_TOO_LONG));
        EXPECT(
            reads("--XX\r\nContent-Disposition: form-data; name=f; filename=x\r\n\r\n12345\r\n--XX--", "f/x:12345;"));
        limits = multipart_usual;
    }
    UNIT("headers and the whole body are measured")
    {
        limits.header_bytes = sizeof FIELD("a") - 1;
        EXPECT(reads(two, "a:12345;b:2;"));
        limits.header_bytes--;
        EXPECT(fails(two, MULTIPART_HEADERS_TOO_LONG));
        limits = multipart_usual;
        limits.total_bytes = sizeof two - 1;
        EXPECT(reads(two, "a:12345;b:2;"));
        limits.total_bytes--;
        EXPECT(fails(two, MULTIPART_TOO_LONG));
        limits.total_bytes = 0;
        EXPECT(fails("-", MULTIPART_TOO_LONG));
        limits = multipart_usual;
    }
    UNIT("the receiver can stop at any event")
    {
        for (stop_at = 1; stop_at <= 4; stop_at++)
            EXPECT(parse(TYPE, two, sizeof two - 1, 30, false) == MULTIPART_STOPPED && events_seen == stop_at);
        stop_at = 0;
    }
}

int main(void)
{
    limits = multipart_usual;
    try_bodies();
    try_broken_bodies();
    try_names();
    try_limits();
    return unit_end();
}
