#include "loop.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

static uv_loop_t loop;
static bool made;

uv_loop_t *loop_get(void)
{
    if (!made) {
        int error = uv_loop_init(&loop);
        if (error != 0) {
            fprintf(stderr, "sijang: no event loop: %s\n", uv_strerror(error));
            abort();
        }
        made = true;
    }
    return &loop;
}

uint64_t loop_now(void)
{
    return uv_now(loop_get());
}
