-- Which mall is this? A host name decides; everything a page needs to know of its mall comes with it. Remembered for one
-- second per worker, so that a change of a setting shows within that.

local store = require "mall.store"
local cache = require "shared.cache"

local mall = {}

local hosts = cache.region { channel = "catalog", limit = 500, seconds = 1 }

-- Values that a mall need not set.
local DEFAULTS = { due_days = 3, popular = {}, home = { heroes = {}, sections = {} } }

-- What the law wants at the foot of each page. A mall that has not filled it in yet shows gaps, not errors.
local FOOTER = { "company", "ceo", "address", "phone", "email", "business_no", "mail_order_no", "mail_order_office",
  "privacy_officer", "hosting", "hours" }

local function complete(found)
  if not found then return nil end
  for _, name in ipairs(FOOTER) do found.footer[name] = found.footer[name] or "" end
  for name, value in pairs(DEFAULTS) do
    if found.settings[name] == nil then found.settings[name] = value end
  end
  return found
end

local function by_host(host) return complete(store.by_host(host)) end
local function first() return complete(store.first()) end

--- The mall that answers to this host name.
---@param host string lower case, without port
---@return mall|nil
function mall.of_host(host) return hosts:fetch("host", host, by_host, host) end

--- The first mall of the installation: what an unknown host name shows in development.
---@return mall|nil
function mall.first() return hosts:fetch("host", "", first) end

---@param code string
---@return mall|nil
function mall.of_code(code) return complete(store.by_code(code)) end

---@param id string
---@return mall|nil
function mall.of_id(id) return complete(store.by_id(id)) end

---@return {id:string, code:string, name:string}[]
mall.all = store.all

return mall
