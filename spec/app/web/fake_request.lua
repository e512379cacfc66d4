-- A request as the runtime would make it, from a table: { method, path, query, headers, form, cookies, host, scheme }.

local methods = {}
methods.__index = methods

function methods:method() return self.given.method or "GET" end
function methods:path() return self.given.path or "/" end
function methods:query() return self.given.query or "" end
function methods:host() return self.given.host or "localhost" end
function methods:scheme() return self.given.scheme or "http" end
function methods:id() return "REQUESTID1" end
function methods:ip() return self.given.ip or "127.0.0.1" end
function methods:cookies() return self.given.cookies or {} end
function methods:form() return self.given.form or {} end
function methods:body() return self.given.form and "(form)" or nil end
function methods:note(name, value) self.notes[name] = value end

function methods:header(name)
  for known, value in pairs(self.given.headers or {}) do
    if known:lower() == name:lower() then return value end
  end
  if name == "Host" then return self:host() .. ":8080" end
  if name == "Content-Type" and self.given.form then return "application/x-www-form-urlencoded" end
end

local function decoded(s)
  return (s:gsub("+", " "):gsub("%%(%x%x)", function(hex) return string.char(tonumber(hex, 16)) end))
end

function methods:args()
  local args = {}
  for name, value in self:query():gmatch("([^&=]+)=([^&]*)") do
    name, value = decoded(name), decoded(value)
    if type(args[name]) == "table" then
      table.insert(args[name], value)
    else
      args[name] = args[name] and { args[name], value } or value
    end
  end
  return args
end

return function(given) return setmetatable({ given = given, notes = {} }, methods) end
