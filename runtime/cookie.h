#include <stdbool.h>
#include <stddef.h>
typedef bool cookie_pair(void *context, const char *name, size_t name_size, const char *value, size_t value_size);
static inline int cookie_parse(const char *text, size_t size, cookie_pair *pair, void *context)
{
    (void)text;
    (void)size;
    (void)pair;
    (void)context;
    return 0;
}
