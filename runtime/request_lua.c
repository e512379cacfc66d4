/* The request that a page sees. Every method raises "request is over" once the answer has been given.
 *
 * req:method() req:path() req:query()          as sent; the path begins with / and is still percent-encoded
 * req:id() req:ip() req:host() req:scheme()    host in lower case without its port
 * req:header(name) -> string | nil             req:headers() -> { [lower-case name] = value }
 * req:args() -> { name = value | {values…} }   the query; req:form() the same of the body's fields
 * req:cookies() -> { name = value }            req:body() -> string | nil      the raw body
 * req:files() -> { field = { {filename, type, path, size}, … } }   in temporary files that go with the request
 * req:deadline(ms)                             from now; 0 takes it off
 * req:note(name, value)                        a field of the access log's line */
#include "request.h"

#include "cookie.h"
#include "form.h"
#include "log.h"
#include "modules.h"
#include "task.h"

#include <ctype.h>
#include <lauxlib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NOTES_MOST = 2000 };

static char metatable_key;

/* The request that the handle at 1 points to; raises when it is no handle or its request is over. */
static struct request *check_request(lua_State *L)
{
    struct request **handle = lua_touserdata(L, 1);
    bool ours = false;
    if (handle != NULL && lua_getmetatable(L, 1)) {
        lua_pushlightuserdata(L, &metatable_key);
        lua_rawget(L, LUA_REGISTRYINDEX);
        ours = lua_rawequal(L, -1, -2);
        lua_pop(L, 2);
    }
    struct request *request = ours ? *handle : NULL;
    if (!ours)
        luaL_typerror(L, 1, "request");
    if (request == NULL)
        luaL_error(L, "request is over");
    return request;
}

static int req_method(lua_State *L)
{
    lua_pushstring(L, check_request(L)->method);
    return 1;
}

static int req_path(lua_State *L)
{
    struct request *request = check_request(L);
    lua_pushlstring(L, request->target, request->path_length);
    return 1;
}

static int req_query(lua_State *L)
{
    lua_pushstring(L, check_request(L)->query);
    return 1;
}

static int req_id(lua_State *L)
{
    lua_pushstring(L, check_request(L)->id);
    return 1;
}

static int req_ip(lua_State *L)
{
    lua_pushstring(L, check_request(L)->ip);
    return 1;
}

static int req_scheme(lua_State *L)
{
    lua_pushstring(L, check_request(L)->https ? "https" : "http");
    return 1;
}

static int req_host(lua_State *L)
{
    const char *host = request_header(check_request(L), "Host");
    char name[256];
    size_t n = 0;
    bool bracketed = host != NULL && host[0] == '[';
    for (const char *c = host; c != NULL && *c != '\0' && n < sizeof name - 1; c++) {
        if (*c == ':' && !bracketed)
            break;
        name[n++] = (char)tolower((unsigned char)*c);
        if (*c == ']')
            break;
    }
    lua_pushlstring(L, name, n);
    return 1;
}

static int req_header(lua_State *L)
{
    struct request *request = check_request(L);
    lua_pushstring(L, request_header(request, luaL_checkstring(L, 2)));
    return 1;
}

static enum MHD_Result add_header(void *context, enum MHD_ValueKind kind, const char *name, const char *value)
{
    (void)kind;
    lua_State *L = context;
    char lower[128];
    size_t n = 0;
    for (; n < sizeof lower - 1 && name[n] != '\0'; n++)
        lower[n] = (char)tolower((unsigned char)name[n]);
    lua_pushlstring(L, lower, n);
    lua_pushstring(L, value != NULL ? value : "");
    lua_rawset(L, -3);
    return MHD_YES;
}

static int req_headers(lua_State *L)
{
    struct request *request = check_request(L);
    lua_newtable(L);
    MHD_get_connection_values(request->connection, MHD_HEADER_KIND, add_header, L);
    return 1;
}

/* Sets table[name] = value, or makes a list of it when the name is there already. The table is on top. */
static void add_pair(lua_State *L, const char *name, size_t name_size, const char *value, size_t value_size)
{
    int table = lua_gettop(L);
    lua_pushlstring(L, name, name_size);
    lua_pushvalue(L, -1);
    lua_rawget(L, table);
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        lua_pushlstring(L, value, value_size);
        lua_rawset(L, table);
        return;
    }
    if (!lua_istable(L, -1)) {
        lua_createtable(L, 2, 0);
        lua_insert(L, -2);
        lua_rawseti(L, -2, 1);
    }
    lua_pushlstring(L, value, value_size);
    lua_rawseti(L, -2, (int)lua_objlen(L, -2) + 1);
    lua_rawset(L, table);
}

static bool each_pair(void *context, const char *name, size_t name_size, const char *value, size_t value_size)
{
    add_pair(context, name, name_size, value, value_size);
    return true;
}

/* Parses a copy: the pairs decode in place. Whether it is well formed was checked before the page was called. */
static void push_pairs(lua_State *L, const char *text, size_t size)
{
    lua_newtable(L);
    if (size == 0)
        return;
    char *copy = lua_newuserdata(L, size + 1);
    memcpy(copy, text, size);
    copy[size] = '\0';
    lua_insert(L, -2); /* the copy below the table stays alive while it is read */
    form_parse(copy, size, each_pair, L, FORM_MOST_PAIRS);
    lua_remove(L, -2);
}

static int req_args(lua_State *L)
{
    struct request *request = check_request(L);
    push_pairs(L, request->query, strlen(request->query));
    return 1;
}

