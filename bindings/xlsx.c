/* xlsx.open(path [, options]) -> book | nil, message, code                              waits
 *     options     sheet = name (the first one unless told), rows = 100000, columns = 256, bytes = 100 MB it may unpack to
 * book:sheets() -> names
 * book:rows() -> rows | nil at the end | nil, message, code                             waits
 *     some rows with something in them: { line = 3, "사과", nil, 12000, true }; days as "2026-11-29" or "2026-11-29 13:05:00"
 * book:close()
 * xlsx.create() -> writer
 * writer:sheet(name, columns)    columns = { { title =, kind = "text"|"number"|"won"|"date"|"time", width =, hidden = } … }
 * writer:row(values)             strings stay texts, never formulas
 * writer:finish() -> bytes | nil, message, code                                         waits
 * writer:close()
 *
 * Codes: "format" (no .xlsx, or a damaged one), "too_large" (beyond a limit; a bomb), "no_sheet", "memory", errno names.
 * Files are unpacked and parsed, packed and written in the thread pool. A book that is collected while it is read is freed
 * afterwards; so is a writer. */
#include "xlsx.h"

#include "loop.h"
#include "xlsx_book.h"

#include <errno.h>
#include <limits.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/stat.h>

#define BOOK "sijang.xlsx.book"

enum { FILE_MOST = 32 << 20 };

/* ── Work ── */

static void work_run(uv_work_t *request)
{
    struct xlsx_work *work = request->data;
    work->run(work);
}

static void work_done(uv_work_t *request, int status)
{
    (void)status; /* we never uv_cancel */
    struct xlsx_work *work = request->data;
    struct wait wait = work->wait; /* a failure frees what nobody owns */
    work->running = false;
    if (work->orphan || (work->unowned && !wait_active(&wait)))
        work->release(work);
    else if (wait_active(&wait))
        wait_done(&wait, work->push(wait_stack(&wait), work));
}

int xlsx_work_start(lua_State *L, struct xlsx_work *work)
{
    wait_check(L);
    work->request.data = work;
    if (uv_queue_work(loop_get(), &work->request, work_run, work_done) != 0)
        return luaL_error(L, "no memory");
    work->running = true;
    return wait_begin(L, &work->wait, NULL);
}

void xlsx_work_abandon(struct xlsx_work *work)
{
    if (work->running)
        work->orphan = true;
    else
        work->release(work);
}

/* ── Books ── */

struct reader {
    struct xlsx_work work;
    struct xlsx_book *book;
    char *path, *sheet; /* until it is open */
};

static struct reader *reader_of(struct xlsx_work *work)
{
    return (struct reader *)(void *)((char *)work - offsetof(struct reader, work));
}

static void reader_release(struct xlsx_work *work)
{
    struct reader *reader = reader_of(work);
    if (reader->book != NULL)
        xlsx_book_free(reader->book);
    free(reader->path);
    free(reader->sheet);
    free(reader);
}

static struct reader **check_slot(lua_State *L)
{
    return luaL_checkudata(L, 1, BOOK);
}

static struct reader *check_reader(lua_State *L)
{
    struct reader *reader = *check_slot(L);
    if (reader != NULL && !reader->work.running)
        return reader;
    luaL_error(L, reader == NULL ? "the book is closed" : "the book is being read");
    abort(); /* never: luaL_error jumps */
}

static int push_failure(lua_State *L, const struct xlsx_book *book)
{
    return push_error(L, book->package.failure.code, "%s", book->package.failure.message);
}

static void run_open(struct xlsx_work *work)
{
    struct reader *reader = reader_of(work);
    struct xlsx_package *package = &reader->book->package;
    struct stat info;
    if (stat(reader->path, &info) != 0) {
        const char *name = strerrorname_np(errno);
        xlsx_fail(package, name != NULL ? name : "EIO", "%s", strerror(errno));
    } else if (!S_ISREG(info.st_mode)) {
        xlsx_fail(package, "format", "not a file");
    } else if (info.st_size > FILE_MOST) {
        xlsx_fail(package, "too_large", "a file of more than 32 MB");
    } else if (xlsx_package_open(package, zip_source_file_create(reader->path, 0, -1, NULL),
                                 reader->book->limits.bytes)) {
        xlsx_book_begin(reader->book, reader->sheet);
    }
}

static int push_book(lua_State *L, struct xlsx_work *work)
{
    struct reader *reader = reader_of(work);
    if (reader->book->package.failure.code != NULL) {
        int results = push_failure(L, reader->book);
        reader_release(work);
        return results;
    }
    struct reader **slot = lua_newuserdata(L, sizeof(struct reader *));
    *slot = reader;
    work->unowned = false;
    luaL_getmetatable(L, BOOK);
    lua_setmetatable(L, -2);
    return 1;
}

