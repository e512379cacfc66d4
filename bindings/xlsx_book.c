#include "xlsx_book.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ── Relations: which part is what ── */

struct relations {
    struct xlsx_book *book;
    const char *base;   /* folder that targets are relative to, with its slash */
    const char *wanted; /* id of the sheet's relation, or NULL */
};

static bool ends_with(const char *text, const char *end)
{
    size_t n = strlen(text), m = strlen(end);
    return n >= m && strcmp(text + n - m, end) == 0;
}

/* A target becomes a path within the package. */
static void take_path(struct relations *relations, const char *target, char path[XLSX_PATH_MOST])
{
    int length = target[0] == '/' ? snprintf(path, XLSX_PATH_MOST, "%s", target + 1)
                                  : snprintf(path, XLSX_PATH_MOST, "%s%s", relations->base, target);
    if (length >= XLSX_PATH_MOST)
        xlsx_fail(&relations->book->package, "format", "a part with a very long name");
}

static void on_relation(void *context, const char *name, const char **attributes)
{
    struct relations *relations = context;
    struct xlsx_book *book = relations->book;
    const char *type = xlsx_attribute(attributes, "Type"), *target = xlsx_attribute(attributes, "Target"),
               *id = xlsx_attribute(attributes, "Id");
    if (strcmp(name, "Relationship") != 0 || type == NULL || target == NULL || id == NULL)
        return;
    if (ends_with(type, "/officeDocument"))
        take_path(relations, target, book->book_path);
    else if (ends_with(type, "/sharedStrings"))
        take_path(relations, target, book->strings_path);
    else if (ends_with(type, "/styles"))
        take_path(relations, target, book->styles_path);
    else if (ends_with(type, "/worksheet") && relations->wanted != NULL && strcmp(id, relations->wanted) == 0)
        take_path(relations, target, book->sheet_path);
}

static bool read_relations(struct xlsx_book *book, const char *path, const char *base, const char *wanted)
{
    static const struct xlsx_handlers handlers = {on_relation, NULL, NULL};
    struct relations relations = {book, base, wanted};
    return xlsx_part_read(&book->package, path, &handlers, &relations);
}

/* ── The workbook's part: its sheets ── */

static void on_workbook(void *context, const char *name, const char **attributes)
{
    struct xlsx_book *book = context;
    if (strcmp(name, "workbookPr") == 0) {
        const char *since = xlsx_attribute(attributes, "date1904");
        book->since_1904 = since != NULL && (strcmp(since, "1") == 0 || strcmp(since, "true") == 0);
    } else if (strcmp(name, "sheet") == 0) {
        const char *title = NULL, *relation = NULL;
        for (const char **at = attributes; *at != NULL; at += 2) {
            if (strcmp(at[0], "name") == 0)
                title = at[1];
            else if (ends_with(at[0], ":id")) /* sheetId is another */
                relation = at[1];
        }
        if (title == NULL || relation == NULL || book->sheets_count == XLSX_SHEETS_MOST)
            return;
        struct xlsx_sheet_name *sheet = &book->sheets[book->sheets_count++];
        snprintf(sheet->name, sizeof sheet->name, "%s", title);
        snprintf(sheet->relation, sizeof sheet->relation, "%s", relation);
    }
}

static const char *relation_of(struct xlsx_book *book, const char *sheet)
{
    for (size_t i = 0; i < book->sheets_count; i++)
        if (sheet == NULL || strcmp(book->sheets[i].name, sheet) == 0)
            return book->sheets[i].relation;
    xlsx_fail(&book->package, "no_sheet", "it has no such sheet");
    return NULL;
}

/* xl/workbook.xml has its relations in xl/_rels/workbook.xml.rels. */
static bool read_workbook(struct xlsx_book *book, const char *sheet)
{
    static const struct xlsx_handlers handlers = {on_workbook, NULL, NULL};
    if (!xlsx_part_read(&book->package, book->book_path, &handlers, book))
        return false;
    const char *wanted = relation_of(book, sheet);
    if (wanted == NULL)
        return false;
    char base[XLSX_PATH_MOST], path[XLSX_PATH_MOST * 2 + 16];
    const char *slash = strrchr(book->book_path, '/'), *file = slash != NULL ? slash + 1 : book->book_path;
    snprintf(base, sizeof base, "%.*s", (int)(file - book->book_path), book->book_path);
    snprintf(path, sizeof path, "%s_rels/%s.rels", base, file);
    return read_relations(book, path, base, wanted);
}

bool xlsx_book_begin(struct xlsx_book *book, const char *sheet)
{
    struct xlsx_package *package = &book->package;
    book->sheets = calloc(XLSX_SHEETS_MOST, sizeof *book->sheets);
    if (book->sheets == NULL)
        return xlsx_fail(package, "memory", "no memory to read it");
    if (!read_relations(book, "_rels/.rels", "", NULL))
        return false;
    if (book->book_path[0] == '\0')
        return xlsx_fail(package, "format", "no workbook");
    if (!read_workbook(book, sheet))
        return false;
    if (book->sheet_path[0] == '\0')
        return xlsx_fail(package, "format", "the sheet is not there");
    if (book->styles_path[0] != '\0' && !xlsx_styles_read(&book->styles, package, book->styles_path))
        return false;
    if (book->strings_path[0] != '\0' && !xlsx_strings_read(&book->strings, package, book->strings_path))
        return false;
    return xlsx_part_open(&book->part, package, book->sheet_path, &xlsx_sheet_handlers, book);
}

/* ── Stretches ── */

/* Whole rows go out; what there is of the row that the parser stands in stays for the next stretch. */
static size_t whole_cells(const struct xlsx_book *book)
{
    size_t count = book->stretch.count;
    while (book->part.parser != NULL && count > 0 && book->stretch.cells[count - 1].row == book->place.row)
        count--;
    return count;
}

/* Forgets what went out. */
static void move_up(struct xlsx_stretch *stretch)
{
    size_t kept = stretch->count - stretch->out, gone = stretch->text.length;
    struct xlsx_cell *cells = stretch->cells;
    for (size_t i = stretch->count; i-- > stretch->out;)
        if (cells[i].kind == XLSX_TEXT)
            gone = cells[i].start;
    for (size_t i = 0; i < kept; i++) {
        cells[i] = cells[stretch->out + i];
        if (cells[i].kind == XLSX_TEXT)
            cells[i].start -= gone;
    }
    if (gone < stretch->text.length)
        memmove(stretch->text.data, stretch->text.data + gone, stretch->text.length - gone);
    stretch->text.length -= gone;
    stretch->count = kept;
    stretch->out = 0;
}

bool xlsx_book_more(struct xlsx_book *book)
{
    struct xlsx_stretch *stretch = &book->stretch;
    move_up(stretch);
    while (stretch->out == 0 && book->part.parser != NULL) {
        enum xlsx_step step = xlsx_part_step(&book->part);
        if (step == XLSX_FAILED)
            return false;
        if (step == XLSX_END)
            xlsx_part_close(&book->part);
        stretch->out = whole_cells(book);
    }
    return true;
}

void xlsx_book_free(struct xlsx_book *book)
{
    xlsx_part_close(&book->part);
    xlsx_package_close(&book->package);
    xlsx_strings_free(&book->strings);
    xlsx_styles_free(&book->styles);
    xlsx_bytes_free(&book->place.value);
    xlsx_bytes_free(&book->stretch.text);
    free(book->stretch.cells);
    free(book->sheets);
    free(book);
}
