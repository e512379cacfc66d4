#include "work.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vips/vips.h>

enum { COLOR_SIDE = 32, AVIF_EFFORT = 3, WEBP_EFFORT = 4 };

const char *work_open(void)
{
    /* Large pictures stay in memory, which is limited: there is no disc for the helper. */
    g_setenv("VIPS_DISC_THRESHOLD", "4g", TRUE);
    /* What a picture lacks is told to who asked, not to the log. */
    g_setenv("VIPS_WARNING", "0", TRUE);
    if (vips_init("sijang-image") != 0)
        return "libvips does not start";
    vips_concurrency_set(1);
    vips_cache_set_max(0);
    vips_cache_set_max_mem(0);
    vips_cache_set_max_files(0);
    /* Only what image_sniff knows may be decoded, whatever else this libvips can read. */
    static const char *const loaders[] = {"VipsForeignLoadJpeg", "VipsForeignLoadPng", "VipsForeignLoadWebp",
                                          "VipsForeignLoadNsgif", "VipsForeignLoadHeif"};
    vips_operation_block_set("VipsForeignLoad", TRUE);
    for (size_t i = 0; i < sizeof loaders / sizeof *loaders; i++)
        vips_operation_block_set(loaders[i], FALSE);
    return NULL;
}

static struct image_result failure(const struct image_result *start, enum image_outcome outcome, const char *why)
{
    struct image_result result = *start;
    result.outcome = outcome;
    snprintf(result.message, sizeof result.message, "%s", why);
    /* libvips keeps one message a line and says the same thing twice. */
    char *end = strchr(result.message, '\n');
    if (end != NULL)
        *end = '\0';
    vips_error_clear();
    return result;
}

/* After a step that makes *made of *image: the latter gives way. */
static bool step(int failed, VipsImage **image, VipsImage *const *made)
{
    if (failed != 0)
        return false;
    g_object_unref(*image);
    *image = *made;
    return true;
}

/* Shrinks while decoding, upright and in sRGB with at most an alpha channel beside it. */
static VipsImage *shrink(const struct image_job *job, void *bytes, size_t length)
{
    VipsImage *next = NULL;
    VipsImage *image = vips_image_new_from_buffer(bytes, length, "", NULL);
    if (image == NULL)
        return NULL;
    /* What is said to be in another space goes through a profile; what is sRGB already would only lose by it. */
    bool profiled = vips_image_get_typeof(image, VIPS_META_ICC_NAME) != 0 || image->Type == VIPS_INTERPRETATION_CMYK;
    g_object_unref(image);
    image = NULL;
    int height = job->height > 0 ? (int)job->height : VIPS_MAX_COORD;
    VipsInteresting crop = job->crop != 0 ? VIPS_INTERESTING_CENTRE : VIPS_INTERESTING_NONE;
    /* As an argument of its own, fail_on does not reach the loader in libvips 8.14. */
    if (vips_thumbnail_buffer(bytes, length, &image, (int)job->width, "height", height, "size", VIPS_SIZE_DOWN, "crop",
                              crop, "option_string", "fail_on=truncated", profiled ? "export_profile" : NULL, "srgb",
                              NULL) != 0)
        return NULL;
    /* Some writers keep the profile however they are told to strip. */
    bool ok = step(vips_copy(image, &next, NULL), &image, &next);
    if (ok)
        vips_image_remove(image, VIPS_META_ICC_NAME);
    if (ok && image->Type != VIPS_INTERPRETATION_sRGB)
        ok = step(vips_colourspace(image, &next, VIPS_INTERPRETATION_sRGB, NULL), &image, &next);
    if (ok && image->BandFmt != VIPS_FORMAT_UCHAR)
        ok = step(vips_cast_uchar(image, &next, NULL), &image, &next);
    if (ok && vips_image_hasalpha(image) && job->format == IMAGE_JPEG) {
        double white[] = {255, 255, 255};
        VipsArrayDouble *background = vips_array_double_new(white, 3);
        ok = step(vips_flatten(image, &next, "background", background, NULL), &image, &next);
        vips_area_unref(VIPS_AREA(background));
    }
    if (ok)
        return image;
    g_object_unref(image);
    return NULL;
}