static int req_form(lua_State *L)
{
    struct request *request = check_request(L);
    if (request->kind == BODY_FORM) {
        push_pairs(L, request->body != NULL ? request->body : "", request->body_size);
        return 1;
    }
    lua_newtable(L);
    for (struct field *field = request->fields; field != NULL; field = field->next)
        add_pair(L, field->name, strlen(field->name), field->value, field->size);
    return 1;
}

static bool each_cookie(void *context, const char *name, size_t name_size, const char *value, size_t value_size)
{
    lua_State *L = context;
    lua_pushlstring(L, name, name_size);
    lua_pushvalue(L, -1);
    lua_rawget(L, -3);
    bool fresh = lua_isnil(L, -1);
    lua_pop(L, 1);
    if (!fresh) { /* the first one wins: it has the most specific path */
        lua_pop(L, 1);
        return true;
    }
    lua_pushlstring(L, value, value_size);
    lua_rawset(L, -3);
    return true;
}

static int req_cookies(lua_State *L)
{
    struct request *request = check_request(L);
    const char *header = request_header(request, "Cookie");
    lua_newtable(L);
    if (header != NULL)
        cookie_parse(header, strlen(header), each_cookie, L);
    return 1;
}

static int req_body(lua_State *L)
{
    struct request *request = check_request(L);
    if (request->body == NULL)
        return 0;
    lua_pushlstring(L, request->body, request->body_size);
    return 1;
}

static int req_files(lua_State *L)
{
    struct request *request = check_request(L);
    lua_newtable(L);
    for (struct upload *upload = request->uploads; upload != NULL; upload = upload->next) {
        lua_getfield(L, -1, upload->field);
        if (lua_isnil(L, -1)) {
            lua_pop(L, 1);
            lua_newtable(L);
            lua_pushvalue(L, -1);
            lua_setfield(L, -3, upload->field);
        }
        lua_createtable(L, 0, 4);
        lua_pushstring(L, upload->filename);
        lua_setfield(L, -2, "filename");
        lua_pushstring(L, upload->type);
        lua_setfield(L, -2, "type");
        lua_pushstring(L, upload->path);
        lua_setfield(L, -2, "path");
        lua_pushnumber(L, (lua_Number)upload->size);
        lua_setfield(L, -2, "size");
        lua_rawseti(L, -2, (int)lua_objlen(L, -2) + 1);
        lua_pop(L, 1);
    }
    return 1;
}

static int req_deadline(lua_State *L)
{
    struct request *request = check_request(L);
    lua_Number ms = luaL_checknumber(L, 2);
    luaL_argcheck(L, ms >= 0 && ms <= 3600000, 2, "0 to 3600000 milliseconds expected");
    if (request->task != NULL)
        task_deadline(request->task, (uint64_t)ms);
    return 0;
}

static int req_note(lua_State *L)
{
    struct request *request = check_request(L);
    size_t name_size, value_size;
    const char *name = luaL_checklstring(L, 2, &name_size);
    const char *value = luaL_checklstring(L, 3, &value_size);
    luaL_argcheck(L, name_size > 0 && strspn(name, "abcdefghijklmnopqrstuvwxyz_") == name_size, 2,
                  "a-z and _ expected");
    size_t end = request->notes_size + name_size + value_size * 6 + 8;
    if (end > NOTES_MOST)
        return 0;
    if (end > sizeof request->few_notes && request->notes == request->few_notes) {
        char *room = malloc(NOTES_MOST);
        if (room == NULL)
            return 0;
        memcpy(room, request->few_notes, request->notes_size);
        request->notes = room;
    }
    request->notes_size += log_format_field(request->notes + request->notes_size, name, value, value_size);
    return 0;
}

static int req_tostring(lua_State *L)
{
    struct request **handle = lua_touserdata(L, 1);
    if (handle == NULL || *handle == NULL)
        lua_pushliteral(L, "request (over)");
    else
        lua_pushfstring(L, "request %s (%s %s)", (*handle)->id, (*handle)->method, (*handle)->target);
    return 1;
}

static void push_metatable(lua_State *L)
{
    lua_pushlightuserdata(L, &metatable_key);
    lua_rawget(L, LUA_REGISTRYINDEX);
    if (!lua_isnil(L, -1))
        return;
    lua_pop(L, 1);
    static const luaL_Reg methods[] = {{"method", req_method},
                                       {"path", req_path},
                                       {"query", req_query},
                                       {"id", req_id},
                                       {"ip", req_ip},
                                       {"host", req_host},
                                       {"scheme", req_scheme},
                                       {"header", req_header},
                                       {"headers", req_headers},
                                       {"args", req_args},
                                       {"form", req_form},
                                       {"cookies", req_cookies},
                                       {"body", req_body},
                                       {"files", req_files},
                                       {"deadline", req_deadline},
                                       {"note", req_note},
                                       {"__tostring", req_tostring},
                                       {NULL, NULL}};
    lua_newtable(L);
    luaL_register(L, NULL, methods);
    lua_pushvalue(L, -1);
    lua_setfield(L, -2, "__index");
    lua_pushliteral(L, "request");
    lua_setfield(L, -2, "__metatable");
    lua_pushlightuserdata(L, &metatable_key);
    lua_pushvalue(L, -2);
    lua_rawset(L, LUA_REGISTRYINDEX);
}

void request_push(lua_State *L, struct request *request)
{
    struct request **handle = lua_newuserdata(L, sizeof *handle);
    *handle = request;
    request->handle = handle;
    push_metatable(L);
    lua_setmetatable(L, -2);
}
