-- Run by `sijang lua` with a SKU's code and a count: places two orders of it in this process and prints as JSON what their
-- transactions asked of PostgreSQL; then prepares so many carts that are ready to be ordered, and prints their ids and keys.

local core = require "pg.core"
local json = require "json"
local pg = require "pg"

local code, count = ...

-- Specs know what a shopper does before the button is pressed; their database is this one.
package.loaded["spec.support.database"] = {
  execute = function(sql)
    local _, value = next(pg.row(sql) or {})
    return tostring(value)
  end,
}
local shop = require "spec.app.shop"
local place_order = require "flows.place_order"
local mall = require("mall").first()

-- What a parameter is on its way to PostgreSQL, as text.
local lists, bytes = setmetatable({}, { __mode = "k" }), setmetatable({}, { __mode = "k" })
local array, bytea = pg.array, pg.bytea

function pg.array(list)
  local made = array(list)
  lists[made] = list
  return made
end

function pg.bytea(value)
  local made = bytea(value)
  bytes[made] = value
  return made
end

local function element(value)
  if value == pg.null then return "NULL" end
  return '"' .. tostring(value):gsub('[\\"]', "\\%0") .. '"'
end

local function text_of(value)
  if value == nil or value == pg.null then return false end
  if lists[value] then
    local parts = {}
    for i, one in ipairs(lists[value]) do parts[i] = element(one) end
    return "{" .. table.concat(parts, ",") .. "}"
  elseif bytes[value] then
    return "\\x" .. require("crypto").hex(bytes[value])
  elseif type(value) == "number" then
    return ("%.17g"):format(value)
  end
  return tostring(value)
end

local query, defer, recording = core.methods.query, core.methods.defer, nil

local function note(sql, ...)
  if not recording then return end
  local params, n = {}, select("#", ...)
  for i = 1, n do params[i] = text_of((select(i, ...))) end
  recording[#recording + 1] = { sql = sql, params = json.array(params), n = n }
end

function core.methods:query(sql, ...)
  note(sql, ...)
  return query(self, sql, ...)
end

function core.methods:defer(refused, sql, ...)
  note(sql, ...)
  return defer(self, refused, sql, ...)
end

local function draft() return shop.draft(mall, { [code] = 1 }, { orderer_email = "" }) end

local function record()
  local request = draft()
  recording = {}
  assert(place_order.run(mall, request))
  local done = recording
  recording = nil
  return { statements = done, cart_id = request.cart_id, place_key = request.place_key }
end

local one, other, ready = record(), record(), {}
for i = 1, tonumber(count) do
  local request = draft()
  ready[i] = { cart_id = request.cart_id, place_key = request.place_key }
end
io.write(json.encode { one = one, other = other, ready = json.array(ready) }, "\n")
