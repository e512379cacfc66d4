/* The writing half of `xlsx`; its face is in xlsx.c. Rows go to a temporary file as they come (libxlsxwriter's "constant
 * memory"), and the thread pool packs them. A text is written as a text whatever it begins with, so that nothing a shopper
 * typed is ever a formula. */
#include "utf8.h"
#include "xlsx.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>

#define WRITER "sijang.xlsx.writer"

enum { COLUMNS_MOST = 256, ROWS_MOST = 1048576, TEXT_MOST = 32767, BOOK_MOST = 256 << 20, TITLE_MOST = 255 };
enum column_kind { TEXT, NUMBER, WON, DATE, TIME, KINDS };

static const char *const kind_names[] = {"text", "number", "won", "date", "time", NULL};

struct writer {
    struct xlsx_work work;
    lxw_workbook *book;
    lxw_worksheet *sheet;
    lxw_format *formats[KINDS], *header;
    lxw_row_t row;
    int columns;
    enum column_kind kinds[COLUMNS_MOST];
    char path[64];
    char *bytes; /* of the finished file */
    size_t length;
    const char *code; /* what went wrong, or NULL */
    char message[128];
};

static struct writer *writer_of(struct xlsx_work *work)
{
    return (struct writer *)(void *)((char *)work - offsetof(struct writer, work));
}

/* ── In the thread pool ── */

static void fail(struct writer *writer, const char *code, const char *message)
{
    writer->code = code;
    snprintf(writer->message, sizeof writer->message, "%s", message);
}

static void fail_errno(struct writer *writer, int error)
{
    const char *name = strerrorname_np(error);
    fail(writer, name != NULL ? name : "EIO", strerror(error));
}

static void read_back(struct writer *writer)
{
    FILE *file = fopen(writer->path, "re");
    struct stat info;
    if (file == NULL || fstat(fileno(file), &info) != 0) {
        fail_errno(writer, errno);
    } else if (info.st_size > BOOK_MOST) {
        fail(writer, "too_large", "a workbook of more than 256 MB");
    } else {
        writer->length = (size_t)info.st_size;
        writer->bytes = malloc(writer->length + 1);
        if (writer->bytes == NULL)
            fail(writer, "memory", "no memory to keep the workbook");
        else if (fread(writer->bytes, 1, writer->length, file) != writer->length)
            fail_errno(writer, EIO);
    }
    if (file != NULL)
        fclose(file);
}

static void run_finish(struct xlsx_work *work)
{
    struct writer *writer = writer_of(work);
    lxw_error error = workbook_close(writer->book);
    writer->book = NULL;
    if (error != LXW_NO_ERROR)
        fail(writer, "EIO", lxw_strerror(error));
    else
        read_back(writer);
    unlink(writer->path);
}

/* ── On the loop ── */

/* libxlsxwriter closes a sheet's temporary file only where it packs it. */
static void throw_away(struct writer *writer)
{
    lxw_worksheet *sheet;
    STAILQ_FOREACH(sheet, writer->book->worksheets, list_pointers)
    {
        if (sheet->optimize_tmpfile != NULL)
            fclose(sheet->optimize_tmpfile);
    }
    lxw_workbook_free(writer->book);
    unlink(writer->path);
}

static void writer_release(struct xlsx_work *work)
{
    struct writer *writer = writer_of(work);
    if (writer->book != NULL)
        throw_away(writer);
    free(writer->bytes);
    free(writer);
}

static int push_bytes(lua_State *L, struct xlsx_work *work)
{
    struct writer *writer = writer_of(work);
    if (writer->code != NULL)
        return push_error(L, writer->code, "%s", writer->message);
    lua_pushlstring(L, writer->bytes, writer->length);
    free(writer->bytes);
    writer->bytes = NULL;
    return 1;
}

static struct writer **check_slot(lua_State *L)
{
    return luaL_checkudata(L, 1, WRITER);
}

static struct writer *check_writer(lua_State *L)
{
    struct writer *writer = *check_slot(L);
    if (writer != NULL && writer->book != NULL && !writer->work.running)
        return writer;
    luaL_error(L, "the workbook is finished");
    abort(); /* never: luaL_error jumps */
}

static void make_formats(struct writer *writer)
{
    static const char *const codes[] = {[WON] = "#,##0", [DATE] = "yyyy-mm-dd", [TIME] = "yyyy-mm-dd hh:mm"};
    writer->header = workbook_add_format(writer->book);
    format_set_bold(writer->header);
    format_set_bg_color(writer->header, 0xEDEFF2);
    format_set_bottom(writer->header, LXW_BORDER_THIN);
    for (enum column_kind kind = WON; kind <= TIME; kind++) {
        writer->formats[kind] = workbook_add_format(writer->book);
        format_set_num_format(writer->formats[kind], codes[kind]);
    }
}

