/* smtp.send{url=, from=, to=, message=, …} -> {code, reply} | nil, message, code       waits
 *     url             "smtp://host:port" or "smtps://host:port", without a user name; a path is the name we greet with
 *     from, to        addresses, bare; to may be a list
 *     message         the whole of it; every line ends in CRLF. Dots are stuffed here
 *     user, password  to log in with, if there is a user
 *     tls             smtp: true by default: STARTTLS or nothing; false: in the clear. The certificate is always checked
 *     ca_file         PEM file of authorities to trust instead of the system's; by default the setting CA_FILE
 *     timeout_ms      50000 by default, connect_timeout_ms 10000
 * `code` is what the server said last, 250; `reply` the line it said it in.
 *
 * Codes when surely nothing was accepted: "resolve", "connect", "tls", "auth", "temporary" (4xx), "refused" (5xx), "broken"
 * (the connection ended, or time was up, before the message was over), "busy" (too many at once). When it may have been:
 * "unknown" (the message went out whole, and the answer never came).
 *
 * libcurl waits for the answer to a whole message, and for an SMTP server's goodbye, where nobody else can run: so each
 * delivery has a thread and curl handles of its own, and the loop hears when it is over. A delivery owns copies of all it needs. It belongs to the waiting task: when that
 * ends, the connection is cut, and the thread's end frees it. */
#include "binding.h"
#include "config.h"
#include "loop.h"
#include "task.h"

#include <curl/curl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>
#include <uv.h>

enum { AT_ONCE = 16, RECIPIENTS_MOST = 100, MESSAGE_MOST = 32 * 1024 * 1024, ADDRESS_MOST = 254 };
enum { POLL_MS = 1000, TIME_MOST = 600000 };

struct delivery {
    struct wait wait;
    uv_thread_t thread;
    uv_async_t ended;
    uv_mutex_t lock; /* over the two that the thread closes and the loop may want to interrupt */
    CURLM *multi;
    curl_socket_t socket; /* CURL_SOCKET_BAD while there is none */
    CURL *easy;
    struct curl_slist *recipients;
    char *message;
    size_t length, at;
    atomic_bool cancelled;
    bool whole; /* nothing of the message is left to be sent */
    CURLcode result;
    long code;
    char reply[512], error[CURL_ERROR_SIZE];
};

static unsigned running;

static void delivery_free(struct delivery *delivery)
{
    if (delivery->multi != NULL)
        curl_multi_cleanup(delivery->multi);
    curl_easy_cleanup(delivery->easy);
    curl_slist_free_all(delivery->recipients);
    free(delivery->message);
    free(delivery);
}

/* ── In the thread ── */

static size_t give(char *buffer, size_t size, size_t count, void *context)
{
    struct delivery *delivery = context;
    size_t room = size * count, left = delivery->length - delivery->at, part = left < room ? left : room;
    memcpy(buffer, delivery->message + delivery->at, part);
    delivery->at += part;
    delivery->whole = delivery->at == delivery->length;
    return part;
}

/* Keeps the last line that the server said. */
static size_t hear(char *data, size_t size, size_t count, void *context)
{
    struct delivery *delivery = context;
    size_t length = size * count, kept = length;
    if (length > 3 && memcmp(data, "221", 3) == 0)
        return length; /* goodbye */
    while (kept > 0 && (unsigned char)data[kept - 1] <= ' ')
        kept--;
    if (kept >= sizeof delivery->reply)
        kept = sizeof delivery->reply - 1;
    for (size_t i = 0; i < kept; i++)
        delivery->reply[i] = (unsigned char)data[i] < ' ' || data[i] == 0x7F ? ' ' : data[i];
    delivery->reply[kept] = '\0';
    return length;
}

static int still_wanted(void *context, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
    (void)a;
    (void)b;
    (void)c;
    (void)d;
    struct delivery *delivery = context;
    return atomic_load(&delivery->cancelled);
}

static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
    (void)purpose;
    struct delivery *delivery = context;
    curl_socket_t opened = socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
    uv_mutex_lock(&delivery->lock);
    delivery->socket = opened;
    uv_mutex_unlock(&delivery->lock);
    return opened;
}

static int close_socket(void *context, curl_socket_t socket)
{
    struct delivery *delivery = context;
    uv_mutex_lock(&delivery->lock);
    if (delivery->socket == socket)
        delivery->socket = CURL_SOCKET_BAD;
    uv_mutex_unlock(&delivery->lock);
    return close(socket);
}

