/* The headers of one part of a multipart body, and the header that names its boundary. Texts are decoded in place. */
#ifndef SIJANG_MULTIPART_HEADER_H
#define SIJANG_MULTIPART_HEADER_H

#include "multipart.h"

enum { MULTIPART_BOUNDARY_MOST = 70 };

/* Copies the boundary of a Content-Type out (at most MULTIPART_BOUNDARY_MOST bytes, not terminated); its length, or 0
 * when it is not a proper multipart/form-data. */
size_t multipart_header_boundary(const char *content_type, char *boundary);

/* Reads a part's header lines, each ending in CRLF, with one writable byte after the last. Decodes in place; `part` points
 * into the text. */
enum multipart_result multipart_header_parse(char *text, size_t n, struct multipart_part *part);

#endif
