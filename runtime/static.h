/* Built assets: /static/… from build/static, each file mapped once, with its .br and .gz beside it. Names that carry
 * their content's hash never change and are cached for ever; others are asked for again by ETag. */
#ifndef SIJANG_STATIC_H
#define SIJANG_STATIC_H

#include "request.h"

#define STATIC_FOLDER "build/static" /* below config_root() */

/* Answers GET and HEAD of a file that exists; otherwise leaves the request to Lua. */
bool static_answer(struct request *request);

/* Forgets what was mapped: after the assets were built anew, and at the end. */
void static_forget(void);

#endif
