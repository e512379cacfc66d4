/* Growing bytes, and the texts of a workbook, which cells name by number. */
#ifndef SIJANG_XLSX_TEXT_H
#define SIJANG_XLSX_TEXT_H

#include "xlsx_package.h"

struct xlsx_bytes {
    char *data;
    size_t length, room;
};

/* Adds; takes what it adds off what the package may become. */
bool xlsx_bytes_add(struct xlsx_package *package, struct xlsx_bytes *bytes, const char *data, size_t length);
void xlsx_bytes_free(struct xlsx_bytes *bytes);

/* Undoes _xHHHH_, by which a workbook writes what XML cannot hold, in the bytes from `from` on. */
void xlsx_bytes_unescape(struct xlsx_bytes *bytes, size_t from);

/* The shared strings: number i lies in `text` from starts[i] to starts[i + 1]. */
struct xlsx_strings {
    struct xlsx_bytes text;
    size_t *starts;
    size_t count, room;
};

bool xlsx_strings_read(struct xlsx_strings *strings, struct xlsx_package *package, const char *path);
void xlsx_strings_free(struct xlsx_strings *strings);

#endif
