--- PostgreSQL for the shop: what waits is in C; here is what must follow a wait. `query` and its kin return
--- `nil, message, sqlstate`; `rows` and `row` raise the same as a table; `tx` is a whole transaction in one function.
local core = require "pg.core"
local failure = require "pg.failure"
local task = require "task"

local pg = {
  query = core.query,
  slow = core.slow,
  batch = core.batch,
  array = core.array,
  bytea = core.bytea,
  null = core.null,
  trace = core.trace,
  traced = core.traced,
  stats = core.stats,
  listen = core.listen,
  listening = core.listening,
  start_listening = core.start_listening,
  use = core.use,
}

--- The rows of one statement; raises { code, sqlstate, message, constraint, detail }.
function pg.rows(sql, ...)
  return failure.rows_or_raise(core.query(sql, ...))
end

--- The first row, or nil; raises as pg.rows does.
function pg.row(sql, ...)
  return failure.row_or_raise(core.query(sql, ...))
end

--- The rows of several statements { sql, parameters… }, asked at once; raises as pg.rows does.
function pg.row_sets(statements)
  return failure.rows_or_raise(core.batch(statements))
end

--- pg.rows on the slow lane.
function pg.slow_rows(sql, ...)
  return failure.rows_or_raise(core.slow(sql, ...))
end

--- A value as a json or jsonb parameter.
function pg.json(value)
  return require("json").encode(value)
end

-- ── Writing ──

-- The statement was refused before anything was done, because the connection's prepared form of it is out of date.
local STALE = { ["26000"] = true, ["0A000"] = true }

local function close(tx, done, rows, ...)
  local stale = STALE[tx:failure() or ""]
  tx:close()
  if not done then
    error(rows, 0)
  end
  return stale, rows, ...
end

local function write(sql, ...)
  local tx = core.open(nil, false, true)
  local ok, message, sqlstate = tx:lease()
  if not ok then
    tx:close()
    return false, nil, message, sqlstate
  end
  return close(tx, pcall(tx.query, tx, sql, ...))
end

local function rows_unless_stale(stale, ...)
  if stale then
    return nil
  end
  return failure.rows_or_raise(...)
end

--- One statement that writes and commits by itself; the rows it returns. It goes over a connection of its own for as
--- long as it lasts: a commit waits for the disk, which on the lane that all share would hold up everybody's reading, and
--- commits on several connections share one wait. Raises as pg.rows does.
function pg.write(sql, ...)
  return rows_unless_stale(write(sql, ...)) or failure.rows_or_raise(select(2, write(sql, ...)))
end

-- ── Transactions ──

local methods = core.methods
local query, commit = methods.query, methods.commit

-- By transaction: the statement that is still to be sent.
local deferred = setmetatable({}, { __mode = "k" })

--- Has a statement sent together with what comes next, which is the COMMIT at best: whoever waits for what it locks waits
--- until the transaction is over, and no longer for our way to the server and back. Nobody is told its rows. It says by
--- raising in PostgreSQL that nothing of the transaction may stay; refused(failure) then tells the fault that pg.tx
--- answers, once everything is rolled back. Within a savepoint its failure ends the whole transaction.
function methods:defer(refused, sql, ...)
  if deferred[self] then
    self:flush()
  end
  deferred[self] = { refused = refused, n = select("#", ...) + 1, sql, ... }
end

--- Sends what is deferred and waits for it.
function methods:flush()
  local last = deferred[self]
  deferred[self] = nil
  local ok, message, sqlstate, constraint, detail = query(self, unpack(last, 1, last.n))
  if not ok then
    local problem = failure.fault(message, sqlstate, constraint, detail)
    problem.refused = last.refused
    error(problem, 0)
  end
end

function methods:query(sql, ...)
  if deferred[self] then
    self:flush()
  end
  return query(self, sql, ...)
end

function methods:rows(sql, ...)
  return failure.rows_or_raise(self:query(sql, ...))
end

function methods:row(sql, ...)
  return failure.row_or_raise(self:query(sql, ...))
end

--- What fn(tx) returned, kept when its first value is truthy, undone when it is not or when fn raises.
function methods:savepoint(fn)
  local ok, message, sqlstate = self:query "SAVEPOINT sijang"
  if not ok then
    return nil, failure.fault(message, sqlstate)
  end
  local function settle(done, first, ...)
    if done and first then
      ok, message, sqlstate = self:query "RELEASE SAVEPOINT sijang"
      if not ok then
        return nil, failure.fault(message, sqlstate)
      end
      return first, ...
    end
    ok, message, sqlstate = self:query "ROLLBACK TO SAVEPOINT sijang"
    if ok then
      ok, message, sqlstate = self:query "RELEASE SAVEPOINT sijang"
    end
    if not done then
      error(first, 0)
    elseif not ok then
      return nil, failure.fault(message, sqlstate)
    end
    return first, ...
  end
  return settle(pcall(fn, self))
end

-- What is to happen once a transaction is committed, and only then; forgotten with it.
local followers = setmetatable({}, { __mode = "k" })

--- Has fn called when the transaction has been committed: to tell others of what is true now. What it raises is raised where
--- pg.tx was called, and undoes nothing.
function methods:on_commit(fn)
  followers[self] = followers[self] or {}
  table.insert(followers[self], fn)
end

local function conclude(tx)
  local last = deferred[tx]
  if not last then
    return nil, commit(tx)
  end
  deferred[tx] = nil
  return last.refused, commit(tx, unpack(last, 1, last.n))
end

-- COMMIT has failed, or a statement that was sent with it.
local function unkept(tx, refused, message, sqlstate, constraint, detail)
  local again = tx:failure() ~= nil
  tx:rollback()
  tx:close()
  local problem = failure.fault(message, sqlstate, constraint, detail)
  return again and sqlstate ~= "unknown", false, nil, not again and refused and refused(problem) or problem
end

-- One attempt. -> again (a retry may heal it), raised, what fn returned or what it raised
local function finish(tx, done, first, ...)
  if done and first then
    local refused, ok, message, sqlstate, constraint, detail = conclude(tx)
    if not ok then
      return unkept(tx, refused, message, sqlstate, constraint, detail)
    end
    tx:close()
    for _, fn in ipairs(followers[tx] or {}) do
      fn()
    end
    return false, false, first, ...
  end
  deferred[tx] = nil
  local again = tx:failure() ~= nil
  tx:rollback()
  tx:close()
  local why = not done and not again and type(first) == "table" and first.refused and first.refused(first)
  if why then
    return false, false, nil, why
  end
  return again, not done, first, ...
end

local function attempt(fn, options)
  local tx = core.open(options.isolation, options.read_only)
  local ok, message, sqlstate = tx:lease()
  if not ok then
    tx:close()
    return false, false, nil, failure.fault(message, sqlstate)
  end
  return finish(tx, pcall(fn, tx))
end

local function settle(fn, options, left, again, raised, ...)
  if again and left > 0 then
    task.sleep(math.random(5, 25) * (1 + (options.retry or 2) - left))
    return settle(fn, options, left - 1, attempt(fn, options))
  elseif raised then
    error((...), 0)
  end
  return ...
end

--- Runs fn(tx) in a transaction: committed when its first result is truthy, rolled back when it is not (nil, fault) or
--- when fn raises, which is raised again. A serialization failure, a deadlock or a connection that broke before COMMIT
--- undid everything, and fn runs again, `retry` times (2).
--- A database fault at the end is `nil, fault`; "db.unknown" says that nobody knows whether COMMIT happened.
function pg.tx(fn, options)
  options = options or {}
  return settle(fn, options, options.retry or 2, attempt(fn, options))
end

return pg
