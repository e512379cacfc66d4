/* From what a page returned to what goes out: status, headers, body or file; compressed where it pays, 304 where the
 * client has it. The answers that C makes itself (errors before Lua is reached) are here too, in plain Korean. */
#ifndef SIJANG_RESPONSE_H
#define SIJANG_RESPONSE_H

#include "request.h"

/* Takes `status, headers, body` from the top `results` values of L and stores request->response and ->status. On a
 * malformed answer stores a 500 and logs it. */
void response_from_lua(struct request *request, lua_State *L, int results);

/* A small page of the runtime's own. `text` may be NULL: the status's usual sentence. */
void response_page(struct request *request, unsigned status, const char *text);

/* A body of a given type, copied. */
void response_text(struct request *request, unsigned status, const char *type, const char *text, size_t size);

/* Queues request->response on the connection. */
enum MHD_Result response_send(struct request *request);

#endif
