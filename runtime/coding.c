#include "coding.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

static const char *skip_space(const char *at)
{
    return at + strspn(at, " \t");
}

/* The value of `q=`, in thousandths. What is no number refuses: sending it as it is, is always right. */
static unsigned read_weight(const char *at)
{
    if (*at != '0' && *at != '1')
        return 0;
    unsigned weight = *at == '1' ? 1000 : 0;
    if (at[1] != '.')
        return weight;
    at += 2;
    for (unsigned unit = 100; unit > 0 && *at >= '0' && *at <= '9'; unit /= 10)
        weight += (unsigned)(*at++ - '0') * unit;
    return weight < 1000 ? weight : 1000;
}

/* What follows a name, up to the comma or the end. */
static unsigned weight_of(const char *at)
{
    for (at = skip_space(at); *at == ';'; at += strcspn(at, ";,")) {
        at = skip_space(at + 1);
        if ((*at == 'q' || *at == 'Q') && at[1] == '=')
            return read_weight(at + 2);
    }
    return 1000;
}

unsigned coding_weight(const char *accept, const char *coding)
{
    size_t length = strlen(coding);
    unsigned others = 0;
    bool spoken_of = false;
    while (accept != NULL && *accept != '\0') {
        const char *name = skip_space(accept);
        size_t size = strcspn(name, " \t;,");
        if (size == length && strncasecmp(name, coding, length) == 0)
            return weight_of(name + size);
        if (size == 1 && *name == '*' && !spoken_of) {
            others = weight_of(name + 1);
            spoken_of = true;
        }
        accept = name + strcspn(name, ",");
        accept += *accept == ',';
    }
    return others;
}