static void deliver(void *context)
{
    struct delivery *delivery = context;
    int left = 1;
    while (left > 0 && !atomic_load(&delivery->cancelled)) {
        curl_multi_perform(delivery->multi, &left);
        if (left > 0)
            curl_multi_poll(delivery->multi, NULL, 0, POLL_MS, NULL);
    }
    delivery->result = CURLE_ABORTED_BY_CALLBACK;
    const CURLMsg *message = curl_multi_info_read(delivery->multi, &left);
    if (message != NULL && message->msg == CURLMSG_DONE)
        delivery->result = message->data.result;
    curl_easy_getinfo(delivery->easy, CURLINFO_RESPONSE_CODE, &delivery->code);
    /* QUIT will be said, but its answer changes nothing any more. */
    if (delivery->socket != CURL_SOCKET_BAD)
        shutdown(delivery->socket, SHUT_RD);
    curl_multi_remove_handle(delivery->multi, delivery->easy);
    uv_mutex_lock(&delivery->lock);
    CURLM *multi = delivery->multi;
    delivery->multi = NULL;
    uv_mutex_unlock(&delivery->lock);
    curl_multi_cleanup(multi);
    uv_async_send(&delivery->ended);
}

/* ── On the loop ── */

static const char *code_of(const struct delivery *delivery)
{
    switch (delivery->result) {
    case CURLE_COULDNT_RESOLVE_HOST:
        return "resolve";
    case CURLE_COULDNT_CONNECT:
        return "connect";
    case CURLE_LOGIN_DENIED:
        return "auth";
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_USE_SSL_FAILED:
        return "tls";
    default:
        break;
    }
    /* Time that was up, or a connection that ended, is no answer, whatever was answered before. */
    bool answered =
        delivery->result != CURLE_OPERATION_TIMEDOUT && delivery->result != CURLE_RECV_ERROR && delivery->code >= 400;
    if (answered)
        return delivery->code == 530 || delivery->code == 535 ? "auth" : delivery->code < 500 ? "temporary" : "refused";
    return delivery->whole ? "unknown" : "broken";
}

static int push_outcome(lua_State *L, const struct delivery *delivery)
{
    if (delivery->result == CURLE_OK) {
        lua_createtable(L, 0, 2);
        lua_pushinteger(L, delivery->code);
        lua_setfield(L, -2, "code");
        lua_pushstring(L, delivery->reply);
        lua_setfield(L, -2, "reply");
        return 1;
    }
    const char *code = code_of(delivery);
    bool said = strcmp(code, "temporary") == 0 || strcmp(code, "refused") == 0;
    const char *why = delivery->error[0] != '\0' ? delivery->error : curl_easy_strerror(delivery->result);
    return push_error(L, code, "%s", said && delivery->reply[0] != '\0' ? delivery->reply : why);
}

static void closed(uv_handle_t *handle)
{
    struct delivery *delivery = handle->data;
    delivery_free(delivery);
}

static void on_ended(uv_async_t *async)
{
    struct delivery *delivery = async->data;
    uv_thread_join(&delivery->thread);
    uv_mutex_destroy(&delivery->lock);
    running--;
    if (wait_active(&delivery->wait)) {
        struct wait wait = delivery->wait;
        int results = push_outcome(wait_stack(&delivery->wait), delivery);
        uv_close((uv_handle_t *)async, closed);
        wait_done(&wait, results);
    } else {
        uv_close((uv_handle_t *)async, closed);
    }
}

static void cancel(struct wait *wait)
{
    struct delivery *delivery = (struct delivery *)(void *)((char *)wait - offsetof(struct delivery, wait));
    atomic_store(&delivery->cancelled, true);
    uv_mutex_lock(&delivery->lock);
    if (delivery->multi != NULL)
        curl_multi_wakeup(delivery->multi);
    if (delivery->socket != CURL_SOCKET_BAD)
        shutdown(delivery->socket, SHUT_RDWR);
    uv_mutex_unlock(&delivery->lock);
}

/* Signals are the loop's business, and a connection that the other side has closed must not end the process. */
static bool start_thread(struct delivery *delivery)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    bool started = uv_thread_create(&delivery->thread, deliver, delivery) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return started;
}

/* ── The request ── */

