/* Which cells of a workbook are dates: a sheet stores them as numbers, and only the format tells. */
#ifndef SIJANG_XLSX_STYLE_H
#define SIJANG_XLSX_STYLE_H

#include "xlsx_package.h"

struct xlsx_styles {
    bool *dates; /* by the number that a cell gives its style */
    size_t count, room;
    unsigned *formats; /* numbers of the workbook's own formats that show a date */
    size_t formats_count, formats_room;
    bool in_cells;
};

bool xlsx_styles_read(struct xlsx_styles *styles, struct xlsx_package *package, const char *path);
void xlsx_styles_free(struct xlsx_styles *styles);

enum { XLSX_DATE_ROOM = 24 };

/* Writes day number `serial` as 2026-11-29, 13:05:00 or both; false when it is none. `since_1904`: how the workbook counts. */
bool xlsx_date_format(double serial, bool since_1904, char text[XLSX_DATE_ROOM]);

#endif
