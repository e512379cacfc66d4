/* runtime.root() -> string                 the folder of the app/ and templates/ that run: the tree's, or a release's
 * runtime.static_root() -> string          the folder that /static/ is served from: always the tree's
 * runtime.release() -> string | nil        the sha of the release that runs; nil for the tree's own logic and in a command
 * runtime.count("thrown" | "money")        an uncaught error was answered for; an amount did not add up: held against the
 *                                          version that runs, while a release is tried
 * runtime.development() -> boolean
 * runtime.generation() -> integer          number of the generation that asks; 0 in a command
 * runtime.serving() -> integer | nil       number of the generation that new requests get; nil in a command, or while the
 *                                          worker ends
 * runtime.runs_jobs() -> boolean           whether this process is a job worker
 * runtime.worker() -> string | nil          what this worker is called: "worker 0", "job worker 0"; nil in a command
 * runtime.ending() -> number | nil         seconds until what a job worker has under way is to be over, once it ends
 * runtime.build_error() -> string | nil    why the newest generation was refused, if it was (worker only)
 * runtime.setting(name) -> string | nil    a setting of config.c's table, or its default; raises on an unknown name
 * runtime.settings() -> { {name, fallback, meaning, secret}, … }
 * runtime.check_settings() -> string | nil what serve would refuse about the environment and CONFIG_FILE; when it is
 *                                          nothing, the file's values are taken from here on
 * runtime.config_file() -> { [name] = value } | nil, message   what CONFIG_FILE says, unjudged; empty without one
 * runtime.data(name) -> string             the folder DATA_DIR/name, absolute, made if it is missing
 * runtime.secret(purpose) -> 32 bytes      a key derived from SECRET_KEY for this purpose only; nil without a SECRET_KEY
 *
 * Nothing waits, nothing is owned. */
#include "canary.h"
#include "config.h"
#include "generation.h"
#include "jobs.h"
#include "modules.h"
#include "shared.h"
#include "static.h"
#include "vm.h"

#include <errno.h>
#include <lauxlib.h>
#include <limits.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <string.h>
#include <sys/stat.h>

static int runtime_root(lua_State *L)
{
    lua_pushstring(L, vm_of(L)->root);
    return 1;
}

static int runtime_static_root(lua_State *L)
{
    lua_pushfstring(L, "%s/" STATIC_FOLDER, config_root());
    return 1;
}

static int runtime_release(lua_State *L)
{
    const struct vm *vm = vm_of(L);
    if (vm->release[0] == '\0')
        return 0;
    lua_pushstring(L, vm->release);
    return 1;
}

static int runtime_count(lua_State *L)
{
    static const char *const names[] = {"thrown", "money", NULL};
    const struct vm *vm = vm_of(L);
    int what = luaL_checkoption(L, 1, NULL, names);
    if (vm->kind != VM_GENERATION || vm->loading)
        return 0;
    if (what == 0)
        canary_thrown(vm);
    else
        canary_money(vm);
    return 0;
}

static int runtime_development(lua_State *L)
{
    lua_pushboolean(L, config_development());
    return 1;
}

static int runtime_generation(lua_State *L)
{
    lua_pushinteger(L, (lua_Integer)vm_of(L)->number);
    return 1;
}

static int runtime_serving(lua_State *L)
{
    const struct generation *serving = generation_current();
    if (serving == NULL || atomic_load(&shared_slot()->state) != WORKER_READY)
        return 0;
    lua_pushinteger(L, (lua_Integer)serving->vm->number);
    return 1;
}

static int runtime_runs_jobs(lua_State *L)
{
    lua_pushboolean(L, shared_runs_jobs());
    return 1;
}

static int runtime_worker(lua_State *L)
{
    char name[32];
    if (vm_of(L)->kind != VM_GENERATION)
        return 0;
    lua_pushstring(L, shared_own_name(name, sizeof name));
    return 1;
}

static int runtime_ending(lua_State *L)
{
    int64_t left = jobs_left();
    if (left < 0)
        return 0;
    lua_pushnumber(L, (lua_Number)left / 1000);
    return 1;
}

static int runtime_build_error(lua_State *L)
{
    lua_pushstring(L, generation_build_error());
    return 1;
}

