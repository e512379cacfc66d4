#include <stdbool.h>
#include <stddef.h>
typedef bool form_pair(void *context, const char *name, size_t name_size, const char *value, size_t value_size);
static inline int form_parse(char *text, size_t size, form_pair *pair, void *context, unsigned most)
{
    (void)text;
    (void)size;
    (void)pair;
    (void)context;
    (void)most;
    return 0;
}
