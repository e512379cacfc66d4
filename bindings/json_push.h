/* Makes Lua values of JSON: the reading half of the module `json`, and how bindings that are handed JSON (PostgreSQL's) decode
 * it from where it lies. */
#ifndef SIJANG_JSON_PUSH_H
#define SIJANG_JSON_PUSH_H

#include "json_read.h"

#include <lua.h>

/* Pushes the value that the text stands for. text[length] is a NUL. False when it is not JSON: reader->error and reader->at
 * say what is missing and where, and nothing is pushed. */
bool json_push(lua_State *L, const char *text, size_t length, struct json_reader *reader);

/* Pushes the metatable that marks arrays of JSON in this state. */
void json_push_mark(lua_State *L);

#endif