static int runtime_setting(lua_State *L)
{
    const char *name = luaL_checkstring(L, 1);
    luaL_argcheck(L, config_known(name), 1, "no such setting");
    lua_pushstring(L, config_get(name));
    return 1;
}

static int runtime_settings(lua_State *L)
{
    lua_newtable(L);
    int n = 0;
    for (const struct setting *setting = config_settings; setting->name != NULL; setting++) {
        lua_newtable(L);
        lua_pushstring(L, setting->name);
        lua_setfield(L, -2, "name");
        lua_pushstring(L, setting->fallback);
        lua_setfield(L, -2, "fallback");
        lua_pushfstring(L, "%s%s", setting->meaning, setting->fixed ? config_fixed : "");
        lua_setfield(L, -2, "meaning");
        lua_pushboolean(L, setting->secret);
        lua_setfield(L, -2, "secret");
        lua_rawseti(L, -2, ++n);
    }
    return 1;
}

static int runtime_check_settings(lua_State *L)
{
    char said[PATH_MAX + 300];
    if (vm_of(L)->kind != VM_COMMAND)
        return luaL_error(L, "only a command reads the settings anew");
    if (config_reread(said, sizeof said))
        return 0;
    lua_pushstring(L, said);
    return 1;
}

static int runtime_config_file(lua_State *L)
{
    static char text[CONFIG_TEXT];
    char problem[PATH_MAX + 300] = "CONFIG_FILE is too large";
    if (vm_of(L)->kind != VM_COMMAND)
        return luaL_error(L, "only a command reads CONFIG_FILE");
    if (!config_file_lines(text, problem, sizeof problem)) {
        lua_pushnil(L);
        lua_pushstring(L, problem);
        return 2;
    }
    lua_newtable(L);
    char *rest = NULL;
    for (char *line = strtok_r(text, "\n", &rest); line != NULL; line = strtok_r(NULL, "\n", &rest)) {
        char *equals = strchr(line, '=');
        lua_pushlstring(L, line, (size_t)(equals - line));
        lua_pushstring(L, equals + 1);
        lua_settable(L, -3);
    }
    return 1;
}

static int runtime_data(lua_State *L)
{
    const char *name = luaL_checkstring(L, 1);
    luaL_argcheck(L, *name != '\0' && strspn(name, "abcdefghijklmnopqrstuvwxyz") == strlen(name), 1, "a to z expected");
    const char *folder = config_data_folder();
    mkdir(folder, 0755);
    const char *path = lua_pushfstring(L, "%s/%s", folder, name);
    if (mkdir(path, 0755) != 0 && errno != EEXIST)
        return luaL_error(L, "%s: %s", path, strerror(errno));
    return 1;
}

static int runtime_secret(lua_State *L)
{
    size_t length;
    const char *purpose = luaL_checklstring(L, 1, &length);
    const char *key = config_get("SECRET_KEY");
    if (key == NULL)
        return 0;
    unsigned char derived[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    if (HMAC(EVP_sha256(), key, (int)strlen(key), (const unsigned char *)purpose, length, derived, &size) == NULL)
        return luaL_error(L, "HMAC failed");
    lua_pushlstring(L, (const char *)derived, size);
    OPENSSL_cleanse(derived, sizeof derived);
    return 1;
}

MODULE(runtime)
{
    static const luaL_Reg functions[] = {{"root", runtime_root},
                                         {"static_root", runtime_static_root},
                                         {"release", runtime_release},
                                         {"count", runtime_count},
                                         {"development", runtime_development},
                                         {"generation", runtime_generation},
                                         {"serving", runtime_serving},
                                         {"runs_jobs", runtime_runs_jobs},
                                         {"worker", runtime_worker},
                                         {"ending", runtime_ending},
                                         {"build_error", runtime_build_error},
                                         {"setting", runtime_setting},
                                         {"settings", runtime_settings},
                                         {"check_settings", runtime_check_settings},
                                         {"config_file", runtime_config_file},
                                         {"data", runtime_data},
                                         {"secret", runtime_secret},
                                         {NULL, NULL}};
    lua_newtable(L);
    luaL_register(L, NULL, functions);
    return 1;
}
