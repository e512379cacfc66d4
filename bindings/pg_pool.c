/* Whole connections for transactions, at most DATABASE_POOL in the process. Who finds none free waits in line; a
 * free one is handed over from the loop, never inside the Lua of whoever gave it back. A connection that comes
 * back unclean is cleaned (cancel, ROLLBACK) within a second, or closed; nobody gets it before that. */
#include "pg.h"

#include "binding.h"
#include "config.h"
#include "loop.h"

#include <stdio.h>
#include <stdlib.h>

enum { CLEAN_MS = 1000, TICK_MS = 50, WAITING_MAX = 10000, POOL_MAX = 200 };

enum slot_state { SLOT_IDLE, SLOT_LEASED, SLOT_CLEANING };

struct slot {
    struct conn conn;
    enum slot_state state;
    bool cancelling, asked; /* a cancel request is on its way; ROLLBACK was sent */
    uv_timer_t patience;    /* ends the cleaning */
};

struct waiter {
    struct wait wait;
    struct waiter *next, **link;
    struct conn **to;
    uint64_t since;
};

static struct slot *slots[POOL_MAX];
static unsigned size, waiting;
static struct waiter *waiters, **waiters_tail = &waiters;
static uv_timer_t server;         /* gives free connections to waiters, outside of anybody's Lua */
static uint64_t down_since;       /* loop time; 0 while some connection stands or none was needed */
static const char *down_why = ""; /* what the last one that was tried said */

/* ── Connections ── */

static bool any_ready(void)
{
    for (unsigned i = 0; i < size; i++)
        if (slots[i]->conn.state == CONN_READY)
            return true;
    return false;
}

static struct slot *find_free(void)
{
    for (unsigned i = 0; i < size; i++)
        if (slots[i]->state == SLOT_IDLE && conn_ready(&slots[i]->conn))
            return slots[i];
    return NULL;
}

static struct slot *find_closed(void)
{
    for (unsigned i = 0; i < size; i++)
        if (slots[i]->state == SLOT_IDLE && slots[i]->conn.state == CONN_CLOSED && !slots[i]->conn.wanted)
            return slots[i];
    return NULL;
}

static void on_server(uv_timer_t *timer);

static void serve_soon(void)
{
    if (waiters != NULL)
        uv_timer_start(&server, on_server, 0, TICK_MS);
}

/* While nothing stands, one connection keeps trying, so that the end of the trouble is noticed without anybody asking.
 * A leased one does not: its transaction must not go on in another session. */
static bool should_try(const struct slot *slot)
{
    bool tried = any_ready();
    for (unsigned i = 0; i < size; i++)
        tried = tried || (slots[i] != slot && slots[i]->conn.wanted);
    return slot->state != SLOT_LEASED && (!tried || waiters != NULL);
}

static void slot_free(struct slot *slot)
{
    slot->state = SLOT_IDLE;
    slot->conn.leased = false;
    if (down_since != 0 && slot->conn.state == CONN_CLOSED && should_try(slot)) {
        slot->conn.wanted = true;
        conn_open(&slot->conn);
    }
    serve_soon();
}

static void slot_ready(struct conn *conn)
{
    conn->wanted = false;
    down_since = 0;
    serve_soon();
}

static void slot_lost(struct conn *conn)
{
    struct slot *slot = conn->owner;
    down_why = conn->problem;
    if (down_since == 0 && !any_ready())
        down_since = loop_now();
    if (slot->state == SLOT_CLEANING && !slot->cancelling) {
        slot->state = SLOT_IDLE;
        conn->leased = false;
        serve_soon();
    }
    conn->wanted = should_try(slot);
}

static void clean_step(struct slot *slot);

static void slot_room(struct conn *conn)
{
    clean_step(conn->owner);
}

static void make_pool(void)
{
    size = (unsigned)config_number("DATABASE_POOL", 1, POOL_MAX);
    for (unsigned i = 0; i < size; i++) {
        slots[i] = calloc(1, sizeof **slots);
        if (slots[i] == NULL)
            abort();
        struct slot *slot = slots[i];
        slot->conn = (struct conn){
            .name = "transaction", .owner = slot, .on_ready = slot_ready, .on_lost = slot_lost, .on_room = slot_room};
        uv_timer_init(loop_get(), &slot->patience);
        slot->patience.data = slot;
    }
    uv_timer_init(loop_get(), &server);
}

/* ── Waiting for one ── */

static void remove_waiter(struct waiter *waiter)
{
    *waiter->link = waiter->next;
    if (waiter->next != NULL)
        waiter->next->link = waiter->link;
    else
        waiters_tail = waiter->link;
    waiting--;
}

static void waiter_cancel(struct wait *wait)
{
    struct waiter *waiter = (struct waiter *)(void *)((char *)wait - offsetof(struct waiter, wait));
    remove_waiter(waiter);
    free(waiter);
}

static struct conn *lend(struct slot *slot)
{
    slot->state = SLOT_LEASED;
    slot->conn.leased = true;
    return &slot->conn;
}

static void open_for_waiters(void)
{
    unsigned coming = 0;
    for (unsigned i = 0; i < size; i++)
        coming += slots[i]->conn.state == CONN_CONNECTING || slots[i]->conn.wanted;
    struct slot *slot;
    while (coming < waiting && (slot = find_closed()) != NULL) {
        conn_open(&slot->conn);
        coming++;
        if (slot->conn.state == CONN_CLOSED)
            return;
    }
}

