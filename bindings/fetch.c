/* fetch.request{url=, …} -> {status, headers, body} | nil, message, code      waits
 *     url             http or https, without a user name in it
 *     method          "GET" by default, "POST" with a body
 *     headers         {Name = value} or {name, value, name, value, …}
 *     body            string; its Content-Type is the caller's to say
 *     timeout_ms      10000 by default, connect_timeout_ms 3000, both of them for the whole, name and TLS included
 *     max_bytes       of the answer's body once unpacked, 8 MB by default
 *     allow_private   may reach loopback, private and link-local addresses
 *     ca_file         PEM file of authorities to trust instead of the system's; by default the setting CA_FILE
 *     idempotent      may be sent twice: true by default but for POST and PATCH. Otherwise a connection of its own is made,
 *                     for on one that has gone stale curl sends again, and nobody could tell a first payment from a second.
 * The answer's header names are in lower case; repeated ones are joined by ", ", set-cookie by "\n". Redirects are answers
 * like any other. Proxies in the environment are ignored.
 *
 * Codes when surely nothing was done at the other side: "resolve", "connect", "tls", "refused_address", "protocol" (no such
 * URL can be asked for, or the answer is no HTTP: then it may have been done). When it may have been done: "timeout", "broken"
 * (the connection ended early), "too_large".
 *
 * A transfer belongs to the waiting task: when that ends, the connection is cut. */
#include "fetch.h"

#include "config.h"

#include <ctype.h>
#include <limits.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { DEFAULT_MOST = 8 * 1024 * 1024, HEAD_MOST = 256 * 1024 };

static void transfer_free(struct transfer *transfer)
{
    curl_easy_cleanup(transfer->easy);
    curl_slist_free_all(transfer->headers);
    free(transfer->request_body);
    free(transfer->body);
    free(transfer->head);
    free(transfer);
}

/* ── What comes ── */

static bool grow(char **data, size_t *room, size_t needed)
{
    if (needed <= *room)
        return true;
    size_t larger = *room == 0 ? 4096 : *room;
    while (larger < needed)
        larger *= 2;
    char *moved = realloc(*data, larger);
    if (moved == NULL)
        return false;
    *data = moved;
    *room = larger;
    return true;
}

static size_t take_body(char *data, size_t size, size_t count, void *context)
{
    struct transfer *transfer = context;
    size_t length = size * count;
    if (length > transfer->most - transfer->body_length ||
        !grow(&transfer->body, &transfer->body_room, transfer->body_length + length)) {
        transfer->too_large = true;
        return 0;
    }
    memcpy(transfer->body + transfer->body_length, data, length);
    transfer->body_length += length;
    return length;
}

static size_t take_head(char *data, size_t size, size_t count, void *context)
{
    struct transfer *transfer = context;
    size_t length = size * count, kept = length;
    /* A status line begins the answer anew: what came before was an interim one, such as 103. */
    if (length > 5 && memcmp(data, "HTTP/", 5) == 0)
        transfer->head_length = 0;
    while (kept > 0 && (data[kept - 1] == '\r' || data[kept - 1] == '\n'))
        kept--;
    if (transfer->head_length + kept + 1 > HEAD_MOST ||
        !grow(&transfer->head, &transfer->head_room, transfer->head_length + kept + 1)) {
        transfer->too_large = true;
        return 0;
    }
    memcpy(transfer->head + transfer->head_length, data, kept);
    transfer->head[transfer->head_length + kept] = '\n';
    transfer->head_length += kept + 1;
    return length;
}

