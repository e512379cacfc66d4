/* Messages, on a connection of their own. Which channels are heard is what the Lua states that serve or have served
 * registered while they were loaded. A message is a bell and nothing more: whoever subscribes is told with a nil payload after each (re)connection
 * that something may have been missed. */
#include "redis.h"

#include "audience.h"
#include "binding.h"
#include "generation.h"
#include "log.h"
#include "loop.h"

#include <stdio.h>

enum { BEAT_MS = 1000, SILENT_MS = 3000, NAME_MOST = 200 };

static const char channels_key[] = "sijang.redis.channels"; /* registry: channel → { functions } */
static struct link subscriber = {.name = "messages"};
static struct audience audience;
static uv_timer_t heart;
static unsigned unanswered; /* SUBSCRIBEs without an answer */
static bool announce;       /* tell everybody once all are answered */

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
    log_begin(LOG_ERROR, "redis.subscriber_failed");
    log_text("message", message);
    log_end();
}

/* Runs each function of the table on top as a task, and pops it. A NULL payload is nil. */
static void call_all(struct vm *vm, lua_State *L, const char *payload, size_t length)
{
    int functions = lua_gettop(L);
    for (int i = 1; i <= (int)lua_objlen(L, functions); i++) {
        struct task *task = task_new(vm);
        lua_rawgeti(L, functions, i);
        lua_xmove(L, task_stack(task), 1);
        if (payload != NULL)
            lua_pushlstring(task_stack(task), payload, length);
        else
            lua_pushnil(task_stack(task));
        task_run(task, 1, function_over, NULL);
    }
    lua_settop(L, functions - 1);
}

static void tell(struct vm *vm)
{
    int ref;
    lua_State *L = audience_borrow(vm, channels_key, &ref);
    if (L == NULL)
        return;
    /* First the functions, then the calls: a call may register more. */
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
    call_all(vm, L, NULL, 0);
    audience_give_back(vm, ref);
}

static void tell_all(void)
{
    for (struct listening *one = audience.first; one != NULL; one = one->next)
        tell(one->vm);
}

/* ── The connection ── */

static void send_words(const char *name, const char *word)
{
    size_t room = strlen(name) + strlen(word) + 64;
    char *to = link_room(&subscriber, room);
    int used = *word == '\0'
                   ? snprintf(to, room, "*1\r\n$%zu\r\n%s\r\n", strlen(name), name)
                   : snprintf(to, room, "*2\r\n$%zu\r\n%s\r\n$%zu\r\n%s\r\n", strlen(name), name, strlen(word), word);
    link_wrote(&subscriber, (size_t)used);
}

static void subscribe_to(const char *channel)
{
    unanswered++;
    send_words("SUBSCRIBE", channel);
}

static void subscribe_to_those_of(struct vm *vm)
{
    int ref;
    lua_State *L = audience_borrow(vm, channels_key, &ref);
    if (L == NULL)
        return;
    lua_pushnil(L);
    while (lua_next(L, -2) != 0) {
        subscribe_to(lua_tostring(L, -2)); /* twice is once */
        lua_pop(L, 1);
    }
    audience_give_back(vm, ref);
}

static void on_ready(struct link *link)
{
    (void)link;
    unanswered = 0;
    announce = true;
    for (struct listening *one = audience.first; one != NULL; one = one->next)
        subscribe_to_those_of(one->vm);
}

static void on_lost(struct link *link)
{
    (void)link;
    unanswered = 0;
}

static void on_message(const redisReply *channel, const redisReply *payload)
{
    int ref;
    for (struct listening *one = audience.first; one != NULL; one = one->next) {
        lua_State *L = audience_borrow(one->vm, channels_key, &ref);
        if (L == NULL)
            continue;
        lua_pushlstring(L, channel->str, (size_t)channel->len);
        lua_rawget(L, -2);
        if (lua_istable(L, -1))
            call_all(one->vm, L, payload->str, (size_t)payload->len);
        audience_give_back(one->vm, ref);
    }
}

static void on_push(struct link *link, redisReply *reply)
{
    (void)link;
    if (reply->type != REDIS_REPLY_ARRAY || reply->elements < 3 || reply->element[0]->type != REDIS_REPLY_STRING)
        return; /* the answer to a PING */
    const char *kind = reply->element[0]->str;
    if (strcmp(kind, "message") == 0 && reply->element[2]->type == REDIS_REPLY_STRING) {
        on_message(reply->element[1], reply->element[2]);
    } else if (strcmp(kind, "subscribe") == 0 && unanswered > 0 && --unanswered == 0 && announce) {
        announce = false;
        tell_all();
    }
}

static void on_beat(uv_timer_t *timer)
{
    (void)timer;
    if (subscriber.state != LINK_READY)
        return;
    if (loop_now() - subscriber.heard > SILENT_MS)
        link_reopen(&subscriber);
    else
        send_words("PING", "");
}

static void start(void)
{
    subscriber.on_ready = on_ready;
    subscriber.on_lost = on_lost;
    subscriber.on_push = on_push;
    uv_timer_init(loop_get(), &heart);
    uv_timer_start(&heart, on_beat, BEAT_MS, BEAT_MS);
    uv_unref((uv_handle_t *)&heart);
    link_open(&subscriber);
}

/* ── The Lua face ── */

static void vm_ended(struct vm *vm)
{
    audience_remove(&audience, vm);
}

static void subscribe_live(struct vm *vm)
{
    audience_add(&audience, vm);
    lua_State *L = lua_newthread(vm->L);
    vm_at_end(vm, vm_ended);
    lua_getfield(L, LUA_REGISTRYINDEX, channels_key);
    bool any = lua_istable(L, -1);
    lua_pop(vm->L, 1);
    if (any && !subscriber.made)
        start();
    else if (any && subscriber.state == LINK_READY)
        subscribe_to_those_of(vm);
}

/* A constructor, because generations are built on other threads and this must be said on the main one, once. */
__attribute__((constructor)) static void follow_generations(void)
{
    generation_on_live(subscribe_live);
}

void subscribe_reopen(void)
{
    link_reopen(&subscriber);
}

/* redis.subscribe(channel, fn) */
int subscribe_add(lua_State *L)
{
    size_t length;
    const char *name = check_string(L, 1, &length);
    luaL_argcheck(L, length > 0 && length <= NAME_MOST && strlen(name) == length, 1, "a channel is 1 to 200 bytes");
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
    bool is_new = lua_isnil(L, 4);
    if (is_new) {
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
    if (!subscriber.made)
        start();
    else if (is_new && subscriber.state == LINK_READY)
        subscribe_to(name);
    return 0;
}

/* redis.start_subscribing(): for commands; a generation starts by going live */
int subscribe_start(lua_State *L)
{
    subscribe_live(vm_of(L));
    return 0;
}

/* redis.subscribed() -> boolean */
int subscribe_healthy(lua_State *L)
{
    lua_pushboolean(L, audience_has(&audience, vm_of(L)) && subscriber.state == LINK_READY && unanswered == 0 &&
                           loop_now() - subscriber.heard <= SILENT_MS);
    return 1;
}
