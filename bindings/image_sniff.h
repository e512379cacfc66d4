/* What a picture says of itself in its first bytes: read by ourselves, so that a decoder is never asked to make room for a
 * picture that is too large. A pure function of bytes. */
#ifndef SIJANG_IMAGE_SNIFF_H
#define SIJANG_IMAGE_SNIFF_H

#include <stddef.h>
#include <stdint.h>

enum image_format { IMAGE_JPEG, IMAGE_PNG, IMAGE_WEBP, IMAGE_GIF, IMAGE_AVIF };

enum image_verdict {
    IMAGE_FINE,
    IMAGE_UNSUPPORTED, /* none of the formats above */
    IMAGE_CORRUPT,     /* one of them, but its size cannot be told from these bytes */
    IMAGE_TOO_LARGE,   /* beyond the limits below; the head is filled in */
};

enum { IMAGE_SIDE_MOST = 20000, IMAGE_PIXELS_MOST = 50 * 1000 * 1000 };

struct image_head {
    enum image_format format;
    uint32_t width, height;
};

/* Looks at the first `length` bytes of a file; for a JPEG its camera data may take up to 64 KB a segment, so hand in a
 * megabyte where the file has it. `head` is filled in as far as known. */
enum image_verdict image_sniff(const unsigned char *bytes, size_t length, struct image_head *head);

/* "jpg", "png", "webp", "gif", "avif" */
const char *image_format_name(enum image_format format);

#endif
