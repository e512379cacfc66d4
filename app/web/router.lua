-- From a method and a path to a page. `routes.lua` is a list of rows,
--
--   { "GET",  "/p/:slug",     "product",  "catalog.pages.product" },
--   { "POST", "/cart/items",  "cart.add", "cart.pages.add", body = 16 * 1024 },
--
-- method (or two: "GET POST"), path, name, and the page function as module.function. It is read once into a table of
-- whole paths, which answers for every path without a parameter, and a tree of segments for the others; a segment
-- that stands in a route as it is wins over a parameter.

local byte, find, gsub, match, char, tonumber = string.byte, string.find, string.gsub, string.match,
  string.char, tonumber
local text = require "text"

local router = {}

--- How much a form may hold where its route does not say.
router.default_body = 64 * 1024

---@class route
---@field method string
---@field path string
---@field name string
---@field handler fun(ctx: context): ...
---@field target string     module.function, as in routes.lua
---@field body integer|nil  the most bytes a request's body may have; nil: the route takes none
---@field kind "form"|"raw" what a body is: "raw" also takes other types than forms (a webhook's JSON)
---@field csrf boolean      whether a posted form must carry the page's token
---@field personal boolean  the answer is about one person: no cache, not even the browser's, may keep it
---@field member boolean    for members who are logged in; everybody else is sent to the log-in first. Personal, too
---@field staff string|true|nil  only for staff who have the permission; true: any of them; "guest": who is on the way in
---@field fresh boolean    what it does is dangerous: only for staff who typed a code lately
---@field once boolean     a form of it that is sent twice from one page is one call
---@field parameters string[]
local options = { body = true, kind = true, csrf = true, personal = true, member = true, staff = true, fresh = true,
  once = true }

---@class router
---@field routes route[]    in the order of routes.lua
---@field static table<string, table<string, route>>
---@field tree table
---@field by_name table<string, route>
---@field known table<string, table>  what paths with parameters led to lately
local methods = {}
methods.__index = methods

local known_methods = { GET = true, POST = true, PUT = true, PATCH = true, DELETE = true }
local nothing = {}

-- "%EC%BB%A4" → text; nil for what is no UTF-8 once decoded, has a control character or a broken escape.
local function decode(segment)
  if not find(segment, "%", 1, true) then return segment end
  if find(segment, "%%%X") or find(segment, "%%.%X") or find(segment, "%%.?$") then return nil end
  local decoded = gsub(segment, "%%(%x%x)", function(hex) return char(tonumber(hex, 16)) end)
  if find(decoded, "[%z\1-\31\127]") or not text.valid(decoded) then return nil end
  return decoded
end

local function split(path)
  local segments = {}
  for segment in path:gmatch("[^/]+") do segments[#segments + 1] = segment end
  return segments
end

local function resolve(target)
  local module, name = match(target, "^([%w_.]+)%.([%w_]+)$")
  if not module then return nil, target .. " is not module.function" end
  local ok, loaded = pcall(require, module)
  if not ok then return nil, tostring(loaded) end
  local handler = type(loaded) == "table" and loaded[name]
  if type(handler) ~= "function" then return nil, module .. " has no function " .. name end
  return handler
end

local function add(self, row, method, handler, target)
  local path, name = row[2], row[3]
  local route = { method = method, path = path, name = name, handler = handler, target = target,
    kind = row.kind or "form", csrf = row.csrf ~= false, member = row.member or false, staff = row.staff,
    personal = row.personal or row.member or row.staff ~= nil, fresh = row.fresh or false, once = row.once or false,
    parameters = {} }
  if method ~= "GET" then route.body = row.body or router.default_body end
  self.routes[#self.routes + 1] = route
  local node, is_static = self.tree, true
  for _, segment in ipairs(split(path)) do
    local parameter = match(segment, "^:([%a_]+)$")
    if parameter then
      is_static = false
      route.parameters[#route.parameters + 1] = parameter
      node.parameter = node.parameter or { children = {} }
      node = node.parameter
    else
      node.children[segment] = node.children[segment] or { children = {} }
      node = node.children[segment]
    end
  end
  node.methods = node.methods or {}
  if node.methods[method] then error("the route " .. method .. " " .. path .. " is declared twice", 0) end
  node.methods[method] = route
  if is_static then self.static[path] = node.methods end
  if self.by_name[name] and self.by_name[name].path ~= path then
    error("the route name " .. name .. " belongs to two paths", 0)
  end
  self.by_name[name] = self.by_name[name] or route
end

--- Reads routes; raises, naming the row, when one is malformed or leads nowhere.
---@param rows table[]
---@return router
function router.new(rows)
  local self = setmetatable({ routes = {}, static = {}, tree = { children = {} }, by_name = {},
    known = {}, known_count = 0 }, methods)
  for i, row in ipairs(rows) do
    local where = "routes.lua, row " .. i .. " (" .. tostring(row[2]) .. "): "
    if type(row[1]) ~= "string" or type(row[3]) ~= "string" then
      error(where .. "method, path, name, page expected", 0)
    end
    if type(row[2]) ~= "string" or not match(row[2], "^/") or match(row[2], "//") or match(row[2], "./$") then
      error(where .. "a path begins with / and does not end with one", 0)
    end
    for key in pairs(row) do
      if type(key) == "string" and not options[key] then error(where .. "an unknown option: " .. key, 0) end
    end
    local handler, target, reason = row[4], "(function)", nil
    if type(handler) == "string" then
      target = handler
      handler, reason = resolve(target)
    end
    if type(handler) ~= "function" then error(where .. (reason or target .. " is no page"), 0) end
    for method in row[1]:gmatch("%S+") do
      if not known_methods[method] then error(where .. "an unknown method: " .. method, 0) end
      add(self, row, method, handler, target)
    end
  end
  return self
end

-- Depth first, so that a dead end among the literal segments falls back to a parameter.
local function walk(node, segments, i, values, count)
  local segment = segments[i]
  if not segment then return node.methods, count end
  local child = node.children[segment]
  if child then
    local found, n = walk(child, segments, i + 1, values, count)
    if found then return found, n end
  end
  if node.parameter then
    values[count + 1] = segment
    return walk(node.parameter, segments, i + 1, values, count + 1)
  end
end

local function search(self, path)
  if byte(path) ~= 47 or byte(path, #path) == 47 or find(path, "//", 1, true) then return nil end
  local segments = {}
  for segment in path:gmatch("[^/]+") do
    segment = decode(segment)
    if not segment then return nil end
    segments[#segments + 1] = segment
  end
  local values = {}
  local methods_here, count = walk(self.tree, segments, 1, values, 0)
  return methods_here, values, count or 0
end

-- The same pages are asked for again and again: what a path led to is remembered, for a while.
local function find_methods(self, path)
  local found = self.static[path]
  if found then return found, nothing, 0 end
  local known = self.known[path]
  if known then return known.methods, known.values, known.count end
  local here, values, count = search(self, path)
  if here and #path <= 200 then
    if self.known_count >= 2000 then self.known, self.known_count = {}, 0 end
    self.known[path], self.known_count = { methods = here, values = values, count = count }, self.known_count + 1
  end
  return here, values, count
end

--- Finds the route of a request. Without one: nil and "missing"; "method" and the methods there are (for Allow); or
--- "moved" and the path without its last slash.
---@param method string
---@param path string  as sent, percent-encoded
---@return route|nil
---@return table<string, string>|"missing"|"method"|"moved"
---@return string|nil
function methods:find(method, path)
  local here, values, count = find_methods(self, path)
  if not here then
    local shorter = match(path, "^(/.*[^/])/$")
    if shorter and find_methods(self, shorter) then return nil, "moved", shorter end
    return nil, "missing"
  end
  local route = here[method] or method == "HEAD" and here.GET
  if not route then
    local allowed = {}
    for name in pairs(here) do allowed[#allowed + 1] = name end
    if here.GET then allowed[#allowed + 1] = "HEAD" end
    table.sort(allowed)
    return nil, "method", table.concat(allowed, ", ")
  end
  if count == 0 then return route, nothing end
  local params = {}
  for i, name in ipairs(route.parameters) do params[name] = values[i] end
  return route, params
end

--- The path of a named route: ("product", { slug = "커피" }) → "/p/%EC%BB%A4%ED%94%BC".
---@param name string
---@param params table<string, string|number>|nil
---@return string
function methods:path(name, params)
  local route = self.by_name[name] or error("there is no route named " .. tostring(name), 2)
  if #route.parameters == 0 then return route.path end
  return (gsub(route.path, ":([%a_]+)", function(parameter)
    local value = params and params[parameter]
    if value == nil then error("the route " .. name .. " needs " .. parameter, 4) end
    return text.escape_url(tostring(value))
  end))
end

--- How large a body a request may have, before a byte of it is read; and what to make of it.
---@param method string
---@param path string
---@param content_type string|nil
---@return integer|nil bytes
---@return "form"|"multipart"|"raw"|nil kind
function methods:admit(method, path, content_type)
  local route = self:find(method, path)
  -- no route: a small body may come in, so that the answer can be the 404 or 405 it deserves
  if not route then return router.default_body, "raw" end
  if not route.body then return nil end
  -- who takes a body as it is reads it themselves: a provider's form need not be in UTF-8
  if route.kind == "raw" then return route.body, "raw" end
  local kind = content_type and match(content_type:lower(), "^%s*([%w/+.-]+)")
  if kind == "application/x-www-form-urlencoded" then return route.body, "form" end
  if kind == "multipart/form-data" then return route.body, "multipart" end
  return route.body, "raw"
end

return router
