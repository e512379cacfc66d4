/* Watches folders for saves, in development. Editors write a file in several steps and git writes many: the callback
 * comes once, when nothing has happened for a moment. */
#ifndef SIJANG_WATCH_H
#define SIJANG_WATCH_H

#include <stdbool.h>

/* Watches everything below root/`folder`; `changed(folder)` is called on the loop. Folders that come later are
 * found. */
bool watch_folder(const char *root, const char *folder, void (*changed)(const char *folder));
void watch_stop(void);

#endif
