-- A browser's session. Its cookie holds 128 random bits and the version of the row that stands behind them, signed: a
-- visitor for whom nothing was stored (version 0) costs no query. What is stored is read when it is first asked for and
-- written once, after the page's work is done.
--
--   session:get("cart_id")   session:set("cart_id", id)   session:set("cart_id", nil)
--   session:log_in(entry)    a member's from now on, under a new secret: one planted before is worthless
--   session:rotate()         a new secret for the same session
--   session:destroy()        at log-out

local clock = require "clock"
local crypto = require "crypto"
local json = require "json"
local runtime = require "runtime"
local text = require "text"
local store = require "session.store"

local match, sub = string.match, string.sub

local session = {}

--- The name of its cookie.
session.cookie_name = "sijang"

--- How many seconds a session lives after it was last used. A guest's cart should outlast a month between two salaries;
--- whoever does not want to be remembered is forgotten when the browser closes, or after half a day without a click.
---@class session_life
local life = { remembered = 40 * 86400, brief = 12 * 3600 }

local empty_life = 86400
-- A session in use is kept alive by writing its expiry anew once a fortieth of its life has gone.
local renewals = 40

---@class session
---@field mall_id string
---@field sid string       16 random bytes
---@field cookie_name string
---@field same_site "Lax"|"Strict"
---@field stored boolean   a row stands behind it
---@field version integer  the row's newest version that the browser has seen; 0: there is none
---@field fresh boolean    the browser's cookie must be set
---@field data table|nil   what the row holds, once read
---@field member string|nil  who is logged in, once read
---@field brief boolean|nil  it ends with the browser, once read
---@field changed table<string, any>|nil   set since; json.null for removed
local methods = { cookie_name = session.cookie_name, same_site = "Lax" }
methods.__index = methods

local key
local function signature(numbered_sid)
  key = key or runtime.secret("session") or error("SECRET_KEY is not set: sessions cannot be signed")
  return crypto.base64url(sub(crypto.hmac_sha256(key, numbered_sid), 1, 16))
end

--- A new session that nothing is known of.
---@param mall_id string
---@return session
function session.new(mall_id)
  return setmetatable({ mall_id = mall_id, sid = crypto.random(16), stored = false, version = 0, fresh = true,
    data = {} }, methods)
end

--- The session of a cookie's value; a new one when it is absent, forged or malformed.
---@param mall_id string
---@param cookie string|nil
---@return session
function session.open(mall_id, cookie)
  local number, encoded, signed = match(cookie or "", "^(%d+)%.([%w_-]+)%.([%w_-]+)$")
  if number and #number < 16 and #encoded == 22 and #signed == 22
    and crypto.equal(signature(number .. "." .. encoded), signed) then
    local sid = crypto.unbase64url(encoded)
    if sid and #sid == 16 then
      local version = tonumber(number)
      return setmetatable({ mall_id = mall_id, sid = sid, stored = version > 0, version = version, fresh = false,
        data = version == 0 and {} or nil }, methods)
    end
  end
  return session.new(mall_id)
end

--- What of a cookie's value stays the same from page to page; nil when it is malformed. Nothing is proved by it.
---@param cookie string
---@return string|nil
function session.visitor(cookie) return match(cookie, "^%d+%.([%w_-]+)%.") end

--- The cookie's value. Never written anywhere but into the cookie.
---@return string
function methods:cookie()
  local numbered = ("%d.%s"):format(self.version, crypto.base64url(self.sid))
  return numbered .. "." .. signature(numbered)
end

local function hash(self)
  self.hashed = self.hashed or crypto.sha256(self.sid)
  return self.hashed
end

--- A short name for log lines: tells sessions apart, opens none.
---@return string
function methods:label() return crypto.hex(sub(hash(self), 1, 4)) end

--- What finds its row; opens nothing.
---@return string 32 bytes
function methods:hash() return hash(self) end

local function take(self, row)
  self.data, self.version, self.member, self.brief = row.data, row.version, row.member_id, not row.remembered
end

local function read(self)
  local row = store.load(self.mall_id, hash(self), self.version)
  if row then
    take(self, row)
    local whole = row.remembered and life.remembered or life.brief
    self.old = row.expires_at - clock.now() < whole - whole / renewals
  else
    self.data, self.stored, self.version, self.fresh, self.member, self.brief = {}, false, 0, true, nil, nil
  end
end

--- Who is logged in, by what the session says; nil for a guest. Waits like `get`.
---@return string|nil member_id
function methods:member_id()
  if not self.data then read(self) end
  return self.member
end

