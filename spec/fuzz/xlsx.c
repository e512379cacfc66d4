/* Whatever a workbook holds, reading ends, keeps its limits, and hands out cells in their order. An input is a package as it
 * is, or, so that the parsers behind the zip are reached, parts in a row, 0xFF between them: sheet, texts, styles, workbook. */
#include "fuzz.h"
#include "xlsx_book.h"

#include <string.h>

enum { ROWS = 50, COLUMNS = 30, BYTES = 1 << 20, PARTS = 4 };

static const char *const names[PARTS] = {"xl/sheet.xml", "xl/strings.xml", "xl/styles.xml", "xl/workbook.xml"};
static const char root[] = "<Relationships><Relationship Id='a' Type='/officeDocument' Target='xl/workbook.xml'/>"
                           "</Relationships>";
static const char relations[] = "<Relationships><Relationship Id='a' Type='/worksheet' Target='sheet.xml'/>"
                                "<Relationship Id='b' Type='/sharedStrings' Target='strings.xml'/>"
                                "<Relationship Id='c' Type='/styles' Target='styles.xml'/></Relationships>";
static const char workbook[] = "<workbook><sheets><sheet name='a' r:id='a'/></sheets></workbook>";

static void add(zip_t *zip, const char *name, const void *bytes, size_t n)
{
    zip_source_t *source = zip_source_buffer(zip, bytes, n, 0);
    zip_int64_t index = zip_file_add(zip, name, source, 0);
    HOLDS(index >= 0);
    zip_set_file_compression(zip, (zip_uint64_t)index, ZIP_CM_STORE, 0);
}

/* The package of these parts; the caller frees it. */
static void *pack(const uint8_t *bytes, size_t n, size_t *length)
{
    zip_source_t *whole = zip_source_buffer_create(NULL, 0, 0, NULL);
    zip_source_keep(whole);
    zip_t *zip = zip_open_from_source(whole, ZIP_TRUNCATE, NULL);
    add(zip, "_rels/.rels", root, sizeof root - 1);
    add(zip, "xl/_rels/workbook.xml.rels", relations, sizeof relations - 1);
    size_t part = 0;
    for (; part < PARTS && n > 0; part++) {
        const uint8_t *end = memchr(bytes, 0xFF, n);
        size_t size = end != NULL ? (size_t)(end - bytes) : n;
        add(zip, names[part], bytes, size);
        bytes += end != NULL ? size + 1 : size;
        n -= end != NULL ? size + 1 : size;
    }
    if (part < PARTS)
        add(zip, names[PARTS - 1], workbook, sizeof workbook - 1);
    HOLDS(zip_close(zip) == 0);
    zip_stat_t info;
    HOLDS(zip_source_stat(whole, &info) == 0 && zip_source_open(whole) == 0);
    *length = (size_t)info.size;
    void *packed = malloc(*length);
    HOLDS(zip_source_read(whole, packed, *length) == (zip_int64_t)*length);
    zip_source_close(whole);
    zip_source_free(whole);
    return packed;
}

static void read_book(const void *bytes, size_t n)
{
    struct xlsx_book *book = calloc(1, sizeof *book);
    book->limits = (struct xlsx_limits){.rows = ROWS, .columns = COLUMNS};
    unsigned row = 0, column = 0, rows = 0;
    if (xlsx_package_open(&book->package, zip_source_buffer_create(bytes, n, 0, NULL), BYTES) &&
        xlsx_book_begin(book, NULL)) {
        const struct xlsx_stretch *stretch = &book->stretch;
        while (xlsx_book_more(book) && stretch->out > 0) {
            for (size_t i = 0; i < stretch->out; i++) {
                const struct xlsx_cell *cell = &stretch->cells[i];
                HOLDS(cell->row > row || (cell->row == row && cell->column > column));
                HOLDS(cell->column <= COLUMNS);
                HOLDS(cell->kind != XLSX_TEXT || cell->start + cell->length <= stretch->text.length);
                rows += cell->row > row;
                row = cell->row;
                column = cell->column;
            }
        }
        HOLDS(rows <= ROWS);
    }
    HOLDS(book->package.failure.code == NULL || book->package.failure.message[0] != '\0');
    xlsx_book_free(book);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    if (n >= 2 && memcmp(bytes, "PK", 2) == 0) {
        read_book(bytes, n);
    } else {
        size_t length;
        void *packed = pack(bytes, n, &length);
        read_book(packed, length);
        free(packed);
    }
    return 0;
}
