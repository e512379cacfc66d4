-- The order machines of two releases: what is another in them, and whether the later one would strand what stands somewhere
-- at this moment. Orders that are pinned to the machine of their own release are judged by that one, and ask that the later
-- release's code can carry it out. Who deploys asks before anybody sees a release; a node that builds one asks no database.

local order = require "order"
local release = require "release"

local UNDER, NAME = "app/order/machine", "order.machine"
local MANIFEST, MANIFEST_NAME = "app/release/manifest.lua", "release.manifest"

local compare_machines = {}

---@class compare_machines.sources
---@field files release.entry[]|nil     of a bundle
---@field contents table<string, string>|nil
---@field sha string|nil                of a release that is stored: then its texts are fetched

local function texts_of(one, under)
  if not one.contents then return release.texts(one.sha, under) or {} end
  local texts = {}
  for _, file in ipairs(one.files) do
    if file.path:sub(1, #under) == under then texts[file.path] = one.contents[file.sha256] end
  end
  return texts
end

-- A site that has no orders has no machine.
local function machine_of(one)
  local texts = texts_of(one, UNDER)
  if not texts["app/order/machine.lua"] then return nil end
  return release.read_data(texts, NAME)
end

-- Whether orders that are placed under it keep its machine; and why that cannot be told.
local function pins(one)
  local texts = texts_of(one, MANIFEST)
  if not texts[MANIFEST] then return false end
  local manifest, unreadable = release.read_data(texts, MANIFEST_NAME)
  return manifest ~= nil and manifest.pins_machine == true, unreadable
end

-- What stands somewhere and follows the new rules; of what is pinned the problems, in words.
local function unpinned(machine)
  local standing, problems = order.standing(), {}
  if not order.honours_pins(machine) then return standing, problems end
  for _, one in ipairs(order.in_flight()) do
    local pinned = pins(one) and machine_of(one) or nil
    if pinned then
      local lacks, here = order.lacks(pinned, machine), order.standing_of(one.sha)
      if #lacks > 0 then problems[#problems + 1] = order.pin_sentence(one.sha, one.count, lacks) end
      problems[#problems + 1] = order.stranding_sentence(order.stranded(pinned, pinned, here))
      standing = order.without(standing, here)
    end
  end
  return standing, problems
end

--- Why a release must not judge the orders there are; nil when it may.
---@param after compare_machines.sources
---@param before compare_machines.sources|nil  what judges them now
---@return string|nil sentence
function compare_machines.objection(after, before)
  local machine, unreadable = machine_of(after)
  if unreadable then return "order/machine: " .. unreadable end
  local _, no_manifest = pins(after)
  if no_manifest then return MANIFEST .. ": " .. no_manifest end
  if not machine then return nil end
  local standing, problems = unpinned(machine)
  problems[#problems + 1] = order.stranding_sentence(order.stranded(machine, before and (machine_of(before)), standing))
  return #problems > 0 and "order/machine: " .. table.concat(problems, "; ") or nil
end

--- What is another in the machine, a line each, and whether orders are pinned to it.
---@param before compare_machines.sources
---@param after compare_machines.sources
---@return string[]
function compare_machines.changes(before, after)
  local lines = order.machine_change_lines(order.machine_changes((machine_of(before)), (machine_of(after))))
  local pinned, now_pinned = pins(before), pins(after)
  if now_pinned then
    lines[#lines + 1] = (pinned and "   " or "A  ") .. "pins_machine: orders placed under it keep its machine"
  elseif pinned then
    lines[#lines + 1] = "D  pins_machine: orders placed under it follow the machine that is live, earlier ones keep theirs"
  end
  return lines
end

return compare_machines
