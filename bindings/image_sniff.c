#include "image_sniff.h"

#include <stdbool.h>
#include <string.h>

struct span {
    const unsigned char *at;
    size_t left;
};

static uint32_t big(const unsigned char *bytes, int count)
{
    uint32_t value = 0;
    for (int i = 0; i < count; i++)
        value = value << 8 | bytes[i];
    return value;
}

static uint32_t little(const unsigned char *bytes, int count)
{
    uint32_t value = 0;
    for (int i = count - 1; i >= 0; i--)
        value = value << 8 | bytes[i];
    return value;
}

static bool same(struct span span, size_t offset, const char *text, size_t length)
{
    return span.left >= offset + length && memcmp(span.at + offset, text, length) == 0;
}

static bool sniff_png(struct span span, struct image_head *head)
{
    if (span.left < 24 || !same(span, 8, "\0\0\0\15IHDR", 8))
        return false;
    head->width = big(span.at + 16, 4);
    head->height = big(span.at + 20, 4);
    return true;
}

static bool sniff_gif(struct span span, struct image_head *head)
{
    if (span.left < 10)
        return false;
    head->width = little(span.at + 6, 2);
    head->height = little(span.at + 8, 2);
    return true;
}

static bool sniff_webp(struct span span, struct image_head *head)
{
    const unsigned char *at = span.at;
    if (span.left < 30)
        return false;
    if (same(span, 12, "VP8 ", 4) && same(span, 23, "\x9D\x01\x2A", 3)) {
        head->width = little(at + 26, 2) & 0x3FFF;
        head->height = little(at + 28, 2) & 0x3FFF;
        return true;
    }
    if (same(span, 12, "VP8L", 4) && at[20] == 0x2F) {
        uint32_t bits = little(at + 21, 4);
        head->width = (bits & 0x3FFF) + 1;
        head->height = (bits >> 14 & 0x3FFF) + 1;
        return true;
    }
    if (same(span, 12, "VP8X", 4)) {
        head->width = little(at + 24, 3) + 1;
        head->height = little(at + 27, 3) + 1;
        return true;
    }
    return false;
}

/* Segments up to the frame header; one that says it has no lines yet (they would be counted later) is refused. */
static bool sniff_jpeg(struct span span, struct image_head *head)
{
    span.at += 2;
    span.left -= 2;
    while (span.left >= 4) {
        if (span.at[0] != 0xFF)
            return false;
        unsigned marker = span.at[1];
        if (marker == 0xFF) { /* a fill byte */
            span.at++;
            span.left--;
            continue;
        }
        size_t length = big(span.at + 2, 2);
        bool frame = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
        if (frame) {
            if (span.left < 9 || length < 8)
                return false;
            head->height = big(span.at + 5, 2);
            head->width = big(span.at + 7, 2);
            return true;
        }
        bool bare = marker <= 0x01 || (marker >= 0xD0 && marker <= 0xDA);
        if (bare || length < 2 || length > span.left - 2)
            return false;
        span.at += 2 + length;
        span.left -= 2 + length;
    }
    return false;
}

/* Takes the next box off a span of ISO boxes: its type and content. False at the end, or where it is broken or cut. */
static bool next_box(struct span *span, uint32_t *type, struct span *content)
{
    if (span->left < 8)
        return false;
    uint64_t size = big(span->at, 4);
    size_t head = 8;
    *type = big(span->at + 4, 4);
    if (size == 1) {
        if (span->left < 16)
            return false;
        size = (uint64_t)big(span->at + 8, 4) << 32 | big(span->at + 12, 4);
        head = 16;
    } else if (size == 0) {
        size = span->left;
    }
    if (size < head || size > span->left)
        return false;
    *content = (struct span){span->at + head, (size_t)size - head};
    span->at += size;
    span->left -= (size_t)size;
    return true;
}

#define BOX(a, b, c, d) ((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (uint32_t)(c) << 8 | (uint32_t)(d))

static bool find_box(struct span span, uint32_t wanted, struct span *content)
{
    uint32_t type;
    while (next_box(&span, &type, content))
        if (type == wanted)
            return true;
    return false;
}

static bool avif_brand(struct span span)
{
    struct span brands;
    if (!find_box(span, BOX('f', 't', 'y', 'p'), &brands))
        return false;
    for (size_t i = 0; i + 4 <= brands.left; i += 4)
        if (i != 4 && (memcmp(brands.at + i, "avif", 4) == 0 || memcmp(brands.at + i, "avis", 4) == 0))
            return true;
    return false;
}

/* The largest of the sizes that its items declare: a picture cut in tiles declares the whole as well. */
static bool sniff_avif(struct span span, struct image_head *head)
{
    struct span meta, properties, container, content;
    if (!find_box(span, BOX('m', 'e', 't', 'a'), &meta) || meta.left < 4)
        return false;
    meta.at += 4;
    meta.left -= 4;
    if (!find_box(meta, BOX('i', 'p', 'r', 'p'), &properties) ||
        !find_box(properties, BOX('i', 'p', 'c', 'o'), &container))
        return false;
    uint32_t type;
    while (next_box(&container, &type, &content)) {
        if (type != BOX('i', 's', 'p', 'e') || content.left < 12)
            continue;
        uint32_t width = big(content.at + 4, 4), height = big(content.at + 8, 4);
        head->width = width > head->width ? width : head->width;
        head->height = height > head->height ? height : head->height;
    }
    return head->width > 0;
}

enum image_verdict image_sniff(const unsigned char *bytes, size_t length, struct image_head *head)
{
    struct span span = {bytes, length};
    bool told = false;
    head->width = head->height = 0;
    if (same(span, 0, "\xFF\xD8\xFF", 3)) {
        head->format = IMAGE_JPEG;
        told = sniff_jpeg(span, head);
    } else if (same(span, 0, "\x89PNG\r\n\x1A\n", 8)) {
        head->format = IMAGE_PNG;
        told = sniff_png(span, head);
    } else if (same(span, 0, "GIF87a", 6) || same(span, 0, "GIF89a", 6)) {
        head->format = IMAGE_GIF;
        told = sniff_gif(span, head);
    } else if (same(span, 0, "RIFF", 4) && same(span, 8, "WEBP", 4)) {
        head->format = IMAGE_WEBP;
        told = sniff_webp(span, head);
    } else if (same(span, 4, "ftyp", 4) && avif_brand(span)) {
        head->format = IMAGE_AVIF;
        told = sniff_avif(span, head);
    } else {
        return IMAGE_UNSUPPORTED;
    }
    if (!told || head->width == 0 || head->height == 0)
        return IMAGE_CORRUPT;
    if (head->width > IMAGE_SIDE_MOST || head->height > IMAGE_SIDE_MOST ||
        (uint64_t)head->width * head->height > IMAGE_PIXELS_MOST)
        return IMAGE_TOO_LARGE;
    return IMAGE_FINE;
}

const char *image_format_name(enum image_format format)
{
    static const char *const names[] = {"jpg", "png", "webp", "gif", "avif"};
    return names[format];
}
