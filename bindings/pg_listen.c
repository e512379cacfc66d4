/* Notifications, on a connection of their own that bypasses a pooler. Which channels are heard is what the
 * Lua states that serve or have served registered while they were loaded; a change of generation changes whose functions are
 * called, not the connection. A heartbeat tells whether the connection still hears, because a silent one looks exactly like one
 * where nothing happens. Whoever listens is told with a nil payload after each (re)connection that something may
 * have been missed. */
#include "pg.h"

#include "audience.h"
#include "binding.h"
#include "generation.h"
#include "log.h"
#include "loop.h"
#include "vm.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BEAT_MS = 400, HEARD_MS = 1000, SILENT_MS = 2500, NAME_MAX_LENGTH = 63 };

static const char channels_key[] = "sijang.pg.channels"; /* registry: channel → { functions } */
static struct conn listener = {.name = "listen", .direct = true, .wanted = true};
static struct audience audience;
static uv_timer_t heart;
static bool made;
static struct heard_channel { /* those this session has been told to LISTEN to */
    struct heard_channel *next;
    char name[];
} * told;
static unsigned unanswered; /* LISTENs without an answer */
static bool announce;       /* tell everybody once all LISTENs are answered */
static uint64_t heard;      /* loop time of the last sign of life; 0: none on this connection */

/* ── Calling ── */

static void function_over(void *context, enum task_end end, lua_State *L, int results)
{
    (void)context;
    (void)results;
    if (end != TASK_FAILED)
        return;
    const char *message = lua_tostring(L, -1);
    if (message == NULL && luaL_callmeta(L, -1, "__tostring"))
        message = lua_tostring(L, -1);
    log_begin(LOG_ERROR, "pg.listener_failed");
    log_text("message", message);
    log_end();
}

/* Runs the functions of the table on top of the stack, each as a task, and pops it. */
static void call_all(struct vm *vm, lua_State *L, const char *payload)
{
    int functions = lua_gettop(L);
    for (int i = 1; i <= (int)lua_objlen(L, functions); i++) {
        struct task *task = task_new(vm);
        lua_rawgeti(L, functions, i);
        lua_xmove(L, task_stack(task), 1);
        lua_pushstring(task_stack(task), payload);
        task_run(task, 1, function_over, NULL);
    }
    lua_settop(L, functions - 1);
}

static void on_notify(struct conn *conn, const char *channel, const char *payload)
{
    (void)conn;
    int ref;
    for (struct listening *one = audience.first; one != NULL; one = one->next) {
        lua_State *L = audience_borrow(one->vm, channels_key, &ref);
        if (L == NULL)
            continue;
        lua_getfield(L, -1, channel);
        if (lua_istable(L, -1))
            call_all(one->vm, L, payload);
        audience_give_back(one->vm, ref);
    }
}

static void tell(struct vm *vm)
{
    int ref;
    lua_State *L = audience_borrow(vm, channels_key, &ref);
    if (L == NULL)
        return;
    /* First the functions, then the calls: a call may register more, and a table must not grow while it is walked. */
    int channels = lua_gettop(L), all = channels + 1, n = 0;
    lua_newtable(L);
    lua_pushnil(L);
    while (lua_next(L, channels) != 0) {
        for (int i = 1; i <= (int)lua_objlen(L, -1); i++) {
            lua_rawgeti(L, -1, i);
            lua_rawseti(L, all, ++n);
        }
        lua_pop(L, 1);
    }
    call_all(vm, L, NULL);
    audience_give_back(vm, ref);
}

static void tell_all(void)
{
    for (struct listening *one = audience.first; one != NULL; one = one->next)
        tell(one->vm);
}

/* ── The connection ── */

static void on_listening(struct op *op)
{
    bool ok = !op_failed(op);
    op_free(op);
    if (!ok || unanswered == 0)
        return;
    heard = loop_now();
    if (--unanswered > 0 || !announce)
        return;
    announce = false;
    tell_all();
}

static void forget_told(void)
{
    while (told != NULL) {
        struct heard_channel *next = told->next;
        free(told);
        told = next;
    }
}

/* Not again what was said before: until it is answered nobody may rely on hearing of changes, and a new generation mostly
 * listens to what the old one did. */
static void listen_to(const char *channel)
{
    for (struct heard_channel *known = told; known != NULL; known = known->next)
        if (strcmp(known->name, channel) == 0)
            return;
    struct heard_channel *new = malloc(sizeof *new + strlen(channel) + 1);
    if (new == NULL)
        abort();
    memcpy(new->name, channel, strlen(channel) + 1);
    new->next = told;
    told = new;
    char sql[NAME_MAX_LENGTH + 16];
    snprintf(sql, sizeof sql, "LISTEN \"%s\"", channel);
    unanswered++;
    conn_send(&listener, op_text(sql, OP_PLAIN, on_listening, NULL));
}

