-- What the world does to us: sold out, not found, the database away. A function that can meet it returns `nil,
-- fault`. A fault is plain data with one code; web/respond alone turns codes into statuses and sentences. Misuse is
-- no fault: it raises.

local fault = {}

---@class fault
---@field code string             "stock.sold_out": who owns it, a dot, what happened
---@field fields table<string, string>|nil  form faults: a sentence for each field
---@field cause any               what lies beneath, for the log

local fault_type = {
  __tostring = function(self)
    local text = self.code
    if self.message then text = text .. ": " .. tostring(self.message) end
    if self.cause then text = text .. " (" .. tostring(self.cause) .. ")" end
    return text
  end,
}

--- Makes a fault; details (fields, cause, message, and what its sentence needs, such as product = name) become its
--- fields.
---@param code string
---@param details table|nil
---@return fault
function fault.new(code, details)
  if type(code) ~= "string" or not code:find("^[a-z_]+%.[a-z_.]+$") then
    error("a fault's code is like \"stock.sold_out\"", 2)
  end
  local made = { code = code }
  for name, value in pairs(details or made) do made[name] = value end
  made.code = code
  return setmetatable(made, fault_type)
end

--- Whether a value is a fault: one of ours, or a table of the same shape from a binding (pg.rows raises such).
---@param value any
---@return boolean
function fault.is(value)
  return type(value) == "table" and type(value.code) == "string"
end

return setmetatable(fault, { __call = function(_, code, details) return fault.new(code, details) end })
