/* The one list of modules written in C; see lua.c. */
#ifndef SIJANG_MODULES_H
#define SIJANG_MODULES_H

#include "vm.h"

/* Puts every C module of this kind of state into package.preload. */
void modules_preload(lua_State *L, enum vm_kind kind);

/* Heads the definition of a module's luaopen function: declares it as well, for the one list above. */
#define MODULE(name)                                                                                                   \
    int luaopen_##name(lua_State *L);                                                                                  \
    int luaopen_##name(lua_State *L)

#endif
