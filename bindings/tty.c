/* tty.is(fd) -> boolean          whether the descriptor (0, 1, 2) is a terminal
 * tty.width() -> integer         columns of the terminal on standard output or error; 80 when there is none
 *
 * Nothing waits, nothing is owned. */
#include "binding.h"

#include <sys/ioctl.h>
#include <unistd.h>

static int tty_is(lua_State *L)
{
    lua_pushboolean(L, isatty((int)check_integer(L, 1, 0, 2)));
    return 1;
}

static int tty_width(lua_State *L)
{
    struct winsize size;
    int columns = 80;
    for (int fd = STDOUT_FILENO; fd <= STDERR_FILENO; fd++) {
        if (ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
            columns = size.ws_col;
            break;
        }
    }
    lua_pushinteger(L, columns);
    return 1;
}

MODULE(tty)
{
    static const luaL_Reg functions[] = {{"is", tty_is}, {"width", tty_width}, {NULL, NULL}};
    lua_newtable(L);
    luaL_register(L, NULL, functions);
    return 1;
}