static uint64_t limit(lua_State *L, const char *name, lua_Integer fallback, lua_Integer most)
{
    if (!lua_istable(L, 2) || !push_field(L, 2, name))
        return (uint64_t)fallback;
    uint64_t value = (uint64_t)check_integer(L, -1, 1, most);
    lua_pop(L, 1);
    return value;
}

static int xlsx_open(lua_State *L)
{
    static const lua_Integer mb = 1 << 20;
    size_t length;
    const char *path = check_string(L, 1, &length), *sheet = NULL;
    luaL_argcheck(L, length > 0 && length < PATH_MAX && strlen(path) == length, 1, "a path without NUL expected");
    if (!lua_isnoneornil(L, 2))
        luaL_checktype(L, 2, LUA_TTABLE);
    struct xlsx_limits limits = {.bytes = limit(L, "bytes", 100 * mb, 1024 * mb),
                                 .rows = (unsigned)limit(L, "rows", 100000, 1048576),
                                 .columns = (unsigned)limit(L, "columns", 256, 16384)};
    if (lua_istable(L, 2) && push_field(L, 2, "sheet"))
        sheet = check_string(L, -1, &length);
    wait_check(L);
    struct reader *reader = calloc(1, sizeof *reader);
    if (reader == NULL)
        return luaL_error(L, "no memory");
    reader->work = (struct xlsx_work){.unowned = true, .run = run_open, .push = push_book, .release = reader_release};
    reader->book = calloc(1, sizeof *reader->book);
    reader->path = strdup(path);
    reader->sheet = sheet != NULL ? strdup(sheet) : NULL;
    if (reader->book == NULL || reader->path == NULL || (sheet != NULL && reader->sheet == NULL)) {
        reader_release(&reader->work);
        return luaL_error(L, "no memory");
    }
    reader->book->limits = limits;
    return xlsx_work_start(L, &reader->work);
}

static void run_more(struct xlsx_work *work)
{
    xlsx_book_more(reader_of(work)->book);
}

static void push_cell(lua_State *L, const struct xlsx_stretch *stretch, const struct xlsx_cell *cell)
{
    switch (cell->kind) {
    case XLSX_TEXT:
        lua_pushlstring(L, stretch->text.data + cell->start, cell->length);
        break;
    case XLSX_NUMBER:
        lua_pushnumber(L, cell->number);
        break;
    case XLSX_BOOLEAN:
        lua_pushboolean(L, cell->number != 0);
        break;
    }
}

static int push_rows(lua_State *L, struct xlsx_work *work)
{
    const struct xlsx_book *book = reader_of(work)->book;
    const struct xlsx_stretch *stretch = &book->stretch;
    if (book->package.failure.code != NULL)
        return push_failure(L, book);
    if (stretch->out == 0) {
        lua_pushnil(L);
        return 1;
    }
    lua_newtable(L);
    unsigned row = 0;
    int rows = 0;
    for (size_t i = 0; i < stretch->out; i++) {
        const struct xlsx_cell *cell = &stretch->cells[i];
        if (cell->row != row) {
            if (rows > 0)
                lua_rawseti(L, -2, rows);
            row = cell->row;
            rows++;
            lua_createtable(L, (int)cell->column, 1);
            lua_pushinteger(L, (lua_Integer)row);
            lua_setfield(L, -2, "line");
        }
        push_cell(L, stretch, cell);
        lua_rawseti(L, -2, (int)cell->column);
    }
    lua_rawseti(L, -2, rows);
    return 1;
}

static int book_rows(lua_State *L)
{
    struct reader *reader = check_reader(L);
    if (reader->book->package.failure.code != NULL)
        return push_failure(L, reader->book);
    reader->work.run = run_more;
    reader->work.push = push_rows;
    return xlsx_work_start(L, &reader->work);
}

static int book_sheets(lua_State *L)
{
    const struct xlsx_book *book = check_reader(L)->book;
    lua_createtable(L, (int)book->sheets_count, 0);
    for (size_t i = 0; i < book->sheets_count; i++) {
        lua_pushstring(L, book->sheets[i].name);
        lua_rawseti(L, -2, (int)i + 1);
    }
    return 1;
}

static int book_close(lua_State *L)
{
    struct reader **slot = check_slot(L);
    if (*slot != NULL)
        xlsx_work_abandon(&(*slot)->work);
    *slot = NULL;
    return 0;
}

MODULE(xlsx)
{
    static const luaL_Reg functions[] = {{"open", xlsx_open}, {"create", xlsx_create}, {NULL, NULL}};
    static const luaL_Reg methods[] = {
        {"rows", book_rows}, {"sheets", book_sheets}, {"close", book_close}, {"__gc", book_close}, {NULL, NULL}};
    if (luaL_newmetatable(L, BOOK)) {
        luaL_register(L, NULL, methods);
        lua_pushvalue(L, -1);
        lua_setfield(L, -2, "__index");
    }
    xlsx_writer_register(L);
    lua_settop(L, 0);
    lua_newtable(L);
    luaL_register(L, NULL, functions);
    return 1;
}
