--- PostgreSQL for the shop: what waits is in C; here is what must follow a wait. `query` and its kin return
--- `nil, message, sqlstate`; `rows` and `row` raise the same as a table; `tx` is a whole transaction in one function.
local core = require "pg.core"
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

-- ── Errors ──

local failure = {}
failure.__index = failure

function failure:__tostring()
  local text = ("%s (%s): %s"):format(self.code, self.sqlstate, self.message)
  return self.detail and text .. "; " .. self.detail or text
end

local UNAVAILABLE = { ["08"] = true, ["53"] = true, ["bu"] = true }
local CONFLICT = { ["23505"] = true, ["23P01"] = true, ["40001"] = true, ["40P01"] = true }

local function code_of(sqlstate)
  if sqlstate == "unknown" then
    return "db.unknown"
  elseif UNAVAILABLE[sqlstate:sub(1, 2)] or sqlstate:sub(1, 4) == "57P0" then
    return "db.unavailable"
  end
  return CONFLICT[sqlstate] and "db.conflict" or "db.error"
end

local function fault(message, sqlstate, constraint, detail)
  return setmetatable({
    code = code_of(sqlstate),
    sqlstate = sqlstate,
    message = message,
    constraint = constraint,
    detail = detail,
  }, failure)
end

-- A batch says which of its statements failed where a single one names a constraint.
local function rows_or_raise(rows, message, sqlstate, constraint, detail)
  if rows then
    return rows
  end
  error(fault(message, sqlstate, type(constraint) == "string" and constraint or nil, detail), 0)
end

local function row_or_raise(rows, ...)
  if rows then
    return rows[1]
  end
  error(fault(...), 0)
end

--- The rows of one statement; raises { code, sqlstate, message, constraint, detail }.
function pg.rows(sql, ...)
  return rows_or_raise(core.query(sql, ...))
end

--- The first row, or nil; raises as pg.rows does.
function pg.row(sql, ...)
  return row_or_raise(core.query(sql, ...))
end

--- The rows of several statements { sql, parameters… }, asked at once; raises as pg.rows does.
function pg.row_sets(statements)
  return rows_or_raise(core.batch(statements))
end

--- pg.rows on the slow lane.
function pg.slow_rows(sql, ...)
  return rows_or_raise(core.slow(sql, ...))
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
  return rows_or_raise(...)
end

--- One statement that writes and commits by itself; the rows it returns. It goes over a connection of its own for as
--- long as it lasts: a commit waits for the disk, which on the lane that all share would hold up everybody's reading, and
--- commits on several connections share one wait. Raises as pg.rows does.
function pg.write(sql, ...)
  return rows_unless_stale(write(sql, ...)) or rows_or_raise(select(2, write(sql, ...)))
end

-- ── Transactions ──

local methods = core.methods

function methods:rows(sql, ...)
  return rows_or_raise(self:query(sql, ...))
end

function methods:row(sql, ...)
  return row_or_raise(self:query(sql, ...))
end

--- What fn(tx) returned, kept when its first value is truthy, undone when it is not or when fn raises.
function methods:savepoint(fn)
  local ok, message, sqlstate = self:query "SAVEPOINT sijang"
  if not ok then
    return nil, fault(message, sqlstate)
  end
  local function settle(done, first, ...)
    if done and first then
      ok, message, sqlstate = self:query "RELEASE SAVEPOINT sijang"
      if not ok then
        return nil, fault(message, sqlstate)
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
      return nil, fault(message, sqlstate)
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

-- One attempt. -> again (a retry may heal it), raised, what fn returned or what it raised
local function finish(tx, done, first, ...)
  if done and first then
    local ok, message, sqlstate, constraint, detail = tx:commit()
    local again = tx:failure() ~= nil
    tx:close()
    if ok then
      for _, fn in ipairs(followers[tx] or {}) do
        fn()
      end
      return false, false, first, ...
    end
    return again and sqlstate ~= "unknown", false, nil, fault(message, sqlstate, constraint, detail)
  end
  local again = tx:failure() ~= nil
  tx:rollback()
  tx:close()
  return again, not done, first, ...
end

local function attempt(fn, options)
  local tx = core.open(options.isolation, options.read_only)
  local ok, message, sqlstate = tx:lease()
  if not ok then
    tx:close()
    return false, false, nil, fault(message, sqlstate)
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
