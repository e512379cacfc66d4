#include "watch.h"

#include "log.h"
#include "loop.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

enum { QUIET_MS = 12, TREES = 8, DEPTH_MOST = 12, WATCHES_MOST = 4096 };

struct tree {
    const char *folder;
    void (*changed)(const char *folder);
    uv_timer_t quiet;
};

static struct tree trees[TREES];
static size_t tree_count;
static int inotify = -1;
static uv_poll_t poll_;
static struct {
    int tree;
    char *path;
} watched[WATCHES_MOST]; /* by watch descriptor */

static bool is_noise(const char *name)
{
    size_t length = strlen(name);
    return name[0] == '.' || name[0] == '#' || (length > 0 && name[length - 1] == '~') ||
           strcmp(name, "node_modules") == 0 || (length > 4 && strcmp(name + length - 4, ".swp") == 0) ||
           strcmp(name, "4913") == 0;
}

static void add(int tree, const char *path, int depth)
{
    if (depth > DEPTH_MOST)
        return;
    int descriptor = inotify_add_watch(inotify, path, IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVE | IN_ONLYDIR);
    if (descriptor < 0 || descriptor >= WATCHES_MOST)
        return;
    free(watched[descriptor].path);
    watched[descriptor].path = strdup(path);
    watched[descriptor].tree = tree;
    DIR *folder = opendir(path);
    if (folder == NULL)
        return;
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        if (entry->d_type != DT_DIR || is_noise(entry->d_name))
            continue;
        char below[PATH_MAX];
        snprintf(below, sizeof below, "%s/%s", path, entry->d_name);
        add(tree, below, depth + 1);
    }
    closedir(folder);
}

static void quiet(uv_timer_t *timer)
{
    struct tree *tree = timer->data;
    tree->changed(tree->folder);
}

static void readable(uv_poll_t *watch, int status, int events)
{
    (void)watch;
    (void)status;
    (void)events;
    _Alignas(struct inotify_event) char buffer[16 * 1024];
    ssize_t size;
    while ((size = read(inotify, buffer, sizeof buffer)) > 0) {
        for (char *at = buffer; at < buffer + size;) {
            const struct inotify_event *event = (const struct inotify_event *)(void *)at;
            at += sizeof *event + event->len;
            if (event->wd < 0 || event->wd >= WATCHES_MOST || watched[event->wd].path == NULL)
                continue;
            if (event->len == 0 || is_noise(event->name))
                continue;
            int tree = watched[event->wd].tree;
            if ((event->mask & IN_ISDIR) != 0 && (event->mask & (IN_CREATE | IN_MOVED_TO)) != 0) {
                char below[PATH_MAX];
                snprintf(below, sizeof below, "%s/%s", watched[event->wd].path, event->name);
                add(tree, below, 1);
            }
            uv_timer_start(&trees[tree].quiet, quiet, QUIET_MS, 0);
        }
    }
}

bool watch_folder(const char *root, const char *folder, void (*changed)(const char *folder))
{
    if (tree_count == TREES)
        return false;
    if (inotify < 0) {
        inotify = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
        if (inotify < 0) {
            log_say(LOG_WARN, "watch", "saves cannot be watched; send HUP to the master after a change");
            return false;
        }
        uv_poll_init(loop_get(), &poll_, inotify);
        uv_poll_start(&poll_, UV_READABLE, readable);
        uv_unref((uv_handle_t *)&poll_);
    }
    struct tree *tree = &trees[tree_count];
    tree->folder = folder;
    tree->changed = changed;
    uv_timer_init(loop_get(), &tree->quiet);
    tree->quiet.data = tree;
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/%s", root, folder);
    add((int)tree_count, path, 0);
    tree_count++;
    return true;
}

void watch_stop(void)
{
    if (inotify < 0)
        return;
    uv_close((uv_handle_t *)&poll_, NULL);
    for (size_t i = 0; i < tree_count; i++)
        uv_close((uv_handle_t *)&trees[i].quiet, NULL);
    for (int i = 0; i < WATCHES_MOST; i++)
        free(watched[i].path);
    close(inotify);
    inotify = -1;
}
