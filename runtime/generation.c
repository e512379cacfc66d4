#include "generation.h"
#include <stddef.h>
const char *generation_build_error(void) { return NULL; }
