-- What the database answers to a statement about some table: rows, or why there are none. A lock that somebody else holds,
-- and a table so large that nobody wants to wait, are faults with a sentence of their own.

local fault = require "shared.fault"

local answer = {}

local slow = { ["57014"] = true, ["55P03"] = true } -- cancelled by its timeout; a lock that was not to be had

local function code_of(sqlstate)
  if slow[sqlstate] then return "table.slow" end
  local class = sqlstate and sqlstate:sub(1, 2)
  if class == "08" or class == "57" or sqlstate == "busy" then return "db.unavailable" end
  return class == "40" and "db.conflict" or "db.error"
end

--- The rows that pg.query and its kin returned; raises where there are none.
---@return table[]
function answer.rows(rows, message, sqlstate, constraint, detail)
  if rows then return rows end
  error(fault(code_of(sqlstate), { message = message, sqlstate = sqlstate, constraint = constraint, detail = detail }), 0)
end

--- The same, but nil where a value was none of the type it was asked of: no row has it.
---@return table[]|nil
function answer.rows_or_none(rows, message, sqlstate, constraint, detail)
  if not rows and sqlstate and sqlstate:sub(1, 2) == "22" then return nil end
  return answer.rows(rows, message, sqlstate, constraint, detail)
end

local refusals = { ["22"] = true, ["23"] = true, ["42"] = true, ["44"] = true, ["P0"] = true }

---@class relation.refusal
---@field sqlstate string
---@field constraint string|nil
---@field message string
---@field detail string|nil

--- The same, but what the database's rules refuse is data: a sentence is made of it. The transaction is over then.
---@return table[]|nil
---@return relation.refusal|nil
function answer.rows_or_refusal(rows, message, sqlstate, constraint, detail)
  if not rows and sqlstate and refusals[sqlstate:sub(1, 2)] then
    return nil, { sqlstate = sqlstate, constraint = constraint, message = message, detail = detail }
  end
  return answer.rows(rows, message, sqlstate, constraint, detail)
end

return answer