/* What send{…} was given; strings belong to Lua. */
struct wish {
    const char *url, *from, *message, *user, *password, *ca_file;
    size_t length;
    long timeout, connect_timeout;
    bool tls;
};

static const char *text_field(lua_State *L, const char *name, const char *fallback)
{
    if (!push_field(L, 1, name))
        return fallback;
    size_t length = 0;
    const char *value = lua_type(L, -1) == LUA_TSTRING ? lua_tolstring(L, -1, &length) : NULL;
    if (value == NULL || strlen(value) != length)
        luaL_error(L, "bad argument #1: %s must be a string without NUL", name);
    lua_pop(L, 1); /* the table at index 1 keeps it */
    return value;
}

static long time_field(lua_State *L, const char *name, long fallback)
{
    if (!push_field(L, 1, name))
        return fallback;
    lua_Number value = lua_type(L, -1) == LUA_TNUMBER ? lua_tonumber(L, -1) : 0;
    if (!(value >= 1 && value <= TIME_MOST))
        luaL_error(L, "bad argument #1: %s must be 1 to %d milliseconds", name, (int)TIME_MOST);
    lua_pop(L, 1);
    return (long)value;
}

/* What stands in a command must not end it. */
static void check_address(lua_State *L, const char *address)
{
    size_t length = address != NULL ? strlen(address) : 0;
    bool sound = length > 0 && length <= ADDRESS_MOST;
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)address[i] <= ' ' || (unsigned char)address[i] >= 0x7F || address[i] == '<' ||
            address[i] == '>')
            sound = false;
    if (!sound)
        luaL_error(L, "bad argument #1: an address is 1 to 254 printable ASCII characters, without < and >");
}

/* A line break that a server might see as one and we did not could end the message early and begin another. */
static int check_message(lua_State *L, const char *message, size_t length)
{
    if (message == NULL || length > MESSAGE_MOST)
        return luaL_error(L, "bad argument #1: message must be a string of at most 32 MB");
    for (size_t i = 0; i < length; i++) {
        bool lone = (message[i] == '\n' && (i == 0 || message[i - 1] != '\r')) ||
                    (message[i] == '\r' && (i + 1 == length || message[i + 1] != '\n'));
        if (lone)
            return luaL_error(L, "bad argument #1: every line of a message ends in CRLF");
    }
    return 0;
}

/* Leaves a list of the addresses on the stack. */
static int check_recipients(lua_State *L)
{
    lua_getfield(L, 1, "to");
    if (lua_type(L, -1) == LUA_TSTRING) {
        lua_createtable(L, 1, 0);
        lua_insert(L, -2);
        lua_rawseti(L, -2, 1);
    }
    int list = lua_gettop(L);
    int count = lua_istable(L, list) ? (int)lua_objlen(L, list) : 0;
    if (count < 1 || count > RECIPIENTS_MOST)
        luaL_error(L, "bad argument #1: to must be an address, or 1 to 100 of them");
    for (int i = 1; i <= count; i++) {
        lua_rawgeti(L, list, i);
        check_address(L, lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : NULL);
        lua_pop(L, 1);
    }
    return list;
}

/* Leaves the list of recipients on top of the stack. */
static int check_wish(lua_State *L, struct wish *wish)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    wish->url = text_field(L, "url", NULL);
    if (wish->url == NULL)
        luaL_error(L, "bad argument #1: url must be a string without NUL");
    wish->from = text_field(L, "from", NULL);
    check_address(L, wish->from);
    wish->user = text_field(L, "user", NULL);
    wish->password = text_field(L, "password", "");
    wish->ca_file = text_field(L, "ca_file", config_get("CA_FILE"));
    wish->timeout = time_field(L, "timeout_ms", 50000);
    wish->connect_timeout = time_field(L, "connect_timeout_ms", 10000);
    lua_getfield(L, 1, "tls");
    wish->tls = lua_isnil(L, -1) || lua_toboolean(L, -1);
    lua_pop(L, 1);
    lua_getfield(L, 1, "message");
    wish->message = lua_type(L, -1) == LUA_TSTRING ? lua_tolstring(L, -1, &wish->length) : NULL;
    check_message(L, wish->message, wish->length);
    return check_recipients(L);
}