int xlsx_create(lua_State *L)
{
    struct writer **slot = lua_newuserdata(L, sizeof(struct writer *));
    *slot = NULL;
    luaL_getmetatable(L, WRITER);
    lua_setmetatable(L, -2);
    struct writer *writer = calloc(1, sizeof *writer);
    if (writer == NULL)
        return luaL_error(L, "no memory");
    snprintf(writer->path, sizeof writer->path, "/tmp/sijang-xlsx-XXXXXX");
    int fd = mkostemp(writer->path, O_CLOEXEC);
    if (fd < 0) {
        int error = errno;
        free(writer);
        const char *name = strerrorname_np(error);
        return push_error(L, name != NULL ? name : "EIO", "%s", strerror(error));
    }
    close(fd);
    lxw_workbook_options options = {.constant_memory = LXW_TRUE};
    writer->book = workbook_new_opt(writer->path, &options);
    if (writer->book == NULL) {
        unlink(writer->path);
        free(writer);
        return luaL_error(L, "no memory");
    }
    writer->work = (struct xlsx_work){.run = run_finish, .push = push_bytes, .release = writer_release};
    make_formats(writer);
    *slot = writer;
    return 1;
}

/* A string that a cell can hold; a longer one is cut at a letter. */
static const char *cell_text(lua_State *L, int index, char *cut)
{
    size_t length;
    const char *text = lua_tolstring(L, index, &length);
    if (!utf8_valid(text, length) || memchr(text, '\0', length) != NULL)
        luaL_error(L, "a text for a cell must be UTF-8 without NUL");
    if (length <= TEXT_MOST)
        return text;
    size_t end = TEXT_MOST;
    while (end > 0 && ((unsigned char)text[end] & 0xC0) == 0x80)
        end--;
    memcpy(cut, text, end);
    cut[end] = '\0';
    return cut;
}

struct column {
    const char *title; /* kept alive by the table that it comes from */
    enum column_kind kind;
    double width;
    bool hidden;
};

/* Column `i` of the table at index 3. */
static struct column check_column(lua_State *L, int i)
{
    enum { NARROWEST = 8 };
    struct column column = {0};
    size_t length = 0;
    lua_rawgeti(L, 3, i + 1);
    if (!lua_istable(L, -1))
        luaL_argerror(L, 3, "a table for each column expected");
    lua_getfield(L, -1, "title");
    column.title = lua_tolstring(L, -1, &length);
    if (column.title == NULL || length > TITLE_MOST || !utf8_valid(column.title, length))
        luaL_error(L, "column %d has no title", i + 1);
    lua_getfield(L, -2, "kind");
    column.kind = lua_isnil(L, -1) ? TEXT : (enum column_kind)luaL_checkoption(L, -1, NULL, kind_names);
    lua_getfield(L, -3, "width");
    column.width = lua_isnil(L, -1) ? NARROWEST + (double)length / 2 : luaL_checknumber(L, -1);
    lua_getfield(L, -4, "hidden");
    column.hidden = lua_toboolean(L, -1) != 0;
    lua_pop(L, 5);
    return column;
}

static int writer_sheet(lua_State *L)
{
    struct writer *writer = check_writer(L);
    size_t length;
    const char *name = check_string(L, 2, &length);
    luaL_checktype(L, 3, LUA_TTABLE);
    int columns = (int)lua_objlen(L, 3);
    luaL_argcheck(L, columns >= 1 && columns <= COLUMNS_MOST, 3, "1 to 256 columns expected");
    for (int i = 0; i < columns; i++)
        check_column(L, i);
    luaL_argcheck(L, utf8_valid(name, length) && workbook_validate_sheet_name(writer->book, name) == LXW_NO_ERROR, 2,
                  "a new sheet's name expected: at most 31 letters, none of []:*?/\\");
    writer->sheet = workbook_add_worksheet(writer->book, name);
    if (writer->sheet == NULL)
        return luaL_error(L, "no memory");
    writer->columns = columns;
    writer->row = 1;
    for (int i = 0; i < columns; i++) {
        struct column column = check_column(L, i);
        lxw_col_t at = (lxw_col_t)i;
        lxw_row_col_options options = {.hidden = column.hidden ? LXW_TRUE : LXW_FALSE};
        writer->kinds[i] = column.kind;
        worksheet_set_column_opt(writer->sheet, at, at, column.width, NULL, &options);
        worksheet_write_string(writer->sheet, 0, at, column.title, writer->header);
    }
    worksheet_freeze_panes(writer->sheet, 1, 0);
    return 0;
}

