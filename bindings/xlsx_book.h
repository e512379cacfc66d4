/* A workbook that is read: its sheets by name, and the cell values of one of them, a stretch at a time. Everything but
 * xlsx_book_free's callers may be in the thread pool; one book is used by one thread at a time. */
#ifndef SIJANG_XLSX_BOOK_H
#define SIJANG_XLSX_BOOK_H

#include "xlsx_style.h"
#include "xlsx_text.h"

struct xlsx_limits {
    uint64_t bytes;         /* that it may unpack to, its texts included */
    unsigned rows, columns; /* with something in them */
};

enum xlsx_kind { XLSX_TEXT, XLSX_NUMBER, XLSX_BOOLEAN };

struct xlsx_cell {
    unsigned row, column; /* from 1 */
    enum xlsx_kind kind;
    double number;        /* of XLSX_NUMBER; 0 or 1 of XLSX_BOOLEAN */
    size_t start, length; /* of XLSX_TEXT, within the stretch's text */
};

/* The cells that were read last, row by row. */
struct xlsx_stretch {
    struct xlsx_cell *cells;
    size_t count, room;
    size_t out; /* how many of them, from the first, make whole rows: those are for the reader */
    struct xlsx_bytes text;
};

enum { XLSX_NAME_MOST = 128, XLSX_SHEETS_MOST = 256, XLSX_PATH_MOST = 256 };

struct xlsx_sheet_name {
    char name[XLSX_NAME_MOST], relation[XLSX_NAME_MOST];
};

/* Where the parser stands in the sheet. */
struct xlsx_place {
    unsigned row, column, last_row, rows; /* last_row: the last one with something in it; rows: how many such */
    unsigned style;
    char type; /* the first letter of the cell's type, 'i' of inlineStr and 'f' for the text of a formula (str) */
    bool in_cell, in_value, in_phonetic;
    struct xlsx_bytes value;
};

struct xlsx_book {
    struct xlsx_package package;
    struct xlsx_limits limits;
    bool since_1904;
    struct xlsx_sheet_name *sheets;
    size_t sheets_count;
    char book_path[XLSX_PATH_MOST], strings_path[XLSX_PATH_MOST], styles_path[XLSX_PATH_MOST],
        sheet_path[XLSX_PATH_MOST];
    struct xlsx_strings strings;
    struct xlsx_styles styles;
    struct xlsx_part part; /* the sheet */
    struct xlsx_place place;
    struct xlsx_stretch stretch;
};

/* A book of all zero bytes with its limits set and its package open, made ready to read the sheet of this name, or the first
 * one for NULL. When it fails, package.failure says why; free it all the same. */
bool xlsx_book_begin(struct xlsx_book *book, const char *sheet);
/* Reads on until some rows are whole, or to the end: then none go out. */
bool xlsx_book_more(struct xlsx_book *book);
void xlsx_book_free(struct xlsx_book *book);

/* In xlsx_sheet.c: what the sheet's part is told to. */
extern const struct xlsx_handlers xlsx_sheet_handlers;

#endif
