#include "xlsx_style.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STYLES_MOST = 65536, DAY = 86400 };

/* ── Dates ── */

/* Formats that every program knows by number alone; those from 27 on are the East Asian ones. */
static bool builtin_date(unsigned format)
{
    return (format >= 14 && format <= 22) || (format >= 27 && format <= 36) || (format >= 45 && format <= 47) ||
           (format >= 50 && format <= 58);
}

/* Whether a format's text (`yyyy"년" m"월"`) shows a day or a time of day. */
static bool format_shows_date(const char *format)
{
    for (const char *at = format; *at != '\0'; at++) {
        const char *close = NULL;
        if (*at == '"' || *at == '[') {
            close = strchr(at + 1, *at == '"' ? '"' : ']');
            if (close == NULL)
                return false;
            at = close;
        } else if (*at == '\\' || *at == '_' || *at == '*') {
            if (at[1] != '\0')
                at++;
        } else if (*at == ';') {
            return false; /* what follows is for negative numbers */
        } else if (strchr("yYmMdDhHsS", *at) != NULL) {
            return true;
        }
    }
    return false;
}

/* The day that many days after 1970-01-01, by the civil calendar (Hinnant's algorithm). */
static void civil(int64_t days, int *year, unsigned *month, unsigned *day)
{
    days += 719468;
    int64_t era = days / 146097;
    unsigned of_era = (unsigned)(days - era * 146097);
    unsigned year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    unsigned of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    unsigned shifted = (5 * of_year + 2) / 153;
    *day = of_year - (153 * shifted + 2) / 5 + 1;
    *month = shifted < 10 ? shifted + 3 : shifted - 9;
    *year = (int)(year_of_era + era * 400) + (*month <= 2);
}

bool xlsx_date_format(double serial, bool since_1904, char text[XLSX_DATE_ROOM])
{
    enum { EPOCH_1900 = 25569, EPOCH_1904 = 24107, FEBRUARY_29 = 60, LAST = 2958466 };
    if (!(serial >= 0 && serial < LAST))
        return false;
    int64_t seconds = (int64_t)llround(serial * DAY), days = seconds / DAY;
    unsigned of_day = (unsigned)(seconds % DAY);
    unsigned hour = of_day / 3600, minute = of_day / 60 % 60, second = of_day % 60;
    if (days == 0 && !since_1904) {
        snprintf(text, XLSX_DATE_ROOM, "%02u:%02u:%02u", hour, minute, second);
        return true;
    }
    int year;
    unsigned month, day;
    /* The first spreadsheets took 1900 for a leap year, and all others count as they did. */
    int64_t shift = !since_1904 && days < FEBRUARY_29 ? 1 : 0;
    civil(days + shift - (since_1904 ? EPOCH_1904 : EPOCH_1900), &year, &month, &day);
    int length = snprintf(text, XLSX_DATE_ROOM, "%04d-%02u-%02u", year, month, day);
    if (of_day != 0)
        snprintf(text + length, (size_t)(XLSX_DATE_ROOM - length), " %02u:%02u:%02u", hour, minute, second);
    return true;
}

/* ── The styles' part ── */

struct reading {
    struct xlsx_styles *styles;
    struct xlsx_package *package;
};

/* The list with room for one more, or NULL. */
static void *grown(struct xlsx_package *package, void *list, size_t *room, size_t count, size_t size)
{
    if (count < *room)
        return list;
    if (count >= STYLES_MOST) {
        xlsx_fail(package, "too_large", "more than %d styles", STYLES_MOST);
        return NULL;
    }
    size_t more = *room == 0 ? 64 : *room * 2;
    void *larger = realloc(list, more * size);
    if (larger == NULL)
        xlsx_fail(package, "memory", "no memory to read it");
    else
        *room = more;
    return larger;
}

static unsigned number(const char *text)
{
    return text != NULL ? (unsigned)strtoul(text, NULL, 10) : 0;
}

static bool shows_date(const struct xlsx_styles *styles, unsigned format)
{
    if (builtin_date(format))
        return true;
    for (size_t i = 0; i < styles->formats_count; i++)
        if (styles->formats[i] == format)
            return true;
    return false;
}

static void add_format(struct xlsx_styles *styles, struct xlsx_package *package, unsigned format)
{
    unsigned *formats =
        grown(package, styles->formats, &styles->formats_room, styles->formats_count, sizeof *styles->formats);
    if (formats == NULL)
        return;
    styles->formats = formats;
    formats[styles->formats_count++] = format;
}

static void add_style(struct xlsx_styles *styles, struct xlsx_package *package, unsigned format)
{
    bool *dates = grown(package, styles->dates, &styles->room, styles->count, sizeof *styles->dates);
    if (dates == NULL)
        return;
    styles->dates = dates;
    dates[styles->count++] = shows_date(styles, format);
}

static void on_start(void *context, const char *name, const char **attributes)
{
    struct reading *reading = context;
    struct xlsx_styles *styles = reading->styles;
    if (strcmp(name, "numFmt") == 0) {
        const char *code = xlsx_attribute(attributes, "formatCode");
        if (code != NULL && format_shows_date(code))
            add_format(styles, reading->package, number(xlsx_attribute(attributes, "numFmtId")));
    } else if (strcmp(name, "cellXfs") == 0) {
        styles->in_cells = true;
    } else if (strcmp(name, "xf") == 0 && styles->in_cells) {
        add_style(styles, reading->package, number(xlsx_attribute(attributes, "numFmtId")));
    }
}

static void on_end(void *context, const char *name)
{
    struct reading *reading = context;
    if (strcmp(name, "cellXfs") == 0)
        reading->styles->in_cells = false;
}

bool xlsx_styles_read(struct xlsx_styles *styles, struct xlsx_package *package, const char *path)
{
    static const struct xlsx_handlers handlers = {on_start, on_end, NULL};
    struct reading reading = {styles, package};
    return xlsx_part_read(package, path, &handlers, &reading);
}

void xlsx_styles_free(struct xlsx_styles *styles)
{
    free(styles->dates);
    free(styles->formats);
    *styles = (struct xlsx_styles){0};
}