static int encode(VipsImage *image, const struct image_job *job, void **bytes, size_t *length)
{
    int quality = (int)job->quality;
    switch (job->format) {
    case IMAGE_WEBP:
        return vips_webpsave_buffer(image, bytes, length, "Q", quality, "effort", WEBP_EFFORT, "smart_subsample", TRUE,
                                    "strip", TRUE, NULL);
    case IMAGE_AVIF:
        return vips_heifsave_buffer(image, bytes, length, "Q", quality, "compression",
                                    VIPS_FOREIGN_HEIF_COMPRESSION_AV1, "effort", AVIF_EFFORT, "strip", TRUE, NULL);
    case IMAGE_PNG:
        return vips_pngsave_buffer(image, bytes, length, "compression", 9, "strip", TRUE, NULL);
    case IMAGE_JPEG:
    case IMAGE_GIF:
        break;
    }
    return vips_jpegsave_buffer(image, bytes, length, "Q", quality, "optimize_coding", TRUE, "interlace", TRUE, "strip",
                                TRUE, NULL);
}

static bool write_all(int fd, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t n = write(fd, bytes, length);
        if (n < 0 && errno != EINTR)
            return false;
        if (n > 0) {
            bytes += n;
            length -= (size_t)n;
        }
    }
    return true;
}

static struct image_result thumbnail(const struct image_job *job, void *bytes, size_t length, int to)
{
    struct image_result result = {.outcome = IMAGE_DONE};
    VipsImage *image = shrink(job, bytes, length);
    if (image == NULL)
        return failure(&result, IMAGE_FAILED_CORRUPT, vips_error_buffer());
    void *encoded = NULL;
    size_t size = 0;
    /* Decoding happens while encoding asks for pixels, so this is where a broken picture shows. */
    int failed = encode(image, job, &encoded, &size);
    result.width = (uint32_t)image->Xsize;
    result.height = (uint32_t)image->Ysize;
    result.bytes = (uint32_t)size;
    g_object_unref(image);
    if (failed != 0)
        return failure(&result, IMAGE_FAILED_CORRUPT, vips_error_buffer());
    if (!write_all(to, encoded, size)) {
        result.error = errno;
        result = failure(&result, IMAGE_FAILED_WRITE, strerror(errno));
    }
    g_free(encoded);
    return result;
}

/* The mean of what is opaque: the colour to show until the picture is there. */
static struct image_result color(const struct image_job *job, void *bytes, size_t length)
{
    struct image_result result = {.outcome = IMAGE_DONE};
    struct image_job small = *job;
    small.width = small.height = COLOR_SIDE;
    small.format = IMAGE_PNG;
    VipsImage *image = shrink(&small, bytes, length);
    size_t size = 0;
    uint8_t *pixels = image != NULL ? vips_image_write_to_memory(image, &size) : NULL;
    if (pixels == NULL) {
        if (image != NULL)
            g_object_unref(image);
        return failure(&result, IMAGE_FAILED_CORRUPT, vips_error_buffer());
    }
    size_t bands = (size_t)image->Bands;
    uint64_t sum[3] = {0}, weight = 0;
    for (size_t i = 0; i + bands <= size; i += bands) {
        uint64_t opacity = bands == 4 || bands == 2 ? pixels[i + bands - 1] : 255;
        for (size_t band = 0; band < 3; band++)
            sum[band] += opacity * pixels[i + (bands >= 3 ? band : 0)];
        weight += opacity;
    }
    g_free(pixels);
    g_object_unref(image);
    /* Nothing but transparency shows the page, which is white. */
    for (size_t band = 0; band < 3; band++)
        result.color[band] = (uint8_t)(weight > 0 ? sum[band] / weight : 255);
    return result;
}

struct image_result work_do(const struct image_job *job, int from, int to)
{
    struct image_result result = {.outcome = IMAGE_DONE};
    struct stat info;
    if (fstat(from, &info) != 0 || info.st_size <= 0)
        return failure(&result, IMAGE_FAILED_CORRUPT, "nothing to read");
    size_t length = (size_t)info.st_size;
    void *bytes = mmap(NULL, length, PROT_READ, MAP_PRIVATE, from, 0);
    if (bytes == MAP_FAILED)
        return failure(&result, IMAGE_FAILED_MEMORY, strerror(errno));
    result = job->task == IMAGE_COLOR ? color(job, bytes, length) : thumbnail(job, bytes, length, to);
    munmap(bytes, length);
    return result;
}