static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
    (void)purpose;
    struct transfer *transfer = context;
    if (!transfer->allow_private && !fetch_address_public(&address->addr)) {
        transfer->refused = true;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/* ── The answer ── */

/* One line `Name: value` into the table on top. */
static void add_header(lua_State *L, const char *line, size_t length)
{
    const char *colon = memchr(line, ':', length);
    if (colon == NULL)
        return; /* the status line */
    size_t name = (size_t)(colon - line);
    const char *value = colon + 1, *end = line + length;
    while (value < end && (*value == ' ' || *value == '\t'))
        value++;
    while (end > value && (end[-1] == ' ' || end[-1] == '\t'))
        end--;
    luaL_Buffer lower;
    luaL_buffinit(L, &lower);
    for (size_t i = 0; i < name; i++)
        luaL_addchar(&lower, (char)tolower((unsigned char)line[i]));
    luaL_pushresult(&lower);
    lua_pushvalue(L, -1);
    lua_rawget(L, -3);
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        lua_pushlstring(L, value, (size_t)(end - value));
    } else {
        /* A cookie's date has a comma of its own. */
        lua_pushstring(L, strcmp(lua_tostring(L, -2), "set-cookie") == 0 ? "\n" : ", ");
        lua_pushlstring(L, value, (size_t)(end - value));
        lua_concat(L, 3);
    }
    lua_rawset(L, -3);
}

static int push_answer(lua_State *L, struct transfer *transfer)
{
    long status = 0;
    curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
    lua_createtable(L, 0, 3);
    lua_pushinteger(L, status);
    lua_setfield(L, -2, "status");
    lua_pushlstring(L, transfer->body_length > 0 ? transfer->body : "", transfer->body_length);
    lua_setfield(L, -2, "body");
    lua_newtable(L);
    for (size_t at = 0; at < transfer->head_length;) {
        const char *line = transfer->head + at;
        size_t length = (size_t)((const char *)memchr(line, '\n', transfer->head_length - at) - line);
        add_header(L, line, length);
        at += length + 1;
    }
    lua_setfield(L, -2, "headers");
    return 1;
}

static const char *code_of(struct transfer *transfer, CURLcode result)
{
    if (transfer->refused && result == CURLE_COULDNT_CONNECT)
        return "refused_address";
    if (transfer->too_large)
        return "too_large";
    curl_off_t sent_after = 0;
    switch (result) {
    case CURLE_COULDNT_RESOLVE_HOST:
        return "resolve";
    case CURLE_COULDNT_CONNECT:
        return "connect";
    case CURLE_OPERATION_TIMEDOUT:
        /* Zero until the connection stands and the request could be sent. */
        curl_easy_getinfo(transfer->easy, CURLINFO_PRETRANSFER_TIME_T, &sent_after);
        return sent_after == 0 ? "connect" : "timeout";
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_USE_SSL_FAILED:
        return "tls";
    case CURLE_FILESIZE_EXCEEDED:
    case CURLE_OUT_OF_MEMORY:
        return "too_large";
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
        return "broken";
    default:
        return "protocol";
    }
}

void fetch_ended(struct transfer *transfer, CURLcode result)
{
    lua_State *L = wait_stack(&transfer->wait);
    int results;
    if (result == CURLE_OK) {
        results = push_answer(L, transfer);
    } else {
        const char *code = code_of(transfer, result);
        const char *why = transfer->error[0] != '\0' ? transfer->error : curl_easy_strerror(result);
        if (strcmp(code, "refused_address") == 0)
            why = "the address is not a public one";
        results = push_error(L, code, "%s", why);
    }
    struct wait wait = transfer->wait;
    transfer_free(transfer);
    wait_done(&wait, results);
}

static void cancel(struct wait *wait)
{
    struct transfer *transfer = (struct transfer *)(void *)((char *)wait - offsetof(struct transfer, wait));
    fetch_engine_remove(transfer);
    transfer_free(transfer);
}

/* ── The request ── */

/* What request{…} was given; strings belong to Lua. */
struct wish {
    const char *url, *method, *body, *ca_file;
    size_t body_length;
    lua_Integer timeout, connect_timeout, most;
    bool allow_private, idempotent, has_type;
};

static const char *field_string(lua_State *L, const char *name, const char *fallback, size_t *length)
{
    if (!push_field(L, 1, name))
        return fallback;
    if (lua_type(L, -1) != LUA_TSTRING)
        luaL_error(L, "bad argument #1: %s must be a string", name);
    const char *value = lua_tolstring(L, -1, length);
    lua_pop(L, 1); /* the table at index 1 keeps it */
    return value;
}

