/* qr.modules(text) -> modules, width | nil, message, "too_long"         width × width letters, "1" is dark, by row
 * qr.png(text [, scale]) -> bytes, pixels | nil, message, "too_long"     a picture of that width and height, with its margin
 *
 * Error correction M, the smallest version that holds the text; scale: pixels a module, 1 to 16, 6 unless told. The picture
 * has one bit a pixel. Nothing waits, nothing is owned: what libraries allocate is freed before Lua may raise. */
#include "binding.h"

#include <errno.h>
#include <libdeflate.h>
#include <qrencode.h>
#include <stdint.h>

enum {
    WIDTH_MOST = 177,
    MARGIN = 4,
    SCALE = 6,
    SCALE_MOST = 16,
    TEXT_MOST = 2331,
    CHUNK_EXTRA = 12,
    HEADER = 13,
    CHUNKS = 3
};

struct symbol {
    int width;
    unsigned char dark[WIDTH_MOST * WIDTH_MOST];
};

/* False when the text does not fit into any symbol. */
static bool encode(lua_State *L, struct symbol *symbol)
{
    size_t n;
    const char *text = check_string(L, 1, &n);
    luaL_argcheck(L, n > 0, 1, "a text that is not empty expected");
    if (n > TEXT_MOST)
        return false;
    QRcode *made = QRcode_encodeData((int)n, (const unsigned char *)text, 0, QR_ECLEVEL_M);
    if (made == NULL) {
        if (errno != ERANGE)
            luaL_error(L, "no memory for a QR code");
        return false;
    }
    symbol->width = made->width;
    for (int i = 0; i < made->width * made->width; i++)
        symbol->dark[i] = made->data[i] & 1;
    QRcode_free(made);
    return true;
}

static int push_too_long(lua_State *L)
{
    return push_error(L, "too_long", "the text does not fit into a QR code");
}

static int qr_modules(lua_State *L)
{
    struct symbol symbol;
    if (!encode(L, &symbol))
        return push_too_long(L);
    int count = symbol.width * symbol.width;
    for (int i = 0; i < count; i++)
        symbol.dark[i] = symbol.dark[i] ? '1' : '0';
    lua_pushlstring(L, (const char *)symbol.dark, (size_t)count);
    lua_pushinteger(L, symbol.width);
    return 2;
}

/* ── PNG ── */

static void put_number(unsigned char *at, uint32_t number)
{
    for (int i = 0; i < 4; i++)
        at[i] = (unsigned char)(number >> (24 - 8 * i));
}

/* Heads and closes a chunk whose data lies at out + 8 already; returns where the next one begins. */
static unsigned char *finish_chunk(unsigned char *out, const char *type, size_t length)
{
    put_number(out, (uint32_t)length);
    memcpy(out + 4, type, 4);
    put_number(out + 8 + length, libdeflate_crc32(0, out + 4, length + 4));
    return out + CHUNK_EXTRA + length;
}

/* Rows of one bit a pixel, each behind the byte that says it is as it is; a set bit is white. */
static void draw(const struct symbol *symbol, int scale, unsigned char *rows, size_t row_bytes)
{
    int pixels = (symbol->width + 2 * MARGIN) * scale;
    memset(rows, 0xFF, row_bytes * (size_t)pixels);
    for (int y = 0; y < pixels; y++) {
        unsigned char *row = rows + row_bytes * (size_t)y;
        row[0] = 0;
        int line = y / scale - MARGIN;
        if (line < 0 || line >= symbol->width)
            continue;
        for (int x = MARGIN * scale; x < (symbol->width + MARGIN) * scale; x++) {
            if (symbol->dark[line * symbol->width + x / scale - MARGIN])
                row[1 + x / 8] = (unsigned char)(row[1 + x / 8] & ~(0x80 >> x % 8));
        }
    }
}

/* The length of the compressed rows; 0 when there is no memory for it. */
static size_t compress_rows(const unsigned char *rows, size_t length, unsigned char *out, size_t room)
{
    struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(9);
    if (compressor == NULL)
        return 0;
    size_t made = libdeflate_zlib_compress(compressor, rows, length, out, room);
    libdeflate_free_compressor(compressor);
    return made;
}

static int qr_png(lua_State *L)
{
    static const unsigned char signature[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    static const unsigned char gray_of_one_bit[] = {1, 0, 0, 0, 0};
    struct symbol symbol;
    int scale = lua_isnoneornil(L, 2) ? SCALE : (int)check_integer(L, 2, 1, SCALE_MOST);
    if (!encode(L, &symbol))
        return push_too_long(L);
    int pixels = (symbol.width + 2 * MARGIN) * scale;
    size_t row_bytes = 1 + ((size_t)pixels + 7) / 8, length = row_bytes * (size_t)pixels;
    size_t room = libdeflate_zlib_compress_bound(NULL, length);
    unsigned char *rows = lua_newuserdata(L, length);
    unsigned char *out = lua_newuserdata(L, sizeof signature + (size_t)CHUNKS * CHUNK_EXTRA + HEADER + room);
    draw(&symbol, scale, rows, row_bytes);
    memcpy(out, signature, sizeof signature);
    unsigned char *at = out + sizeof signature;
    put_number(at + 8, (uint32_t)pixels);
    put_number(at + 12, (uint32_t)pixels);
    memcpy(at + 16, gray_of_one_bit, sizeof gray_of_one_bit);
    at = finish_chunk(at, "IHDR", HEADER);
    size_t made = compress_rows(rows, length, at + 8, room);
    if (made == 0)
        return luaL_error(L, "no memory for a QR code");
    at = finish_chunk(at, "IDAT", made);
    at = finish_chunk(at, "IEND", 0);
    lua_pushlstring(L, (const char *)out, (size_t)(at - out));
    lua_pushinteger(L, pixels);
    return 2;
}

MODULE(qr)
{
    static const luaL_Reg functions[] = {{"modules", qr_modules}, {"png", qr_png}, {NULL, NULL}};
    lua_newtable(L);
    luaL_register(L, NULL, functions);
    return 1;
}