--- How long the browser keeps the cookie; nil: until it closes.
---@return integer|nil seconds
function methods:cookie_age() return not self.stored and empty_life or not self.brief and life.remembered or nil end

--- What is remembered under a name; nil when nothing is. Waits for the database the first time, if a row stands behind.
---@param name string
---@return any
function methods:get(name)
  local changed = self.changed and self.changed[name]
  if changed ~= nil then
    if changed == json.null then return nil end
    return changed
  end
  if not self.data then read(self) end
  return self.data[name]
end

--- What is remembered under a name, if that can be known now: nil while the database is away. For what a page shows on
--- the side and can do without.
---@param name string
---@return any
function methods:glance(name)
  local ok, value = pcall(self.get, self, name)
  if ok then return value end
  if type(value) == "table" and value.code == "db.unavailable" then return nil end
  error(value, 0)
end

--- Remembers a value (strings, numbers, booleans, plain tables) under a name, or forgets it: nil.
---@param name string
---@param value any
function methods:set(name, value)
  if value == nil then value = json.null end
  local known = self.data and self.data[name]
  local pending = self.changed and self.changed[name]
  -- a table that was changed in place is the very table that is known
  local same = known == value or known == nil and value == json.null
  if pending == nil and self.data and type(value) ~= "table" and same then return end
  self.changed = self.changed or {}
  self.changed[name] = value
end

--- Remembers a value under a name at once, unless something stands there already: two requests of one browser at the
--- same moment get the same answer. For what must exist once, such as a visitor's cart. Waits for the database.
---@param name string
---@param value any
---@return any standing  what is remembered now: this value, or the one that was first
function methods:claim(name, value)
  local known = self:get(name)
  if known ~= nil then return known end
  if self.changed and self.changed[name] == json.null then -- forgotten by this very request: nothing stands there
    self:set(name, value)
    return value
  end
  take(self, store.claim(self.mall_id, hash(self), { [name] = value }, life))
  self.stored, self.fresh = true, true
  return self.data[name]
end

--- What is remembered under a name, which is then forgotten: for what is to be shown once.
---@param name string
---@return any
function methods:take(name)
  local value = self:get(name)
  if value ~= nil then self:set(name, nil) end
  return value
end

--- Gives the session a new secret. What it remembers stays; the old secret is worth nothing from now on.
function methods:rotate()
  local before = hash(self)
  self.sid, self.hashed, self.fresh = crypto.random(16), nil, true
  if self.stored then store.move(self.mall_id, before, hash(self)) end
end

-- Enough of both to tell one device from another.
local longest_agent, longest_address = 300, 45

--- Makes it the session of a member who has just proved who they are, under a new secret. What it remembers stays.
---@param entry { member_id: string, remembered: boolean, user_agent: string, address: string }
function methods:log_in(entry)
  local before = hash(self)
  self.sid, self.hashed, self.fresh, self.stored, self.old = crypto.random(16), nil, true, true, nil
  take(self, store.log_in(self.mall_id, before, hash(self), { member_id = entry.member_id, remembered = entry.remembered,
    user_agent = text.clip(entry.user_agent, longest_agent, ""), address = sub(entry.address, 1, longest_address) },
    entry.remembered and life.remembered or life.brief))
end

--- Notes that a member's session is in use.
---@param address string
function methods:seen(address) store.seen(self.mall_id, hash(self), sub(address, 1, longest_address)) end

--- Forgets everything: the row goes, and the browser gets a new, empty session.
function methods:destroy()
  if self.stored then store.drop(self.mall_id, hash(self)) end
  self.sid, self.hashed, self.stored, self.version, self.fresh = crypto.random(16), nil, false, 0, true
  self.data, self.changed, self.old, self.member, self.brief = {}, nil, nil, nil, nil
end

--- Drops what was set and not yet written: the page that set it failed.
function methods:forget_changes() self.changed = nil end

--- Writes what changed, and keeps a session in use alive. Waits only if there is something to write.
function methods:save()
  local changed = self.changed
  if not changed and not self.old then return end
  local set, removed = {}, {}
  for name, value in pairs(changed or {}) do
    if value == json.null then removed[#removed + 1] = name else set[name] = value end
  end
  if not self.stored and next(set) == nil then
    self.changed = nil
    return
  end
  take(self, store.patch(self.mall_id, hash(self), set, removed, life))
  -- also when it was stored before: the browser's copy of the expiry moves along
  self.changed, self.old, self.stored, self.fresh = nil, nil, true, true
end

-- What the store says of many sessions: a job removes those that expired; a member sees and ends their own.
session.purge, session.of_member = store.purge, store.of_member
session.revoke, session.revoke_all = store.revoke, store.revoke_all

return session