static lua_Integer field_integer(lua_State *L, const char *name, lua_Integer fallback, lua_Integer high)
{
    if (!push_field(L, 1, name))
        return fallback;
    lua_Number value = lua_type(L, -1) == LUA_TNUMBER ? lua_tonumber(L, -1) : 0;
    if (!(value >= 1 && value <= (lua_Number)high) || value != (lua_Number)(lua_Integer)value)
        luaL_error(L, "bad argument #1: %s must be a whole number from 1 to %d", name, (int)high);
    lua_pop(L, 1);
    return (lua_Integer)value;
}

static bool field_boolean(lua_State *L, const char *name, bool fallback)
{
    lua_getfield(L, 1, name);
    bool value = lua_isnil(L, -1) ? fallback : lua_toboolean(L, -1);
    lua_pop(L, 1);
    return value;
}

static bool token(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (!isalnum((unsigned char)text[i]) && (text[i] == '\0' || strchr("!#$%&'*+-.^_`|~", text[i]) == NULL))
            return false;
    return length > 0;
}

/* Checks one header on the top of the stack (name below value) and puts its line, as curl wants it, into the list at
 * `lines`. */
static void check_header(lua_State *L, int lines, struct wish *wish)
{
    size_t name_length, length;
    if (lua_type(L, -2) != LUA_TSTRING || (lua_type(L, -1) != LUA_TSTRING && lua_type(L, -1) != LUA_TNUMBER))
        luaL_error(L, "bad argument #1: headers must be names and strings");
    lua_pushvalue(L, -1); /* a number becomes a string in this copy, not in the caller's table */
    const char *name = lua_tolstring(L, -3, &name_length), *value = lua_tolstring(L, -1, &length);
    if (!token(name, name_length))
        luaL_error(L, "bad argument #1: '%s' is no header name", name);
    for (size_t i = 0; i < length; i++)
        if (value[i] == '\r' || value[i] == '\n' || value[i] == '\0')
            luaL_error(L, "bad argument #1: the value of header %s has a line break or NUL", name);
    if (strcasecmp(name, "content-type") == 0)
        wish->has_type = true;
    if (length > 0)
        lua_pushfstring(L, "%s: %s", name, value);
    else
        lua_pushfstring(L, "%s;", name);
    lua_rawseti(L, lines, (int)lua_objlen(L, lines) + 1);
    lua_pop(L, 1);
}

/* Leaves a list of header lines on the stack. */
static int check_headers(lua_State *L, struct wish *wish)
{
    lua_newtable(L);
    int lines = lua_gettop(L);
    if (!push_field(L, 1, "headers"))
        return lines;
    int headers = lua_gettop(L);
    if (!lua_istable(L, headers))
        luaL_error(L, "bad argument #1: headers must be a table");
    int count = (int)lua_objlen(L, headers);
    for (int i = 1; i <= count; i += 2) {
        lua_rawgeti(L, headers, i);
        lua_rawgeti(L, headers, i + 1);
        check_header(L, lines, wish);
        lua_pop(L, 2);
    }
    if (count == 0) {
        for (lua_pushnil(L); lua_next(L, headers) != 0; lua_pop(L, 1))
            check_header(L, lines, wish);
    }
    lua_pop(L, 1);
    return lines;
}

static int check_wish(lua_State *L, struct wish *wish)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    size_t length = 0;
    *wish = (struct wish){.has_type = false};
    wish->url = field_string(L, "url", NULL, &length);
    if (wish->url == NULL || strlen(wish->url) != length)
        luaL_error(L, "bad argument #1: url must be a string without NUL");
    wish->body = field_string(L, "body", NULL, &wish->body_length);
    wish->method = field_string(L, "method", wish->body != NULL ? "POST" : "GET", &length);
    if (!token(wish->method, strlen(wish->method)))
        luaL_error(L, "bad argument #1: method must be a token");
    wish->ca_file = field_string(L, "ca_file", config_get("CA_FILE"), &length);
    wish->timeout = field_integer(L, "timeout_ms", 10000, 600000);
    wish->connect_timeout = field_integer(L, "connect_timeout_ms", 3000, 600000);
    wish->most = field_integer(L, "max_bytes", DEFAULT_MOST, INT_MAX);
    wish->allow_private = field_boolean(L, "allow_private", false);
    bool repeatable = strcmp(wish->method, "POST") != 0 && strcmp(wish->method, "PATCH") != 0;
    wish->idempotent = field_boolean(L, "idempotent", repeatable);
    return check_headers(L, wish);
}

