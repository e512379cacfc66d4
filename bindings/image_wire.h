/* What worker and image helper say to each other over a seqpacket socket: one message a job with the picture's descriptor
 * (and for a thumbnail the new file's) attached, one message back. Both ends are of one build, so structs go as they are. */
#ifndef SIJANG_IMAGE_WIRE_H
#define SIJANG_IMAGE_WIRE_H

#include "image_sniff.h"

enum image_task { IMAGE_THUMBNAIL, IMAGE_COLOR };

struct image_job {
    enum image_task task;
    uint32_t width, height; /* the box it must fit into; height 0: any */
    uint32_t quality;       /* 1 to 100 */
    uint32_t crop;          /* fill the box and cut what is beyond, instead of fitting in */
    enum image_format format;
};

enum image_outcome { IMAGE_DONE, IMAGE_FAILED_CORRUPT, IMAGE_FAILED_MEMORY, IMAGE_FAILED_WRITE };

struct image_result {
    enum image_outcome outcome;
    int error; /* errno of a failed write */
    uint32_t width, height, bytes;
    uint8_t color[3]; /* red, green, blue */
    char message[200];
};

#endif
