/* Writes a Lua value as JSON: the writing half of the module `json`. */
#ifndef SIJANG_JSON_WRITE_H
#define SIJANG_JSON_WRITE_H

#include <lua.h>

/* json.encode(value): see json.c. Its upvalues are cjson's encode and the metatable that marks arrays. */
int json_encode(lua_State *L);
/* json.quote(string): see json.c. */
int json_quote(lua_State *L);

#endif
