---@meta pg

---What PostgreSQL or the way to it said: db.unavailable (no connection, no room, shutting down), db.conflict (a
---unique or exclusion constraint, a serialization failure, a deadlock), db.unknown (nobody knows whether COMMIT
---happened), db.error.
---@class pg.fault
---@field code "db.unavailable"|"db.conflict"|"db.unknown"|"db.error"
---@field sqlstate string  SQLSTATE; "busy" when too much waits; "unknown"
---@field message string
---@field constraint string|nil
---@field detail string|nil

---Rows by number, each a table by column name. int2/4/8 → number (string beyond 2^53), numeric → string,
---timestamptz → epoch seconds, bytea → bytes, json → decoded, arrays of these → tables (NULLs in them: pg.null),
---NULL → absent, everything else → its text.
---@class pg.rows
---@field [integer] table<string, any>
---@field affected integer  rows that the statement touched or returned

---A transaction, valid within pg.tx's function and the task that runs it. All but `defer`, `on_commit`, `failure` and
---`close` wait.
---@class pg.tx
local tx = {}

---@param sql string
---@param ... any
---@return pg.rows|nil, string? message, string? sqlstate, string? constraint, string? detail
function tx:query(sql, ...) end

---Raises a pg.fault.
---@param sql string
---@param ... any
---@return pg.rows
function tx:rows(sql, ...) end

---The first row. Raises a pg.fault.
---@param sql string
---@param ... any
---@return table<string, any>|nil
function tx:row(sql, ...) end

---Many statements without parameters in one text.
---@param sql string
---@return pg.rows|nil last, string? message, string? sqlstate
function tx:script(sql) end

---Keeps what fn did when its first result is truthy; undoes it when it is not, or when fn raises (raised again).
---@generic T
---@param fn fun(tx: pg.tx): T, ...
---@return T|nil, any
function tx:savepoint(fn) end

---Has a statement sent together with what comes next: with the COMMIT when nothing does, so that nobody waits for what it
---locks while its answer is on the way here and the COMMIT on the way back. Nobody is told its rows: it fails in PostgreSQL
---when nothing of the transaction may stay. Then everything is rolled back, and pg.tx answers nil and what `refused` makes
---of the failure. It may not be undone by a savepoint.
---@param refused fun(failure: pg.fault): table|nil  asks on connections of its own; nil: the failure itself is the answer
---@param sql string
---@param ... any
function tx:defer(refused, sql, ...) end

---Has fn called once the transaction has been committed, and only then. What it raises undoes nothing.
---@param fn fun()
function tx:on_commit(fn) end

---@class pg
---@field null lightuserdata  NULL as a parameter or an array's element; the same as json.null
local pg = {}

---One statement on the shared connection, prepared once. Waits. Parameters: nil, boolean, number, string, pg.null,
---and what pg.array, pg.json, pg.bytea return. Raises for others.
---@param sql string
---@param ... any
---@return pg.rows|nil, string? message, string? sqlstate, string? constraint, string? detail
function pg.query(sql, ...) end

---The same on a second connection, for what takes long and would hold up everybody's short queries.
---@param sql string
---@param ... any
---@return pg.rows|nil, string? message, string? sqlstate, string? constraint, string? detail
function pg.slow(sql, ...) end

---pg.query that raises a pg.fault.
---@param sql string
---@param ... any
---@return pg.rows
function pg.rows(sql, ...) end

---The first row, or nil. Raises a pg.fault.
---@param sql string
---@param ... any
---@return table<string, any>|nil
function pg.row(sql, ...) end

---The rows of several statements { sql, parameters… }, asked at once. Raises a pg.fault.
---@param statements any[][]
---@return pg.rows[]
function pg.row_sets(statements) end

---pg.slow that raises a pg.fault.
---@param sql string
---@param ... any
---@return pg.rows
function pg.slow_rows(sql, ...) end

---One statement that writes and commits by itself, on a connection of its own while it lasts: readers do not wait for its
---commit. Raises a pg.fault, and inside pg.tx (there it is tx:rows).
---@param sql string
---@param ... any
---@return pg.rows
function pg.write(sql, ...) end

---Several statements sent in one go, each on its own: one that fails undoes none of the others.
---@param statements { [integer]: any }[]  { sql, parameters… }
---@return pg.rows[]|nil, string? message, string? sqlstate, integer? index
function pg.batch(statements) end

---@class pg.tx_options
---@field isolation "read committed"|"repeatable read"|"serializable"|nil
---@field read_only boolean|nil
---@field retry integer|nil  times fn runs again after a serialization failure, a deadlock, a cut connection; default 2

---A transaction on a connection of its own: committed when fn's first result is truthy, rolled back when it is not
---or when fn raises (raised again). A database fault is nil, pg.fault. Must not be nested.
---@generic T
---@param fn fun(tx: pg.tx): T, ...
---@param options pg.tx_options|nil
---@return T|nil, any
function pg.tx(fn, options) end

---A one-dimensional array as a parameter, of strings, numbers, booleans and pg.null.
---@param values (string|number|boolean|lightuserdata)[]
---@return string
function pg.array(values) end

---A json or jsonb parameter.
---@param value any
---@return string
function pg.json(value) end

---A bytea parameter.
---@param bytes string
---@return string
function pg.bytea(bytes) end

---Registers fn for a channel while a generation loads. It runs as a task of the live generation: with a
---notification's payload, and with nil after each (re)connection, when something may have been missed.
---@param channel string  A-Z a-z 0-9 _
---@param fn fun(payload: string|nil)
function pg.listen(channel, fn) end

---Whether all channels are listened to and the connection answered within the last second.
---@return boolean
function pg.listening() end

---Commands only: listens from now on. A generation listens when it goes live.
function pg.start_listening() end

---Commands only: leaves all connections and goes to another database from now on.
---@param url string
function pg.use(url) end

---Collects every statement of this task from now on, or stops.
---@param on boolean|nil
function pg.trace(on) end

---@return { sql: string, ms: number, rows: integer, failed: string|nil }[]|nil
function pg.traced() end

---@class pg.lane_stats
---@field connected boolean
---@field in_flight integer
---@field waiting integer
---@field statements integer  prepared on this connection

---@class pg.stats
---@field queries number
---@field errors number
---@field lost number      connections lost
---@field connects number
---@field retries number   statements asked again without a plan
---@field busy number      refused because too much waited
---@field read pg.lane_stats
---@field slow pg.lane_stats
---@field pool pg.pool_stats

---@class pg.pool_stats
---@field size integer
---@field open integer
---@field in_use integer
---@field cleaning integer      being cancelled and rolled back
---@field waiting integer       tasks that wait for a connection

---@return pg.stats
function pg.stats() end

return pg
