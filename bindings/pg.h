/* PostgreSQL inside the loop, between the pg*.c files only. From below: a `conn` is one libpq connection in
 * pipeline mode that keeps its prepared statements and a queue of `op`s in flight; a `call` is what one Lua call
 * waits for (one op or several); a lane multiplexes all tasks over one conn; the pool lends whole conns to
 * transactions; the listener owns one for notifications. All of it lives in the process, not in a Lua state, and
 * so survives a change of generation. */
#ifndef SIJANG_PG_H
#define SIJANG_PG_H

#include "poller.h"
#include "task.h"

#include <libpq-fe.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uv.h>

struct vm;
struct conn;
struct call;
struct statement;

/* ── pg_op.c: one statement with its parameters, in one block of memory ── */

enum op_kind {
    OP_PREPARED, /* through the connection's prepared statements */
    OP_PLAIN,    /* parsed once, thrown away */
    OP_SYNC,     /* the Sync that ends a group */
    OP_SCRIPT,   /* several statements, no parameters; the connection must have nothing else in flight */
};

struct op {
    struct op *next;
    struct op *sibling; /* the next op of the same call */
    struct call *call;
    void (*done)(struct op *op); /* takes the op over; may run Lua */
    void *owner;
    enum op_kind kind;
    bool joined;   /* shares its Sync with the op sent after it */
    bool grouped;  /* shares its Sync with other SELECTs, and is asked again if one of them fails */
    bool alone;    /* must not be grouped again */
    bool prepares; /* this op carries the Prepare of its statement */
    bool retried;
    bool lost;               /* the connection went away before the answer was whole */
    const char *unreachable; /* why there was none to send it on; NULL: there was one */
    unsigned char step;
    struct statement *statement;
    PGresult *result;               /* the first error, or else the last result; NULL when lost */
    uint64_t hash, serial, started; /* serial: of the statement it was last sent with */
    double took;                    /* milliseconds, once done */
    size_t sql_length;
    const char *sql;
    int parameters;
    const char **values;
};

/* Checks the SQL at `index` and the parameters after it up to `last`; raises on misuse. Returns the bytes needed. */
size_t op_measure(lua_State *L, int index, int last);
/* The op of what op_measure has checked; never NULL. */
struct op *op_new(lua_State *L, int index, int last, size_t bytes);
struct op *op_text(const char *sql, enum op_kind kind, void (*done)(struct op *op), void *owner);
void op_free(struct op *op);
/* At the end of a list whose tail this is. */
void op_append(struct op ***tail, struct op *op);
bool op_failed(const struct op *op);
const char *op_sqlstate(const struct op *op);

/* ── pg_session.c ── */

/* Begins to connect; NULL when no setting says where to. */
PGconn *session_start(bool direct);
/* Sessions begun from now on go there instead of where the settings say. */
void session_use(const char *url);
/* Milliseconds to wait before the next attempt after so many failures in a row. */
uint64_t session_pause(unsigned failures);

/* ── pg_conn.c ── */

enum conn_state { CONN_CLOSED, CONN_CONNECTING, CONN_READY, CONN_BREAKING };

enum { CONN_STATEMENTS = 500, CONN_BUCKETS = 256 };

struct conn {
    PGconn *pg;
    struct poller *poller;
    int fd;           /* that the poller watches */
    uv_timer_t timer; /* the next attempt, the end of an attempt, or the end of a broken connection */
    bool timer_made;
    enum conn_state state;
    bool up;                 /* it was ready before the present trouble */
    unsigned session;        /* changes whenever one begins or ends */
    bool scripting;          /* out of pipeline mode for one script */
    bool leased;             /* in a transaction: housekeeping waits */
    bool direct;             /* DATABASE_DIRECT_URL */
    bool wanted;             /* try again after a loss */
    unsigned failures;       /* attempts failed in a row */
    struct op *head, **tail; /* in flight, in order */
    unsigned in_flight;
    struct op *finished, **finished_tail;
    struct op *settled, **settled_tail; /* answered, of a group whose Sync is not */
    struct op *again, **again_tail;     /* to be asked again */
    unsigned group;                     /* how many the open group has */
    bool groups;                        /* whether SELECTs may be grouped */
    bool dirty;
    struct conn *next_dirty;
    uint64_t heard; /* uv_hrtime of the last bytes */
    struct statement *buckets[CONN_BUCKETS], *newest, *oldest, *doomed;
    unsigned statements;
    uint64_t serial;
    char problem[256];    /* why it is not connected */
    char last_words[160]; /* what the server said before it closed */
    const char *name;     /* in the log */
    /* The owner. All may be NULL but on_ready. */
    void *owner;
    void (*on_ready)(struct conn *conn);
    void (*on_lost)(struct conn *conn); /* also after each failed attempt */
    void (*on_room)(struct conn *conn); /* answers have come: more may be sent */
    void (*on_notify)(struct conn *conn, const char *channel, const char *payload);
};

/* Starts connecting unless it is connected or connecting. */
void conn_open(struct conn *conn);
/* Ends it now; what is in flight ends as lost, later. */
void conn_close(struct conn *conn);
/* Sends what libpq still holds, and watches for what comes. */
void conn_flush(struct conn *conn);
/* False, and it is broken, when libpq has closed the socket, which it may do in whatever sends or receives. To be asked
 * after each such call: once another connection has the number, a poller must not let go of it. */