static void set_options(struct delivery *delivery, const struct wish *wish)
{
    CURL *easy = delivery->easy;
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, delivery->error);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    /* Ending a delivery whose name is still being looked up must not wait for that thread. */
    curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
    curl_easy_setopt(easy, CURLOPT_NETRC, CURL_NETRC_IGNORED);
    curl_easy_setopt(easy, CURLOPT_USE_SSL, wish->tls ? (long)CURLUSESSL_ALL : (long)CURLUSESSL_NONE);
    curl_easy_setopt(easy, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
    if (wish->ca_file != NULL) {
        curl_easy_setopt(easy, CURLOPT_CAINFO, wish->ca_file);
        curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
    }
    if (wish->user != NULL) {
        curl_easy_setopt(easy, CURLOPT_USERNAME, wish->user);
        curl_easy_setopt(easy, CURLOPT_PASSWORD, wish->password);
    }
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, wish->timeout);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, wish->connect_timeout);
    curl_easy_setopt(easy, CURLOPT_SERVER_RESPONSE_TIMEOUT, wish->timeout / 1000 + 1);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, delivery);
    curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, close_socket);
    curl_easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, delivery);
    curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(easy, CURLOPT_READFUNCTION, give);
    curl_easy_setopt(easy, CURLOPT_READDATA, delivery);
    curl_easy_setopt(easy, CURLOPT_INFILESIZE_LARGE, (curl_off_t)delivery->length);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, hear);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, delivery);
    curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, still_wanted);
    curl_easy_setopt(easy, CURLOPT_XFERINFODATA, delivery);
    curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
}

static bool add_recipients(lua_State *L, int list, struct delivery *delivery)
{
    for (int i = 1; i <= (int)lua_objlen(L, list); i++) {
        lua_rawgeti(L, list, i);
        struct curl_slist *longer = curl_slist_append(delivery->recipients, lua_tostring(L, -1));
        lua_pop(L, 1);
        if (longer == NULL)
            return false;
        delivery->recipients = longer;
    }
    return true;
}

/* NULL: no memory. `list` is the stack index of the recipients. */
static struct delivery *delivery_new(lua_State *L, const struct wish *wish, int list)
{
    struct delivery *delivery = calloc(1, sizeof *delivery);
    if (delivery == NULL)
        return NULL;
    delivery->socket = CURL_SOCKET_BAD;
    delivery->length = wish->length;
    delivery->message = malloc(wish->length + 1);
    bool ok = wish->message != NULL && delivery->message != NULL && curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK &&
              (delivery->easy = curl_easy_init()) != NULL && (delivery->multi = curl_multi_init()) != NULL &&
              add_recipients(L, list, delivery);
    if (ok) {
        memcpy(delivery->message, wish->message, wish->length);
        set_options(delivery, wish);
        ok = curl_easy_setopt(delivery->easy, CURLOPT_URL, wish->url) == CURLE_OK &&
             curl_easy_setopt(delivery->easy, CURLOPT_MAIL_FROM, wish->from) == CURLE_OK &&
             curl_easy_setopt(delivery->easy, CURLOPT_MAIL_RCPT, delivery->recipients) == CURLE_OK &&
             curl_multi_add_handle(delivery->multi, delivery->easy) == CURLM_OK;
    }
    if (!ok || uv_mutex_init(&delivery->lock) != 0) {
        delivery_free(delivery);
        return NULL;
    }
    return delivery;
}

static int smtp_send(lua_State *L)
{
    struct wish wish = {.length = 0};
    int recipients = check_wish(L, &wish);
    wait_check(L);
    if (running == AT_ONCE)
        return push_error(L, "busy", "%d messages are being sent already", (int)AT_ONCE);
    struct delivery *delivery = delivery_new(L, &wish, recipients);
    if (delivery == NULL)
        return luaL_error(L, "no memory for a message");
    delivery->ended.data = delivery;
    uv_async_init(loop_get(), &delivery->ended, on_ended);
    if (!start_thread(delivery)) {
        uv_mutex_destroy(&delivery->lock);
        uv_close((uv_handle_t *)&delivery->ended, closed);
        return push_error(L, "busy", "no thread for a message");
    }
    running++;
    return wait_begin(L, &delivery->wait, cancel);
}

MODULE(smtp)
{
    static const luaL_Reg functions[] = {{"send", smtp_send}, {NULL, NULL}};
    lua_newtable(L);
    luaL_register(L, NULL, functions);
    return 1;
}
