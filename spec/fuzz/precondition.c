/* Whatever a client says that it has: a tag that it does not name is not known, and a date is a date. */
#include "precondition.h"

#include "fuzz.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    char *header = malloc(n + 1);
    memcpy(header, bytes, n);
    header[n] = '\0';
    if (precondition_met(header, NULL, "\"a-1\"", 1000000000))
        HOLDS(strcmp(header, "*") == 0 || strstr(header, "\"a-1\"") != NULL);
    HOLDS(!precondition_met(NULL, header, "\"a-1\"", 0));
    precondition_met(NULL, header, "\"a-1\"", 1000000000);
    free(header);
    return 0;
}