/* Takes `count` digits off, and what comes before them. */
static bool take_digits(const char **at, const char *before, int count, int low, int high, int *number)
{
    if (*before != '\0' && (**at == '\0' || strchr(before, **at) == NULL))
        return false;
    const char *digit = *before != '\0' ? *at + 1 : *at;
    *number = 0;
    for (; count > 0; count--, digit++) {
        if (*digit < '0' || *digit > '9')
            return false;
        *number = *number * 10 + (*digit - '0');
    }
    *at = digit;
    return *number >= low && *number <= high;
}

/* "2026-11-29", "2026-11-29 13:05" and with seconds; a T may stand for the space. */
static bool read_time(const char *text, lxw_datetime *time)
{
    int second = 0;
    *time = (lxw_datetime){0};
    if (!take_digits(&text, "", 4, 1900, 9999, &time->year) || !take_digits(&text, "-", 2, 1, 12, &time->month) ||
        !take_digits(&text, "-", 2, 1, 31, &time->day))
        return false;
    if (*text != '\0' &&
        (!take_digits(&text, " T", 2, 0, 23, &time->hour) || !take_digits(&text, ":", 2, 0, 59, &time->min)))
        return false;
    if (*text != '\0' && !take_digits(&text, ":", 2, 0, 59, &second))
        return false;
    time->sec = second;
    return *text == '\0';
}

/* Seconds since 1970 as a day number in Asia/Seoul, which is nine hours ahead. */
static double serial_of(double seconds)
{
    enum { EPOCH = 25569, DAY = 86400, SEOUL = 9 * 3600 };
    return EPOCH + (seconds + SEOUL) / DAY;
}

static void write_cell(lua_State *L, struct writer *writer, lxw_col_t column)
{
    enum column_kind kind = writer->kinds[column];
    bool day = kind == DATE || kind == TIME;
    char cut[TEXT_MOST + 1];
    lxw_datetime time;
    switch (lua_type(L, -1)) {
    case LUA_TNIL:
        break;
    case LUA_TNUMBER: {
        double number = lua_tonumber(L, -1);
        worksheet_write_number(writer->sheet, writer->row, column, day ? serial_of(number) : number,
                               writer->formats[kind]);
        break;
    }
    case LUA_TBOOLEAN:
        worksheet_write_boolean(writer->sheet, writer->row, column, lua_toboolean(L, -1), NULL);
        break;
    case LUA_TSTRING: {
        const char *text = cell_text(L, -1, cut);
        if (day && read_time(text, &time))
            worksheet_write_datetime(writer->sheet, writer->row, column, &time, writer->formats[kind]);
        else
            worksheet_write_string(writer->sheet, writer->row, column, text, NULL);
        break;
    }
    default:
        luaL_error(L, "a cell holds a text, a number or a truth, not a %s", luaL_typename(L, -1));
    }
}

static int writer_row(lua_State *L)
{
    struct writer *writer = check_writer(L);
    luaL_checktype(L, 2, LUA_TTABLE);
    if (writer->sheet == NULL)
        return luaL_error(L, "no sheet yet");
    if (writer->row == ROWS_MOST)
        return push_error(L, "too_large", "a sheet has %d rows at most", ROWS_MOST);
    for (int i = 0; i < writer->columns; i++) {
        lua_rawgeti(L, 2, i + 1);
        write_cell(L, writer, (lxw_col_t)i);
        lua_pop(L, 1);
    }
    writer->row++;
    lua_pushboolean(L, true);
    return 1;
}

static int writer_finish(lua_State *L)
{
    struct writer *writer = check_writer(L);
    if (writer->sheet == NULL)
        return luaL_error(L, "no sheet yet");
    return xlsx_work_start(L, &writer->work);
}

static int writer_close(lua_State *L)
{
    struct writer **slot = check_slot(L);
    if (*slot != NULL)
        xlsx_work_abandon(&(*slot)->work);
    *slot = NULL;
    return 0;
}

void xlsx_writer_register(lua_State *L)
{
    static const luaL_Reg methods[] = {{"sheet", writer_sheet}, {"row", writer_row},    {"finish", writer_finish},
                                       {"close", writer_close}, {"__gc", writer_close}, {NULL, NULL}};
    if (luaL_newmetatable(L, WRITER)) {
        luaL_register(L, NULL, methods);
        lua_pushvalue(L, -1);
        lua_setfield(L, -2, "__index");
    }
}
