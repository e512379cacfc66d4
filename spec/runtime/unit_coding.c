/* Accept-Encoding, as browsers, tools and proxies write it. */
#include "coding.h"

#include "unit.h"

#include <stddef.h>

int main(void)
{
    UNIT("without the header nothing is taken")
    {
        EXPECT(coding_weight(NULL, "gzip") == 0);
        EXPECT(coding_weight("", "gzip") == 0);
    }
    UNIT("a name counts whole, wherever it stands and however it is written")
    {
        EXPECT(coding_weight("gzip", "gzip") == 1000);
        EXPECT(coding_weight("deflate,GZip", "gzip") == 1000);
        EXPECT(coding_weight(" , deflate ,\tgzip ", "gzip") == 1000);
        EXPECT(coding_weight("x-gzip, gzipped, gzi", "gzip") == 0);
        EXPECT(coding_weight("brotli", "br") == 0);
    }
    UNIT("a weight is read to the thousandth, with spaces or without")
    {
        EXPECT(coding_weight("gzip;q=1", "gzip") == 1000);
        EXPECT(coding_weight("gzip;q=1.0", "gzip") == 1000);
        EXPECT(coding_weight("gzip; q=0.5, br", "gzip") == 500);
        EXPECT(coding_weight("gzip ; Q=0.025", "gzip") == 25);
        EXPECT(coding_weight("gzip;q=0.001", "gzip") == 1);
        EXPECT(coding_weight("gzip;level=9;q=0.2", "gzip") == 200);
    }
    UNIT("a weight of nothing, or one that is no number, refuses")
    {
        EXPECT(coding_weight("gzip;q=0", "gzip") == 0);
        EXPECT(coding_weight("gzip; q=0", "gzip") == 0);
        EXPECT(coding_weight("gzip;q=0.", "gzip") == 0);
        EXPECT(coding_weight("gzip;q=0.000", "gzip") == 0);
        EXPECT(coding_weight("gzip;q=", "gzip") == 0);
        EXPECT(coding_weight("gzip;q=very", "gzip") == 0);
        EXPECT(coding_weight("gzip;q=0.0009", "gzip") == 0);
    }
    UNIT("a weight above one is one")
    {
        EXPECT(coding_weight("gzip;q=1.9", "gzip") == 1000);
    }
    UNIT("a star speaks of what is not named, before or after it")
    {
        EXPECT(coding_weight("*", "gzip") == 1000);
        EXPECT(coding_weight("br, *;q=0.3", "gzip") == 300);
        EXPECT(coding_weight("*;q=0.3, gzip", "gzip") == 1000);
        EXPECT(coding_weight("gzip;q=0, *", "gzip") == 0);
        EXPECT(coding_weight("*;q=0", "gzip") == 0);
    }
    return unit_end();
}
