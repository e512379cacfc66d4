-- The order machines of two releases: what is another in them, and whether the later one would strand what stands
-- somewhere at
-- this moment. Who deploys asks before anybody sees a release; a node that builds one asks no database.

local order = require "order"
local release = require "release"

local UNDER, NAME = "app/order/machine", "order.machine"

local compare_machines = {}

---@class compare_machines.sources
---@field files release.entry[]|nil     of a bundle
---@field contents table<string, string>|nil
---@field sha string|nil                of a release that is stored: then its texts are fetched

local function texts_of(one)
  if not one.contents then return release.texts(one.sha, UNDER) or {} end
  local texts = {}
  for _, file in ipairs(one.files) do
    if file.path:sub(1, #UNDER) == UNDER then texts[file.path] = one.contents[file.sha256] end
  end
  return texts
end

-- A site that has no orders has no machine.
local function machine_of(one)
  local texts = texts_of(one)
  if not texts["app/order/machine.lua"] then return nil end
  return release.read_data(texts, NAME)
end

--- Why a release must not judge the orders there are; nil when it may.
---@param after compare_machines.sources
---@param before compare_machines.sources|nil  what judges them now
---@return string|nil sentence
function compare_machines.objection(after, before)
  local machine, unreadable = machine_of(after)
  if unreadable then return "order/machine: " .. unreadable end
  if not machine then return nil end
  local sentence = order.stranding_sentence(order.stranded(machine, before and (machine_of(before)), order.standing()))
  return sentence and "order/machine: " .. sentence
end

--- What is another in the machine, a line each.
---@param before compare_machines.sources
---@param after compare_machines.sources
---@return string[]
function compare_machines.changes(before, after)
  return order.machine_change_lines(order.machine_changes((machine_of(before)), (machine_of(after))))
end

return compare_machines
