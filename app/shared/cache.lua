-- What a worker remembers of the database between requests. PostgreSQL says when it changes: a trigger's NOTIFY names
-- the mall, and all that was remembered of that mall goes; or, with a third word, one thing of the mall that changed
-- without changing what else is shown where (the stock of a product), and only what shows it goes. A memory is used only
-- while the listening connection is known to be alive (pg.listening()), so nothing is stale for longer than a second
-- whatever breaks; without it every page asks. Only when asking fails because the database is away does the memory serve:
-- looking at goods goes on, buying waits.
--
-- What is remembered is shared by all requests of the worker: treat it as read-only.
--
--   local views = cache.region { channel = "catalog", limit = 2000, seconds = 60 }
--   local view, fault = views:fetch(mall_id, "product:" .. slug, store.product_view, mall_id, slug)

--
-- What all workers and nodes share lies in Redis: `cache.shared`. There the newest version of a value wins, whoever comes
-- last; and Redis may be slow, empty or gone at any time, so every answer may be nil.

local pg = require "pg"
local redis = require "redis"
local clock = require "clock"
local runtime = require "runtime"

local cache = {}

-- Where the catalogue is to be asked anew for every page: to look for what it costs, or for a fault in remembering.
local remembers = runtime.setting("CATALOGUE_CACHE") ~= "off"

---@class cache_region
---@field limit integer        entries a worker keeps; when full, all go
---@field seconds number       how long an entry lives at most
---@field grace number         how much longer it serves while the database is away
---@field malls table<string, cache_memories>
---@field count integer
---@field epoch integer        counts the times everything was forgotten
local methods = {}
methods.__index = methods

local by_channel = {}

-- The tables that some region has remembered; a table that is forgotten and used no more leaves by itself.
local remembered = setmetatable({}, { __mode = "k" })

--- The first word of a NOTIFY payload is the mall, the second one thing in it, the third what of that thing alone
--- changed; an empty payload means "anything may have changed" (a reconnection).
local function forget(channel, payload)
  local mall_id, thing, part = (payload or ""):match("^([^%s:]+)%s*(%S*)%s*(%S*)")
  for _, region in ipairs(by_channel[channel]) do
    if not mall_id then
      region:doubt_all()
    elseif part ~= "" then
      region:forget_showing(mall_id, thing)
    else
      region:forget(mall_id)
    end
  end
end

--- Makes a region of the cache; at load time only.
---@param options { channel: string, limit: integer, seconds: number, grace: number|nil }  grace: ten minutes
---@return cache_region
function cache.region(options)
  local region = setmetatable({ limit = options.limit, seconds = options.seconds, grace = options.grace or 600,
    malls = {}, count = 0, epoch = 0 }, methods)
  local channel = options.channel
  if not by_channel[channel] then
    by_channel[channel] = {}
    pg.listen(channel, function(payload) forget(channel, payload) end)
  end
  table.insert(by_channel[channel], region)
  return region
end

---@class cache_memories
---@field version integer  tells a load that began before a change from one that began after
---@field values table<string, any>
---@field until_ms table<string, number>
---@field shows table<string, table<string, true>>  by key, the things a value shows

local function memories_of(self, mall_id)
  local mall = self.malls[mall_id]
  if not mall then
    mall = { version = 0, values = {}, until_ms = {}, shows = {} }
    self.malls[mall_id] = mall
  end
  return mall
end

-- The things a value shows: whatever has an `id` and a place of its own to be looked at, however deep it lies, so that no
-- page has to say what it is made of. nil when there is none.
local function things_in(value, found)
  if type(value) ~= "table" then return found end
  if type(value.id) == "string" and value.url then
    found = found or {}
    found[value.id] = true
  end
  for _, part in pairs(value) do
    if type(part) == "table" then found = things_in(part, found) end
  end
  return found
end

-- Asks anew although something is remembered: while the database is away, what was true until then is the best answer.
local function reload(known, served_until_ms, load, ...)
  local ok, value, problem = pcall(load, ...)
  if ok then return value, problem end
  local away = type(value) == "table" and value.code == "db.unavailable"
  if away and clock.monotonic() < served_until_ms then return known end
  error(value, 0)
end

