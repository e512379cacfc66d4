/* An .xlsx file as what it is, a zip of XML, opened for one who trusts nothing in it: how much it may unpack to, how deep its
 * XML may nest and that it declares no entities is decided here. Everything may be called in the thread pool. */
#ifndef SIJANG_XLSX_PACKAGE_H
#define SIJANG_XLSX_PACKAGE_H

#include <expat.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <zip.h>

/* The first thing that went wrong; `code` is NULL while nothing did. */
struct xlsx_failure {
    const char *code;
    char message[160];
};

struct xlsx_package {
    zip_t *zip;
    uint64_t left; /* bytes that may still be made of it */
    struct xlsx_failure failure;
};

/* Keeps the first failure, and returns false. */
__attribute__((format(printf, 3, 4))) bool xlsx_fail(struct xlsx_package *package, const char *code, const char *format,
                                                     ...);

/* Opens a package of all zero bytes, and takes the source. `most`: bytes that all its parts together may become. */
bool xlsx_package_open(struct xlsx_package *package, zip_source_t *source, uint64_t most);
void xlsx_package_close(struct xlsx_package *package);

/* Takes `bytes` off what may still be made; fails with "too_large" when that is too little. */
bool xlsx_package_spend(struct xlsx_package *package, uint64_t bytes);

/* Told of a part's elements. Names come without their namespace's prefix. Attributes: name, value, …, NULL. */
struct xlsx_handlers {
    void (*start)(void *context, const char *name, const char **attributes);
    void (*end)(void *context, const char *name);
    void (*text)(void *context, const char *text, size_t length);
};

/* One part on its way through the parser; all zero when there is none. */
struct xlsx_part {
    struct xlsx_package *package;
    zip_file_t *file;
    XML_Parser parser;
    const struct xlsx_handlers *handlers;
    void *context;
    unsigned depth;
};

enum xlsx_step { XLSX_MORE, XLSX_END, XLSX_FAILED };

/* Opens the part of this path within the package; its context and handlers must stay where they are. */
bool xlsx_part_open(struct xlsx_part *part, struct xlsx_package *package, const char *path,
                    const struct xlsx_handlers *handlers, void *context);
/* Parses the next 64 KB. */
enum xlsx_step xlsx_part_step(struct xlsx_part *part);
void xlsx_part_close(struct xlsx_part *part);

/* A whole part at once. */
bool xlsx_part_read(struct xlsx_package *package, const char *path, const struct xlsx_handlers *handlers,
                    void *context);

/* An attribute's value by its name without prefix, or NULL. */
const char *xlsx_attribute(const char **attributes, const char *name);

#endif
