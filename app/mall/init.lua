-- Which mall is this? A host name decides; everything a page needs to know of its mall comes with it. Remembered for one
-- second per worker, so that a change of a setting shows within that.

local edit = require "mall.edit.store"
local facts = require "mall.rules.facts"
local forms = require "mall.forms"
local home = require "mall.rules.home"
local payment = require "mall.rules.payment"
local store = require "mall.store"
local cache = require "shared.cache"

local mall = {}

local hosts = cache.region { channel = "catalog", limit = 500, seconds = 1 }

-- What the law wants at the foot of each page. A mall that has not filled it in yet shows gaps, not errors.
local FOOTER = { "company", "ceo", "address", "phone", "email", "business_no", "mail_order_no", "mail_order_office",
  "privacy_officer", "hosting", "hours" }

local function complete(found)
  if not found then return nil end
  for _, name in ipairs(FOOTER) do found.footer[name] = found.footer[name] or "" end
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

-- Values that a mall need not set.
mall.DEFAULTS = { due_days = 3, quote_minutes = 10, popular = {}, home = { heroes = {}, sections = {} } }

local function read_settings(mall_id)
  local settings = store.settings(mall_id)
  for name, value in pairs(mall.DEFAULTS) do
    if settings[name] == nil then settings[name] = value end
  end
  return settings
end

--- What a merchandiser set, with the defaults for what was not.
---@param mall_id string
---@return {due_days:integer, quote_minutes:integer, popular:string[], home:{heroes:table[], sections:table[]}}
function mall.settings(mall_id) return hosts:fetch(mall_id, "settings", read_settings, mall_id) end

--- Where a bank transfer may go to, the one offered first in front.
---@param mall_id string
---@return {code:string, bank:string, number:string, holder:string}[]
mall.accounts = store.accounts

---@return {id:string, code:string, name:string}[]
mall.all = store.all

--- What staff set: how it is read, checked and written.
mall.edit, mall.forms, mall.rules = edit, forms, { facts = facts, home = home, payment = payment }

return mall
