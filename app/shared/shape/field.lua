-- What every kind of field is made of, and what none of them takes.

local money = require "shared.money"
local text = require "text"

local find, particle = string.find, text.particle

---@class shape_field
---@field name string
---@field label string          what the shopper calls it
---@field required boolean      true unless options.required is false or there is a default
---@field read fun(field: shape_field, typed: string): any, string|nil   the value, or nil and a sentence
---@field default any           the value of a field left empty
---@field longest integer|nil  bytes beyond which it is not even read
---@field check fun(value: any): string|nil   one more rule: a sentence when it is broken
---@field too_long fun(field: shape_field): string   the sentence for a field so long that it is not even read

local function too_long(self)
  return particle(self.label, "은/는") .. " " .. money.group(self.max or 250) .. "자까지 입력할 수 있어요."
end

local field = {}

--- A field of some kind.
---@param name string
---@param options table|nil
---@param read fun(field: shape_field, typed: string): any, string|nil
---@param verb string|nil  what is asked for when it is empty: "입력해"
---@return shape_field
function field.new(name, options, read, verb)
  options = options or {}
  local made = { name = name, label = options.label or name, read = read, verb = verb or "입력해",
    too_long = too_long }
  for key, value in pairs(options) do made[key] = value end
  if options.required == nil then made.required = options.default == nil end
  return made
end

--- The sentence for what is longer than it may be.
field.too_long = too_long

-- A byte that no keyboard sends: C0 controls but tab and line breaks, DEL. (C1 arrives as two bytes: U+0080 … U+009F.)
---@param s string
---@return any
function field.has_control(s)
  return find(s, "[%z\1-\8\11\12\14-\31\127]") or find(s, "\194[\128-\159]")
end

return field
