-- Which machine an order follows. One whose release pins its machine (app/release/manifest.lua) keeps the states, events and
-- guards of that release for good; every other one follows the machine that runs. Read once for each release: from what is
-- stored of it, if somebody trusted here has signed it, since rules that a row could change would be nobody's. What served
-- once stays stored as long as the deployment that names it, which nobody can take back.

local crypto = require "crypto"
local log = require "log"
local runtime = require "runtime"
local order = require "order"
local release = require "release"

local pinned_machine = {}

local MANIFEST, MACHINE = "app/release/manifest.lua", "app/order/machine"

---@type table<string, table>  by sha
local known = {}

-- The machine that a release pins; nil: it pins none, and whether that is certain.
local function read(sha, tx)
  local texts, unvouched = release.vouched(sha, { MANIFEST, MACHINE }, tx)
  if not texts then return nil, tostring(unvouched) end
  if not texts[MANIFEST] then return nil end
  local manifest, problem = release.read_data(texts, "release.manifest")
  if not manifest then return nil, problem end
  if manifest.pins_machine ~= true then return nil end
  local machine, unreadable = release.read_data(texts, "order.machine")
  if not machine then return nil, unreadable end
  local lacks = order.lacks(machine, order.machine)
  if #lacks > 0 then return nil, "this code has no " .. table.concat(lacks, ", no ") end
  return machine
end

--- The machine of an order. Where it is pinned to one that cannot be read or carried out here, that is said in the log, and
--- the order follows the one that runs: no release goes live while there are such orders (flows.compare_machines).
---@param row { release: string|nil }  of the order
---@param tx table|nil  under whose lock it is asked: then nobody is asked but the same connection
---@return table machine
function pinned_machine.of(row, tx)
  local sha = row.release and crypto.hex(row.release)
  if not sha or sha == runtime.release() then return order.machine end
  if not known[sha] then
    local machine, problem = read(sha, tx)
    if problem then
      log.error("order.pin_unread", { release = sha, problem = problem })
      return order.machine
    end
    known[sha] = machine or order.machine
  end
  return known[sha]
end

return pinned_machine