static bool add_line(struct transfer *transfer, const char *line)
{
    struct curl_slist *longer = curl_slist_append(transfer->headers, line);
    if (longer != NULL)
        transfer->headers = longer;
    return longer != NULL;
}

static void set_options(struct transfer *transfer, const struct wish *wish)
{
    CURL *easy = transfer->easy;
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer->error);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    /* Ending a transfer whose name is still being looked up must not wait for that thread. */
    curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
    curl_easy_setopt(easy, CURLOPT_NETRC, CURL_NETRC_IGNORED);
    curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(easy, CURLOPT_USERAGENT, "Sijang");
    curl_easy_setopt(easy, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
    if (wish->ca_file != NULL) {
        curl_easy_setopt(easy, CURLOPT_CAINFO, wish->ca_file);
        curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
    }
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, transfer);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, transfer);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_head);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, transfer);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)wish->timeout);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)wish->connect_timeout);
    curl_easy_setopt(easy, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)wish->most);
    curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, wish->idempotent ? 0L : 1L);
}

/* NULL: no memory. `lines` is the stack index of the header lines. */
static struct transfer *transfer_new(lua_State *L, const struct wish *wish, int lines)
{
    struct transfer *transfer = calloc(1, sizeof *transfer);
    if (transfer == NULL)
        return NULL;
    transfer->most = (size_t)wish->most;
    transfer->allow_private = wish->allow_private;
    transfer->easy = curl_easy_init();
    bool ok = transfer->easy != NULL && add_line(transfer, "Expect:");
    if (ok && !wish->has_type)
        ok = add_line(transfer, "Content-Type:");
    for (int i = 1; ok && i <= (int)lua_objlen(L, lines); i++) {
        lua_rawgeti(L, lines, i);
        ok = add_line(transfer, lua_tostring(L, -1));
        lua_pop(L, 1);
    }
    if (ok && wish->body != NULL) {
        transfer->request_body = malloc(wish->body_length + 1);
        ok = transfer->request_body != NULL;
        if (ok)
            memcpy(transfer->request_body, wish->body, wish->body_length);
    }
    if (ok) {
        CURL *easy = transfer->easy;
        set_options(transfer, wish);
        bool head = strcmp(wish->method, "HEAD") == 0;
        if (wish->body != NULL || strcmp(wish->method, "POST") == 0) {
            curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)wish->body_length);
            curl_easy_setopt(easy, CURLOPT_POSTFIELDS, wish->body != NULL ? transfer->request_body : "");
        }
        if (head)
            curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
        else
            ok = curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, wish->method) == CURLE_OK;
        ok = ok && curl_easy_setopt(easy, CURLOPT_HTTPHEADER, transfer->headers) == CURLE_OK &&
             curl_easy_setopt(easy, CURLOPT_URL, wish->url) == CURLE_OK;
    }
    if (!ok || !fetch_engine_add(transfer)) {
        transfer_free(transfer);
        return NULL;
    }
    return transfer;
}

static int fetch_request(lua_State *L)
{
    struct wish wish;
    int lines = check_wish(L, &wish);
    luaL_argcheck(L, strcmp(wish.method, "HEAD") != 0 || wish.body == NULL, 1, "HEAD has no body");
    wait_check(L);
    struct transfer *transfer = transfer_new(L, &wish, lines);
    if (transfer == NULL)
        return luaL_error(L, "no memory for a request");
    return wait_begin(L, &transfer->wait, cancel);
}

MODULE(fetch)
{
    static const luaL_Reg functions[] = {{"request", fetch_request}, {NULL, NULL}};
    lua_newtable(L);
    luaL_register(L, NULL, functions);
    return 1;
}
