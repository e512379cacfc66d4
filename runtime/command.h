/* A command: one Lua state whose main coroutine may wait, running runtime/command.lua with the words of the command
 * line. */
#ifndef SIJANG_COMMAND_H
#define SIJANG_COMMAND_H

/* Runs the words after the program's name; returns the exit status. */
int command_run(int argc, char **argv);

#endif
