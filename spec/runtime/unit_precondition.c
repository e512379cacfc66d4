/* If-None-Match and If-Modified-Since. */
#include "precondition.h"

#include "unit.h"

#include <string.h>

static bool knows(const char *none_match)
{
    return precondition_met(none_match, NULL, "\"a-1\"", 0);
}

/* Against a file of 6 November 1994, 08:49:37. */
static bool since(const char *date)
{
    return precondition_met(NULL, date, "\"a-1\"", 784111777);
}

int main(void)
{
    UNIT("a tag is known when the list names it, weak or strong")
    {
        EXPECT(knows("\"a-1\""));
        EXPECT(knows("W/\"a-1\""));
        EXPECT(knows("\"b\", \"a-1\""));
        EXPECT(knows("W/\"b\",W/\"a-1\" "));
        EXPECT(knows("*"));
        EXPECT(precondition_met("\"x\"", NULL, "W/\"x\"", 0));
    }
    UNIT("a tag is not known by a part of it, nor from inside another")
    {
        EXPECT(!knows("\"a-11\""));
        EXPECT(!knows("\"a-\""));
        EXPECT(!knows("a-1"));
        EXPECT(!knows("\"b,\"a-1\""));
        EXPECT(!knows("\"a-1"));
        EXPECT(!knows("\"x \\\"a-1\\\" y\""));
        EXPECT(!knows(""));
        EXPECT(!knows("w/\"a-1\""));
    }
    UNIT("commas inside a tag do not end it")
    {
        EXPECT(knows("\"b, c\", \"a-1\""));
        EXPECT(precondition_met("\"b, c\"", NULL, "\"b, c\"", 0));
    }
    UNIT("a date is read in each of its three forms")
    {
        EXPECT(since("Sun, 06 Nov 1994 08:49:37 GMT"));
        EXPECT(since("Sunday, 06-Nov-94 08:49:37 GMT"));
        EXPECT(since("Sun Nov  6 08:49:37 1994"));
        EXPECT(since("Mon, 07 Nov 1994 08:49:37 GMT"));
    }
    UNIT("an earlier date, or what is none, asks for it again")
    {
        EXPECT(!since("Sun, 06 Nov 1994 08:49:36 GMT"));
        EXPECT(!since("Sun, 06 Nov 1994 08:49:37"));
        EXPECT(!since("Sun, 06 Nov 1994 08:49:37 GMT, and then some"));
        EXPECT(!since("784111777"));
        EXPECT(!since(""));
        EXPECT(!precondition_met(NULL, "Sun, 06 Nov 1994 08:49:37 GMT", "\"a-1\"", 0));
    }
    UNIT("a date does not count beside a tag")
    {
        EXPECT(!precondition_met("\"b\"", "Sun, 06 Nov 1994 08:49:37 GMT", "\"a-1\"", 784111777));
    }
    UNIT("a time is written in the first of them")
    {
        char text[PRECONDITION_DATE];
        precondition_date(text, 784111777);
        EXPECT(strcmp(text, "Sun, 06 Nov 1994 08:49:37 GMT") == 0);
    }
    return unit_end();
}
