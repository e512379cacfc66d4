/* What the image helper does with a picture. */
#ifndef SIJANG_IMAGER_WORK_H
#define SIJANG_IMAGER_WORK_H

#include "image_wire.h"

#include <stdbool.h>

/* Starts libvips and loads its modules, which is not possible later. NULL, or a sentence. */
const char *work_open(void);

/* Does one job: `from` is the picture, `to` an empty file for the thumbnail (-1 for a colour). Closes neither. */
struct image_result work_do(const struct image_job *job, int from, int to);

#endif
