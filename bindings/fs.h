/* What the two files of the fs module share. */
#ifndef SIJANG_FS_H
#define SIJANG_FS_H

#include "binding.h"

/* A path without NUL; raises in a request, where files must not be touched. */
const char *fs_check_path(lua_State *L, int index);
/* nil, "path: why", "ENOENT". */
int fs_push_failure(lua_State *L, const char *path, int error);

int fs_lock(lua_State *L);
/* Registers the metatable of locks; leaves the stack as it was or one higher. */
void fs_lock_metatable(lua_State *L);

#endif
