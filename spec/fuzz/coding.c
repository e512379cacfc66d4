/* Whatever the header: a weight is a weight, and what is named with it or by a star is all that has one. */
#include "coding.h"

#include "fuzz.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    char *header = malloc(n + 1);
    memcpy(header, bytes, n);
    header[n] = '\0';
    unsigned weight = coding_weight(header, "gzip");
    HOLDS(weight <= 1000);
    HOLDS(weight == 0 || strcasestr(header, "gzip") != NULL || strchr(header, '*') != NULL);
    HOLDS(coding_weight(header, "a name that none has") <= 1000);
    free(header);
    return 0;
}
