#include "precondition.h"

#include <string.h>

static const char *opaque(const char *tag)
{
    return strncmp(tag, "W/", 2) == 0 ? tag + 2 : tag;
}

/* Whether the list names the tag. What stands in quotes may hold commas, so the list is walked and not searched. */
static bool names(const char *list, const char *tag)
{
    const char *wanted = opaque(tag);
    size_t length = strlen(wanted);
    for (const char *at = list + strspn(list, " \t,"); *at != '\0'; at += strspn(at, " \t,")) {
        at = opaque(at);
        const char *end = *at == '"' ? strchr(at + 1, '"') : NULL;
        if (end == NULL)
            return false;
        end++;
        if ((size_t)(end - at) == length && memcmp(at, wanted, length) == 0)
            return true;
        at = end;
    }
    return false;
}

static time_t read_date(const char *text)
{
    static const char *const forms[] = {"%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT",
                                        "%a %b %d %H:%M:%S %Y"};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct tm parts = {.tm_isdst = 0};
        const char *end = strptime(text, forms[i], &parts);
        if (end != NULL && *end == '\0')
            return timegm(&parts);
    }
    return -1;
}

bool precondition_met(const char *none_match, const char *modified_since, const char *tag, time_t modified)
{
    if (none_match != NULL)
        return strcmp(none_match, "*") == 0 || names(none_match, tag);
    return modified_since != NULL && modified > 0 && read_date(modified_since) >= modified;
}

void precondition_date(char text[PRECONDITION_DATE], time_t when)
{
    struct tm parts;
    gmtime_r(&when, &parts);
    strftime(text, PRECONDITION_DATE, "%a, %d %b %Y %H:%M:%S GMT", &parts);
}
