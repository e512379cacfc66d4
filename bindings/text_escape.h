/* Escapes for what a page is made of, reached from Lua by FFI: size_t text_escape_html(const char *s, size_t n, char *out).
 * Each returns how many bytes it wrote; `out` must have room for 6 n bytes and may not overlap `s`. They touch nothing
 * else, so compiled Lua may call them. Input is UTF-8 already (text.valid); bytes above 0x7F pass as they are, but for
 * text_escape_url, which encodes them. */
#ifndef SIJANG_TEXT_ESCAPE_H
#define SIJANG_TEXT_ESCAPE_H

#include <stddef.h>

#define TEXT_EXPORT __attribute__((visibility("default"), used))

/* Text between tags, and values in quotes: & < > " ' */
TEXT_EXPORT size_t text_escape_html(const char *s, size_t n, char *out);
/* An attribute's value in quotes: the above and the back-tick, which an old engine takes for a quote. */
TEXT_EXPORT size_t text_escape_attr(const char *s, size_t n, char *out);
/* One component of a URL (a path segment, a query name or value): all but A-Z a-z 0-9 - . _ ~ as %XX. */
TEXT_EXPORT size_t text_escape_url(const char *s, size_t n, char *out);
/* Inside a quoted JavaScript string, also within a script element or an attribute: \uXXXX for what could end either. */
TEXT_EXPORT size_t text_escape_js(const char *s, size_t n, char *out);
/* A whole URL as an attribute's value. Relative, http, https, mailto and tel pass, with anything that a URL cannot hold
 * as %XX and & as &amp;; any other scheme (javascript:, data:) becomes "#". */
TEXT_EXPORT size_t text_escape_href(const char *s, size_t n, char *out);

#endif
