/* Every scalar value goes out and comes back; everything else is refused. */
#include "utf8.h"

#include "unit.h"

#include <string.h>

int main(void)
{
    UNIT("every code point but the surrogates comes back from its bytes")
    {
        for (uint32_t point = 0; point <= 0x10FFFF; point++) {
            char bytes[4];
            uint32_t back = 0;
            if (point >= 0xD800 && point <= 0xDFFF)
                continue;
            size_t n = utf8_encode(point, bytes);
            if (utf8_decode(bytes, n, &back) != n || back != point || !utf8_valid(bytes, n))
                EXPECT(back == point && n == 0);
            if (n > 1 && (utf8_decode(bytes, n - 1, &back) != 0 || utf8_valid(bytes + 1, n - 1)))
                EXPECT(n == 1);
        }
    }
    UNIT("of all pairs of bytes, exactly the well-formed are taken")
    {
        unsigned taken = 0;
        for (unsigned a = 0; a < 256; a++) {
            for (unsigned b = 0; b < 256; b++) {
                char bytes[2] = {(char)a, (char)b};
                taken += utf8_valid(bytes, 2);
            }
        }
        EXPECT(taken == 128 * 128 + (0x800 - 0x80)); /* two of ASCII, or one character of two bytes */
    }
    UNIT("of all triples of bytes that begin like a character of three, exactly the well-formed are taken")
    {
        unsigned taken = 0;
        for (unsigned lead = 0xE0; lead < 0xF0; lead++) {
            for (unsigned rest = 0; rest < 65536; rest++) {
                char bytes[3] = {(char)lead, (char)(rest >> 8), (char)rest};
                taken += utf8_valid(bytes, 3);
            }
        }
        EXPECT(taken == 0x10000 - 0x800 - 0x800); /* without the surrogates */
    }
    UNIT("a broken byte is found wherever it stands among ASCII")
    {
        for (size_t n = 1; n < 40; n++) {
            for (size_t at = 0; at < n; at++) {
                char bytes[40];
                memset(bytes, 'a', n);
                EXPECT(utf8_valid(bytes, n));
                bytes[at] = (char)0xFF;
                EXPECT(!utf8_valid(bytes, n));
            }
        }
    }
    return unit_end();
}
