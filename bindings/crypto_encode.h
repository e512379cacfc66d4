/* The part of the module `crypto` that writes bytes as letters and reads them back. */
#ifndef SIJANG_CRYPTO_ENCODE_H
#define SIJANG_CRYPTO_ENCODE_H

#include <lauxlib.h>

extern const luaL_Reg crypto_encode_functions[];

#endif