--- What is remembered, or what `load(...)` returns, which is then remembered (nil and faults are not). Waits when it
--- loads. While the database is away, what was remembered serves for another `grace` seconds.
---@param mall_id string
---@param key string
---@param load fun(...): any, any
---@return any value
---@return any fault
function methods:fetch(mall_id, key, load, ...)
  local mall = memories_of(self, mall_id)
  local known = mall.values[key]
  local listening = known ~= nil and pg.listening()
  if listening and mall.until_ms[key] > clock.monotonic() then return known end
  local version, epoch = mall.version, self.epoch
  local value, fault
  if known ~= nil then
    value, fault = reload(known, mall.until_ms[key] + self.grace * 1000, load, ...)
    if not listening then return value, fault end
  else
    value, fault = load(...)
  end
  if value == nil or value == known then return value, fault end
  -- a change that was announced while this loaded may or may not be in it: do not remember
  if remembers and version == mall.version and epoch == self.epoch and pg.listening() then
    if mall.values[key] == nil then
      if self.count >= self.limit then
        self:forget_all()
        mall = memories_of(self, mall_id)
      end
      self.count = self.count + 1
    end
    mall.shows[key] = things_in(value)
    mall.values[key], mall.until_ms[key] = value, clock.monotonic() + self.seconds * 1000
    if type(value) == "table" then remembered[value] = true end
  end
  return value, fault
end

--- Whether a value is one that requests share, so that what is made of it may be shared as well.
---@param value any
---@return boolean
function cache.remembers(value) return remembered[value] == true end

--- Forgets a mall.
---@param mall_id string
function methods:forget(mall_id)
  local mall = self.malls[mall_id]
  if not mall then return end
  for _ in pairs(mall.values) do self.count = self.count - 1 end
  mall.version, mall.values, mall.until_ms, mall.shows = mall.version + 1, {}, {}, {}
end

--- Forgets what shows one thing of a mall. What is being loaded meanwhile is not remembered: it may show it.
---@param mall_id string
---@param thing string
function methods:forget_showing(mall_id, thing)
  local mall = self.malls[mall_id]
  if not mall then return end
  mall.version = mall.version + 1
  for key, things in pairs(mall.shows) do
    if things[thing] then
      mall.values[key], mall.until_ms[key], mall.shows[key] = nil, nil, nil
      self.count = self.count - 1
    end
  end
end

--- Believes nothing any more without asking. It is kept all the same: the connection that hears of changes may be back
--- before the one that asks, and until then what was true is the best answer.
function methods:doubt_all()
  local now = clock.monotonic()
  for _, mall in pairs(self.malls) do
    for key, until_ms in pairs(mall.until_ms) do mall.until_ms[key] = math.min(until_ms, now) end
  end
  self.epoch = self.epoch + 1
end

--- Forgets everything.
function methods:forget_all()
  self.malls, self.count, self.epoch = {}, 0, self.epoch + 1
end

-- A reader that loaded an old version must not lay it over a newer one.
local put_script = [[
local known = redis.call('GET', KEYS[1])
if known and tonumber(string.match(known, '^%d+')) >= tonumber(ARGV[1]) then return 0 end
redis.call('SET', KEYS[1], ARGV[1] .. ':' .. ARGV[2], 'EX', ARGV[3])
return 1]]

-- Newer than every version: a value that is gone, until no reader of the old one can be under way any more.
local gone = "9007199254740991"

---@class cache_shared
---@field prefix string
---@field seconds integer
local shared = {}
shared.__index = shared

--- Values that all nodes share for `seconds` at most; more than a request may last (REQUEST_DEADLINE).
---@param options { prefix: string, seconds: integer }
---@return cache_shared
function cache.shared(options)
  return setmetatable({ prefix = options.prefix, seconds = options.seconds }, shared)
end

local function key_of(self, mall_id, key) return "{" .. mall_id .. "}:" .. self.prefix .. ":" .. key end

--- A value and its version; nil when it is not there or Redis does not answer. Waits.
---@param mall_id string
---@param key string
---@param least integer|nil  an older version than this is not wanted
---@return string|nil value
---@return integer|nil version
function shared:get(mall_id, key, least)
  local found = redis.call("GET", key_of(self, mall_id, key))
  if not found then return nil end
  local version, value = found:match("^(%d+):(.*)$")
  if not version or version == gone or tonumber(version) < (least or 0) then return nil end
  return value, tonumber(version)
end

--- Lays down a value unless a newer one lies there. Waits.
---@param mall_id string
---@param key string
---@param version integer
---@param value string
function shared:put(mall_id, key, version, value)
  redis.call("EVAL", put_script, 1, key_of(self, mall_id, key), ("%d"):format(version), value, self.seconds)
end

--- Takes a value away for good: those who read it before cannot lay it down again. Waits.
---@param mall_id string
---@param key string
function shared:remove(mall_id, key)
  redis.call("SET", key_of(self, mall_id, key), gone .. ":", "EX", self.seconds)
end

return cache
