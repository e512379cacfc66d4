--- What the database's failures are to whoever asked: `{ code, sqlstate, message, constraint, detail }`, whose text reads as
--- one sentence. `code` is what a flow decides by, the rest is for the log.
local failure = {}

local methods = {}
methods.__index = methods

function methods:__tostring()
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

--- A failure, of what the binding says of it.
function failure.fault(message, sqlstate, constraint, detail)
  return setmetatable({
    code = code_of(sqlstate),
    sqlstate = sqlstate,
    message = message,
    constraint = constraint,
    detail = detail,
  }, methods)
end

-- A batch says which of its statements failed where a single one names a constraint.
function failure.rows_or_raise(rows, message, sqlstate, constraint, detail)
  if rows then
    return rows
  end
  error(failure.fault(message, sqlstate, type(constraint) == "string" and constraint or nil, detail), 0)
end

function failure.row_or_raise(rows, ...)
  if rows then
    return rows[1]
  end
  error(failure.fault(...), 0)
end

return failure
