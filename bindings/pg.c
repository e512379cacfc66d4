/* The C half of `pg`; bindings/pg.lua is its face. Y: waits.
 *
 * core.query(sql, ...) Y -> rows | nil, message, sqlstate, constraint, detail      the read lane
 * core.slow(sql, ...) Y                                                            the slow lane
 * core.batch{ {sql, ...}, … } Y -> {rows, …} | nil, message, sqlstate, index
 * core.open(isolation, read_only) -> tx      tx:lease() Y  tx:query(sql, ...) Y  tx:script(sql) Y  tx:commit() Y
 *                                            tx:rollback() Y  tx:failure()  tx:close()
 * core.methods                               where the Lua half adds its own
 * core.array{…} -> string   core.bytea(s) -> string   core.null
 * core.listen(channel, fn)   core.start_listening()   core.listening() -> boolean
 * core.use(url)                                                                   commands only: another database
 * core.trace(on)   core.traced() -> { {sql, ms, rows}, … } | nil
 * core.stats() -> table
 *
 * Connections belong to the process; a transaction's lease belongs to the task that opened it. */
#include "pg.h"

#include "binding.h"

static int pg_stats(lua_State *L)
{
    lua_createtable(L, 0, 10);
    const struct {
        const char *name;
        uint64_t value;
    } counters[] = {{"queries", pg_counters.queries},   {"errors", pg_counters.errors},   {"lost", pg_counters.lost},
                    {"connects", pg_counters.connects}, {"retries", pg_counters.retries}, {"busy", pg_counters.busy}};
    for (size_t i = 0; i < sizeof counters / sizeof *counters; i++) {
        lua_pushnumber(L, (lua_Number)counters[i].value);
        lua_setfield(L, -2, counters[i].name);
    }
    lane_push_stats(L);
    pool_push_stats(L);
    return 1;
}

static int pg_use(lua_State *L)
{
    const char *url = luaL_checkstring(L, 1);
    if (vm_of(L)->kind != VM_COMMAND)
        return luaL_error(L, "only a command may choose its database");
    if (!pool_reopen())
        return luaL_error(L, "a transaction is running");
    session_use(url);
    lane_reopen();
    listen_reopen();
    return 0;
}

MODULE(pg_core)
{
    static const luaL_Reg functions[] = {{"query", lane_query},
                                         {"slow", lane_slow},
                                         {"batch", lane_batch},
                                         {"array", value_array},
                                         {"bytea", value_bytea},
                                         {"trace", call_trace},
                                         {"traced", call_traced},
                                         {"stats", pg_stats},
                                         {"listen", listen_add},
                                         {"listening", listen_healthy},
                                         {"start_listening", listen_start},
                                         {"use", pg_use},
                                         {NULL, NULL}};
    lua_newtable(L);
    luaL_register(L, NULL, functions);
    lua_pushlightuserdata(L, NULL);
    lua_setfield(L, -2, "null");
    tx_register(L);
    return 1;
}