static void on_server(uv_timer_t *timer)
{
    while (waiters != NULL) {
        struct waiter *waiter = waiters;
        struct slot *slot = find_free();
        bool late = slot == NULL && down_since != 0 && loop_now() - waiter->since >= PATIENCE_MS;
        if (slot == NULL && !late)
            break;
        remove_waiter(waiter);
        lua_State *L = wait_stack(&waiter->wait);
        int results = 1;
        if (slot != NULL) {
            *waiter->to = lend(slot);
            lua_pushboolean(L, true);
        } else {
            results = push_error(L, "08006", "no connection to PostgreSQL: %s", down_why);
        }
        wait_done(&waiter->wait, results);
        free(waiter);
    }
    if (waiters == NULL)
        uv_timer_stop(timer);
    else
        open_for_waiters();
}

struct conn *pool_take(void)
{
    if (size == 0)
        make_pool();
    struct slot *slot = waiters == NULL ? find_free() : NULL;
    return slot != NULL ? lend(slot) : NULL;
}

int pool_wait(lua_State *L, struct conn **to)
{
    if (down_since != 0 && loop_now() - down_since > PATIENCE_MS)
        return push_error(L, "08006", "no connection to PostgreSQL: %s", down_why);
    if (waiting >= WAITING_MAX) {
        pg_counters.busy++;
        return push_error(L, "busy", "%d transactions wait already", (int)waiting);
    }
    struct waiter *waiter = calloc(1, sizeof *waiter);
    if (waiter == NULL)
        return luaL_error(L, "no memory");
    waiter->to = to;
    waiter->since = loop_now();
    waiter->link = waiters_tail;
    *waiters_tail = waiter;
    waiters_tail = &waiter->next;
    waiting++;
    uv_timer_start(&server, on_server, 0, TICK_MS);
    return wait_begin(L, &waiter->wait, waiter_cancel);
}

/* ── Giving one back ── */

static void rolled_back(struct op *op)
{
    struct slot *slot = op->owner;
    op_free(op);
    if (slot->state != SLOT_CLEANING)
        return;
    uv_timer_stop(&slot->patience);
    if (conn_clean(&slot->conn))
        slot_free(slot);
    else
        conn_close(&slot->conn);
}

static void clean_step(struct slot *slot)
{
    if (slot->state != SLOT_CLEANING || slot->cancelling || slot->asked)
        return;
    if (slot->conn.state == CONN_CLOSED) {
        uv_timer_stop(&slot->patience);
        slot_free(slot);
    } else if (slot->conn.in_flight == 0) {
        slot->asked = true;
        conn_send(&slot->conn, op_text("ROLLBACK", OP_PREPARED, rolled_back, slot));
    }
}

static void on_clean_late(uv_timer_t *timer)
{
    struct slot *slot = timer->data;
    conn_close(&slot->conn);
}

struct cancel {
    uv_work_t work;
    PGcancel *cancel;
    struct slot *slot;
};

static void cancel_work(uv_work_t *work)
{
    struct cancel *cancel = work->data;
    char problem[256];
    PQcancel(cancel->cancel, problem, sizeof problem);
}

static void cancel_over(uv_work_t *work, int status)
{
    (void)status;
    struct cancel *cancel = work->data;
    PQfreeCancel(cancel->cancel);
    cancel->slot->cancelling = false;
    clean_step(cancel->slot);
    free(cancel);
}

static void cancel_running(struct slot *slot)
{
    struct cancel *cancel = calloc(1, sizeof *cancel);
    if (cancel == NULL)
        abort();
    cancel->work.data = cancel;
    cancel->slot = slot;
    cancel->cancel = PQgetCancel(slot->conn.pg);
    slot->cancelling = true;
    uv_queue_work(loop_get(), &cancel->work, cancel_work, cancel_over);
}

void pool_return(struct conn *conn)
{
    struct slot *slot = conn->owner;
    if (conn->state == CONN_CLOSED || conn_clean(conn)) {
        slot_free(slot);
        return;
    }
    slot->state = SLOT_CLEANING;
    slot->asked = false;
    uv_timer_start(&slot->patience, on_clean_late, CLEAN_MS, 0);
    if (conn->in_flight > 0 && conn->state == CONN_READY)
        cancel_running(slot);
    else
        clean_step(slot);
}

bool pool_reopen(void)
{
    for (unsigned i = 0; i < size; i++)
        if (slots[i]->state == SLOT_LEASED)
            return false;
    for (unsigned i = 0; i < size; i++)
        conn_close(&slots[i]->conn);
    down_since = 0;
    return true;
}

void pool_push_stats(lua_State *L)
{
    unsigned open = 0, busy = 0, cleaning = 0;
    for (unsigned i = 0; i < size; i++) {
        open += slots[i]->conn.state == CONN_READY;
        busy += slots[i]->state == SLOT_LEASED;
        cleaning += slots[i]->state == SLOT_CLEANING;
    }
    const struct {
        const char *name;
        unsigned value;
    } numbers[] = {{"size", size}, {"open", open}, {"in_use", busy}, {"cleaning", cleaning}, {"waiting", waiting}};
    lua_createtable(L, 0, 5);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        lua_pushinteger(L, (lua_Integer)numbers[i].value);
        lua_setfield(L, -2, numbers[i].name);
    }
    lua_setfield(L, -2, "pool");
}