bool conn_stands(struct conn *conn);
/* It is of no use any more, which is said from its timer: the caller may be a Lua function in the middle of a query. */
void conn_break(struct conn *conn);
/* Whether it can be sent to. One that rests is looked at first, so that a server that has gone costs nobody a
 * failure. */
bool conn_ready(struct conn *conn);
/* Nothing in flight, and in no transaction. */
bool conn_clean(const struct conn *conn);
/* The op's statement is stale: prepare it anew next time. */
void conn_forget(struct conn *conn, struct op *op);
/* Lets the process's loop end (false) or not (true) while this is open. */
void conn_keep_alive(struct conn *conn, bool alive);

/* ── pg_send.c ── */

/* Sends, or at least queues: the op's `done` always comes, never before conn_send returns. */
void conn_send(struct conn *conn, struct op *op);
/* What a failed group has left. */
void send_again(struct conn *conn);

/* ── pg_answer.c ── */

enum step { STEP_PREPARE, STEP_QUERY, STEP_SYNC }; /* which answer an op waits for */

/* Takes what has been read. False when the connection cannot go on. */
bool answer_take(struct conn *conn);
/* The connection is gone: all that is in flight is finished as lost. */
void answer_lose(struct conn *conn);

/* ── pg_statement.c: what a connection has prepared ── */

struct statement {
    struct statement *next;          /* in its bucket */
    struct statement *newer, *older; /* by last use */
    uint64_t hash, serial;
    unsigned in_flight;
    bool dropped; /* no longer found; freed when nothing in flight uses it */
    char name[20];
    size_t length;
    char sql[];
};

uint64_t statement_hash(const char *sql, size_t length);
/* Finds it and makes it the newest; NULL when it is not prepared. */
struct statement *statement_find(struct conn *conn, const struct op *op);
/* A new one; when there are too many, the oldest that rests is dropped and put on conn->doomed for DEALLOCATE. */
struct statement *statement_add(struct conn *conn, const struct op *op);
void statement_use(struct op *op, struct statement *statement);
void statement_rest(struct op *op);
/* No longer found. `deallocate`: the server still has it. */
void statement_drop(struct conn *conn, struct statement *statement, bool deallocate);
/* The connection is gone and all ops rest: frees everything. */
void statement_clear(struct conn *conn);

/* ── pg_call.c: what a Lua call waits for ── */

struct call {
    struct wait wait;
    struct vm *vm;
    struct op *ops, **tail;
    unsigned count, left;
    bool many;      /* pg.batch: a table of results */
    bool abandoned; /* nobody waits any more */
    bool hidden;    /* the first op is BEGIN, which shows only when it fails */
    int trace;      /* reference of the task's trace table, or LUA_NOREF */
    void *owner;
    void (*seen)(struct call *call);              /* just before the results are handed over; may be NULL */
    int (*push)(lua_State *L, struct call *call); /* pushes other results than rows; may be NULL */
};

struct call *call_new(lua_State *L);
void call_add(struct call *call, struct op *op);
/* Ends the binding function. */
int call_wait(lua_State *L, struct call *call, void (*cancel)(struct wait *wait));
void call_cancel(struct wait *wait);
/* The `done` of a call's ops. */
void call_op_done(struct op *op);
/* The first op that failed, or NULL; *place, from 1, may be NULL. */
struct op *call_error(const struct call *call, unsigned *place);
/* nil, message, sqlstate, constraint, detail; for a batch nil, message, sqlstate, index. */
int call_push_error(lua_State *L, const struct call *call, const struct op *op, unsigned place);
/* pg.trace, pg.traced */
int call_trace(lua_State *L);
int call_traced(lua_State *L);

/* ── pg_value.c ── */

/* Pushes a table of rows. Raises (out of memory, JSON that does not decode). */
void value_push_rows(lua_State *L, const PGresult *result);
/* A PostgreSQL array literal of the table at `index`. */
int value_array(lua_State *L);
int value_bytea(lua_State *L);
/* Writes a number the way PostgreSQL reads it exactly. Room for 32. */
int value_number(double number, char *text);

/* ── pg_lane.c ── */

int lane_query(lua_State *L);
int lane_slow(lua_State *L);
int lane_batch(lua_State *L);
/* Leaves the present connections; queries in flight end as lost. */
void lane_reopen(void);
void lane_push_stats(lua_State *L);

/* ── pg_pool.c: whole connections ── */

/* A free one; NULL when there is none yet or others wait already. */
struct conn *pool_take(void);
/* Ends the binding function: true with the connection in *to, or nil, message, code. */
int pool_wait(lua_State *L, struct conn **to);
/* In whatever state it is. */
void pool_return(struct conn *conn);
/* Closes the idle connections. False when a transaction runs. */
bool pool_reopen(void);
void pool_push_stats(lua_State *L);

/* ── pg_tx.c ── */

/* `open` and `methods` into the module's table on top. */
void tx_register(lua_State *L);

/* ── pg_listen.c ── */

int listen_add(lua_State *L);
int listen_start(lua_State *L);
int listen_healthy(lua_State *L);
void listen_reopen(void);
/* The vm whose functions are called from now on: the generation that has just gone live. */
void listen_live(struct vm *vm);

/* Counters since the process started. */
struct pg_counters {
    uint64_t queries, errors, lost, connects, retries, busy;
};
extern struct pg_counters pg_counters;
/* Milliseconds that a query waits for a connection at most. */
enum { PATIENCE_MS = 1000 };

#endif
