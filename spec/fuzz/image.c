/* Whatever the bytes: no read outside them, and what is called fine has sides within the limits. */
#include "image_sniff.h"

#include "fuzz.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    unsigned char *copy = malloc(n + (n == 0));
    memcpy(copy, bytes, n);
    struct image_head head;
    memset(&head, 0, sizeof head);
    enum image_verdict verdict = image_sniff(copy, n, &head);
    if (verdict == IMAGE_FINE) {
        HOLDS(head.width > 0 && head.height > 0);
        HOLDS(head.width <= IMAGE_SIDE_MOST && head.height <= IMAGE_SIDE_MOST);
        HOLDS((uint64_t)head.width * head.height <= IMAGE_PIXELS_MOST);
        HOLDS(image_format_name(head.format)[0] != '\0');
    }
    free(copy);
    return 0;
}
