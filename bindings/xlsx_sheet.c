/* The cells of a sheet: <row r="3"><c r="B3" s="1" t="s"><v>0</v></c></row>. What a cell shows becomes a text, a number or a
 * truth; formulas are passed over, their last result is taken. */
#include "xlsx_book.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ROW_LAST = 1048576, COLUMN_LAST = 16384 };

/* "BC12" is in column 55; 0 for what is no such reference. */
static unsigned column_of(const char *reference)
{
    unsigned column = 0;
    for (; *reference >= 'A' && *reference <= 'Z' && column <= COLUMN_LAST; reference++)
        column = column * 26 + (unsigned)(*reference - 'A') + 1;
    return column;
}

static void begin_row(struct xlsx_book *book, const char **attributes)
{
    struct xlsx_place *place = &book->place;
    const char *reference = xlsx_attribute(attributes, "r");
    unsigned long row = reference != NULL ? strtoul(reference, NULL, 10) : place->row + 1UL;
    if (row <= place->row || row > ROW_LAST)
        xlsx_fail(&book->package, "format", "damaged: row after row %u", place->row);
    else
        place->row = (unsigned)row;
    place->column = 0;
}

static void begin_cell(struct xlsx_book *book, const char **attributes)
{
    struct xlsx_place *place = &book->place;
    const char *reference = xlsx_attribute(attributes, "r"), *style = xlsx_attribute(attributes, "s"),
               *type = xlsx_attribute(attributes, "t");
    unsigned column = reference != NULL ? column_of(reference) : place->column + 1;
    if (place->row == 0 || column <= place->column || column > COLUMN_LAST) {
        xlsx_fail(&book->package, "format", "damaged: a cell out of its place in row %u", place->row);
        return;
    }
    place->column = column;
    place->style = style != NULL ? (unsigned)strtoul(style, NULL, 10) : 0;
    place->type = 'n';
    if (type != NULL)
        place->type = strcmp(type, "str") == 0 ? 'f' : type[0];
    place->in_cell = true;
    place->value.length = 0;
}

static struct xlsx_cell *add_cell(struct xlsx_book *book)
{
    enum { FIRST_ROOM = 256 };
    struct xlsx_stretch *stretch = &book->stretch;
    struct xlsx_place *place = &book->place;
    if (place->column > book->limits.columns) {
        xlsx_fail(&book->package, "too_large", "more than %u columns in row %u", book->limits.columns, place->row);
        return NULL;
    }
    if (place->row != place->last_row && ++place->rows > book->limits.rows) {
        xlsx_fail(&book->package, "too_large", "more than %u rows", book->limits.rows);
        return NULL;
    }
    place->last_row = place->row;
    if (stretch->count == stretch->room) {
        size_t room = stretch->room == 0 ? FIRST_ROOM : stretch->room * 2;
        struct xlsx_cell *larger = realloc(stretch->cells, room * sizeof *larger);
        if (larger == NULL) {
            xlsx_fail(&book->package, "memory", "no memory to read it");
            return NULL;
        }
        stretch->cells = larger;
        stretch->room = room;
    }
    struct xlsx_cell *cell = &stretch->cells[stretch->count++];
    *cell = (struct xlsx_cell){.row = place->row, .column = place->column};
    return cell;
}

static void add_text(struct xlsx_book *book, const char *text, size_t length)
{
    if (length == 0)
        return;
    struct xlsx_cell *cell = add_cell(book);
    if (cell == NULL)
        return;
    cell->kind = XLSX_TEXT;
    cell->start = book->stretch.text.length;
    cell->length = length;
    xlsx_bytes_add(&book->package, &book->stretch.text, text, length);
}

static void add_number(struct xlsx_book *book, enum xlsx_kind kind, double number)
{
    struct xlsx_cell *cell = add_cell(book);
    if (cell == NULL)
        return;
    cell->kind = kind;
    cell->number = number;
}

/* Of the value's text: a number, and nothing else. */
static bool number_of(struct xlsx_bytes *value, double *number)
{
    char *end;
    value->data[value->length - 1] = '\0';
    *number = strtod(value->data, &end);
    return end != value->data && *end == '\0' && isfinite(*number);
}

static void end_number(struct xlsx_book *book)
{
    struct xlsx_place *place = &book->place;
    char date[XLSX_DATE_ROOM];
    double number;
    if (!number_of(&place->value, &number)) {
        xlsx_fail(&book->package, "format", "damaged: no number in row %u", place->row);
        return;
    }
    if (place->type == 's') {
        const struct xlsx_strings *strings = &book->strings;
        /* the last mark is where the last text ends */
        if (!(number >= 0 && number + 1 < (double)strings->count)) {
            xlsx_fail(&book->package, "format", "damaged: a text that is not there, in row %u", place->row);
            return;
        }
        size_t i = (size_t)number;
        if (strings->text.data != NULL)
            add_text(book, strings->text.data + strings->starts[i], strings->starts[i + 1] - strings->starts[i]);
    } else if (place->type == 'b') {
        add_number(book, XLSX_BOOLEAN, number != 0);
    } else if (place->style < book->styles.count && book->styles.dates[place->style] &&
               xlsx_date_format(number, book->since_1904, date)) {
        add_text(book, date, strlen(date));
    } else {
        add_number(book, XLSX_NUMBER, number);
    }
}

static void end_cell(struct xlsx_book *book)
{
    struct xlsx_place *place = &book->place;
    struct xlsx_bytes *value = &place->value;
    place->in_cell = place->in_value = place->in_phonetic = false;
    if (value->length == 0)
        return;
    switch (place->type) {
    case 'n':
    case 's':
    case 'b':
        if (xlsx_bytes_add(&book->package, value, "", 1)) /* its end, for strtod */
            end_number(book);
        break;
    default: /* a text in its place, the result of a formula, an error (#N/A) or a day as ISO 8601 */
        xlsx_bytes_unescape(value, 0);
        add_text(book, value->data, value->length);
    }
}

static void on_start(void *context, const char *name, const char **attributes)
{
    struct xlsx_book *book = context;
    struct xlsx_place *place = &book->place;
    if (!place->in_cell) {
        if (strcmp(name, "row") == 0)
            begin_row(book, attributes);
        else if (strcmp(name, "c") == 0)
            begin_cell(book, attributes);
    } else if (strcmp(name, "v") == 0 || (strcmp(name, "t") == 0 && !place->in_phonetic)) {
        place->in_value = true;
    } else if (strcmp(name, "rPh") == 0) {
        place->in_phonetic = true;
    }
}

static void on_end(void *context, const char *name)
{
    struct xlsx_book *book = context;
    struct xlsx_place *place = &book->place;
    if (strcmp(name, "c") == 0)
        end_cell(book);
    else if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0)
        place->in_value = false;
    else if (strcmp(name, "rPh") == 0)
        place->in_phonetic = false;
}

static void on_text(void *context, const char *text, size_t length)
{
    struct xlsx_book *book = context;
    if (book->place.in_value)
        xlsx_bytes_add(&book->package, &book->place.value, text, length);
}

const struct xlsx_handlers xlsx_sheet_handlers = {on_start, on_end, on_text};
