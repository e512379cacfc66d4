-- Holding the installation still: while a freeze stands, nothing new goes live. Going back is always allowed.

local fault = require "shared.fault"
local pg = require "pg"

local store = {}

---@class release.freeze
---@field who string
---@field why string
---@field at number

--- The freeze that stands.
---@param tx pg.tx|nil
---@return release.freeze|nil
function store.standing(tx)
  local sql = "SELECT who, why, at FROM deploy_freeze WHERE lifted_at IS NULL"
  if tx then return tx:row(sql) end
  return pg.row(sql)
end

--- Freezes.
---@param who string
---@param why string
---@return true|nil
---@return fault|nil freeze.stands, with the freeze that does
function store.begin(who, why)
  local written = pg.write("INSERT INTO deploy_freeze (who, why) VALUES ($1, $2) ON CONFLICT DO NOTHING", who, why)
  if written.affected == 1 then return true end
  return nil, fault("freeze.stands", { freeze = store.standing() })
end

--- Lifts the freeze that stands.
---@param who string
---@return release.freeze|nil lifted  nil when none stood
function store.lift(who)
  return pg.write([[UPDATE deploy_freeze SET lifted_at = clock_timestamp(), lifted_by = $1 WHERE lifted_at IS NULL
    RETURNING who, why, at]], who)[1]
end

return store
