#include "xlsx_package.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum {
    ENTRIES_MOST = 2000,
    DEPTH_MOST = 64, /* a sheet's own elements nest eight deep */
    CHUNK = 64 << 10,
};

bool xlsx_fail(struct xlsx_package *package, const char *code, const char *format, ...)
{
    struct xlsx_failure *failure = &package->failure;
    if (failure->code != NULL)
        return false;
    failure->code = code;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(failure->message, sizeof failure->message, format, arguments);
    va_end(arguments);
    return false;
}

bool xlsx_package_open(struct xlsx_package *package, zip_source_t *source, uint64_t most)
{
    package->left = most;
    package->zip = source != NULL ? zip_open_from_source(source, ZIP_RDONLY, NULL) : NULL;
    if (package->zip == NULL) {
        if (source != NULL)
            zip_source_free(source);
        return xlsx_fail(package, "format", "not an .xlsx file");
    }
    if (zip_get_num_entries(package->zip, 0) > ENTRIES_MOST)
        return xlsx_fail(package, "too_large", "more than %d parts", ENTRIES_MOST);
    return true;
}

void xlsx_package_close(struct xlsx_package *package)
{
    if (package->zip != NULL)
        zip_discard(package->zip);
    package->zip = NULL;
}

bool xlsx_package_spend(struct xlsx_package *package, uint64_t bytes)
{
    if (bytes > package->left)
        return xlsx_fail(package, "too_large", "it unpacks to more than allowed");
    package->left -= bytes;
    return true;
}

static const char *local_name(const char *name)
{
    const char *colon = strrchr(name, ':');
    return colon != NULL ? colon + 1 : name;
}

const char *xlsx_attribute(const char **attributes, const char *name)
{
    for (; *attributes != NULL; attributes += 2)
        if (strcmp(local_name(attributes[0]), name) == 0)
            return attributes[1];
    return NULL;
}

/* ── What expat calls ── */

/* Whoever failed within a handler is not called again. */
static void stop_after_failure(struct xlsx_part *part)
{
    if (part->package->failure.code != NULL)
        XML_StopParser(part->parser, XML_FALSE);
}

static void XMLCALL on_start(void *data, const XML_Char *name, const XML_Char **attributes)
{
    struct xlsx_part *part = data;
    if (++part->depth > DEPTH_MOST)
        xlsx_fail(part->package, "format", "XML nested more than %d deep", DEPTH_MOST);
    else if (part->handlers->start != NULL)
        part->handlers->start(part->context, local_name(name), (const char **)attributes);
    stop_after_failure(part);
}

static void XMLCALL on_end(void *data, const XML_Char *name)
{
    struct xlsx_part *part = data;
    part->depth--;
    if (part->handlers->end != NULL)
        part->handlers->end(part->context, local_name(name));
    stop_after_failure(part);
}

static void XMLCALL on_text(void *data, const XML_Char *text, int length)
{
    struct xlsx_part *part = data;
    if (part->handlers->text != NULL)
        part->handlers->text(part->context, text, (size_t)length);
    stop_after_failure(part);
}

/* No writer of sheets declares a document type; entities that grow without end do. */
static void XMLCALL on_doctype(void *data, const XML_Char *name, const XML_Char *system, const XML_Char *public,
                               int internal)
{
    (void)name, (void)system, (void)public, (void)internal;
    struct xlsx_part *part = data;
    xlsx_fail(part->package, "format", "a document type is declared");
    stop_after_failure(part);
}

/* ── Parts ── */

bool xlsx_part_open(struct xlsx_part *part, struct xlsx_package *package, const char *path,
                    const struct xlsx_handlers *handlers, void *context)
{
    *part = (struct xlsx_part){.package = package, .handlers = handlers, .context = context};
    zip_stat_t info;
    if (zip_stat(package->zip, path, ZIP_FL_NOCASE, &info) != 0 || (info.valid & ZIP_STAT_INDEX) == 0)
        return xlsx_fail(package, "format", "it has no %.80s", path);
    if ((info.valid & ZIP_STAT_COMP_METHOD) == 0 ||
        (info.comp_method != ZIP_CM_STORE && info.comp_method != ZIP_CM_DEFLATE))
        return xlsx_fail(package, "format", "packed in an unusual way");
    part->file = zip_fopen_index(package->zip, info.index, 0);
    if (part->file == NULL)
        return xlsx_fail(package, "format", "%.80s cannot be unpacked", path);
    part->parser = XML_ParserCreate(NULL);
    if (part->parser == NULL)
        return xlsx_fail(package, "memory", "no memory to read it");
    XML_SetUserData(part->parser, part);
    XML_SetElementHandler(part->parser, on_start, on_end);
    XML_SetCharacterDataHandler(part->parser, on_text);
    XML_SetStartDoctypeDeclHandler(part->parser, on_doctype);
    return true;
}

enum xlsx_step xlsx_part_step(struct xlsx_part *part)
{
    struct xlsx_package *package = part->package;
    void *room = XML_GetBuffer(part->parser, CHUNK);
    if (room == NULL) {
        xlsx_fail(package, "memory", "no memory to read it");
        return XLSX_FAILED;
    }
    zip_int64_t length = zip_fread(part->file, room, CHUNK);
    if (length < 0) {
        xlsx_fail(package, "format", "damaged: it cannot be unpacked");
        return XLSX_FAILED;
    }
    if (!xlsx_package_spend(package, (uint64_t)length))
        return XLSX_FAILED;
    if (XML_ParseBuffer(part->parser, (int)length, length == 0) != XML_STATUS_OK) {
        xlsx_fail(package, "format", "damaged: %s in line %lu", XML_ErrorString(XML_GetErrorCode(part->parser)),
                  XML_GetCurrentLineNumber(part->parser));
        return XLSX_FAILED;
    }
    return length == 0 ? XLSX_END : XLSX_MORE;
}

void xlsx_part_close(struct xlsx_part *part)
{
    if (part->parser != NULL)
        XML_ParserFree(part->parser);
    if (part->file != NULL)
        zip_fclose(part->file);
    *part = (struct xlsx_part){0};
}

bool xlsx_part_read(struct xlsx_package *package, const char *path, const struct xlsx_handlers *handlers, void *context)
{
    struct xlsx_part part;
    enum xlsx_step step = XLSX_FAILED;
    if (xlsx_part_open(&part, package, path, handlers, context))
        do
            step = xlsx_part_step(&part);
        while (step == XLSX_MORE);
    xlsx_part_close(&part);
    return step == XLSX_END;
}