static void listen_to_those_of(struct vm *vm)
{
    int ref;
    lua_State *L = audience_borrow(vm, channels_key, &ref);
    if (L == NULL)
        return;
    lua_pushnil(L);
    while (lua_next(L, -2) != 0) {
        listen_to(lua_tostring(L, -2));
        lua_pop(L, 1);
    }
    audience_give_back(vm, ref);
}

static void on_ready(struct conn *conn)
{
    (void)conn;
    unanswered = 0;
    heard = loop_now();
    announce = true;
    forget_told();
    for (struct listening *one = audience.first; one != NULL; one = one->next)
        listen_to_those_of(one->vm);
}

static void on_lost(struct conn *conn)
{
    (void)conn;
    unanswered = 0;
    heard = 0;
}

static void on_heard(struct op *op)
{
    if (!op_failed(op))
        heard = loop_now();
    op_free(op);
}

static void on_beat(uv_timer_t *timer)
{
    (void)timer;
    if (listener.state != CONN_READY)
        return;
    if (loop_now() - heard > SILENT_MS)
        conn_close(&listener);
    else if (listener.in_flight == 0)
        conn_send(&listener, op_text("SELECT 1", OP_PREPARED, on_heard, NULL));
    conn_keep_alive(&listener, false); /* listening alone keeps no process */
}

/* ── The Lua face ── */

static void vm_ended(struct vm *vm)
{
    audience_remove(&audience, vm);
}

static void start(void)
{
    made = true;
    listener.on_ready = on_ready;
    listener.on_lost = on_lost;
    listener.on_notify = on_notify;
    uv_timer_init(loop_get(), &heart);
    uv_timer_start(&heart, on_beat, BEAT_MS, BEAT_MS);
    uv_unref((uv_handle_t *)&heart);
    conn_open(&listener);
}

void listen_live(struct vm *vm)
{
    audience_add(&audience, vm);
    lua_State *L = lua_newthread(vm->L);
    vm_at_end(vm, vm_ended);
    lua_getfield(L, LUA_REGISTRYINDEX, channels_key);
    bool any = lua_istable(L, -1);
    lua_pop(vm->L, 1);
    if (any && !made)
        start();
    else if (any && listener.state == CONN_READY)
        listen_to_those_of(vm); /* it may know channels that the old one did not */
}

/* A constructor, because generations are built on other threads and this must be said on the main one, once. */
__attribute__((constructor)) static void follow_generations(void)
{
    generation_on_live(listen_live);
}

void listen_reopen(void)
{
    if (made)
        conn_close(&listener);
}

static void check_channel(lua_State *L, int index)
{
    size_t length;
    const char *name = check_string(L, index, &length);
    size_t plain = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
    luaL_argcheck(L, plain == length && length > 0 && length <= NAME_MAX_LENGTH, index,
                  "a channel is 1 to 63 of A-Z a-z 0-9 _");
}

/* pg.listen(channel, fn) */
int listen_add(lua_State *L)
{
    check_channel(L, 1);
    luaL_checktype(L, 2, LUA_TFUNCTION);
    lua_settop(L, 2);
    lua_getfield(L, LUA_REGISTRYINDEX, channels_key);
    if (lua_isnil(L, 3)) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushvalue(L, 3);
        lua_setfield(L, LUA_REGISTRYINDEX, channels_key);
    }
    lua_pushvalue(L, 1);
    lua_rawget(L, 3);
    bool new_channel = lua_isnil(L, 4);
    if (new_channel) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushvalue(L, 1);
        lua_pushvalue(L, 4);
        lua_rawset(L, 3);
    }
    lua_pushvalue(L, 2);
    lua_rawseti(L, 4, (int)lua_objlen(L, 4) + 1);
    if (!audience_has(&audience, vm_of(L)))
        return 0;
    if (!made)
        start();
    else if (new_channel && listener.state == CONN_READY)
        listen_to(lua_tostring(L, 1));
    return 0;
}

/* pg.start_listening(): for commands; a generation starts by going live */
int listen_start(lua_State *L)
{
    listen_live(vm_of(L));
    return 0;
}

/* pg.listening() -> boolean */
int listen_healthy(lua_State *L)
{
    lua_pushboolean(L, audience_has(&audience, vm_of(L)) && listener.state == CONN_READY && unanswered == 0 &&
                           heard != 0 && loop_now() - heard < HEARD_MS);
    return 1;
}
