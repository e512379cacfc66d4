-- Templates: folders of HTML files, compiled to Lua once and rendered into one reused buffer.
--
--   {{ value }}      shown, escaped for the place it stands in        {% if … then %} {% for … do %} {% end %}   Lua
--   {{{ markup }}}   shown as it is: only values of type markup       {# a comment #}
--   {% extends "layout" %} first, then {% block "main" %} … {% endblock %}
--   {% include "partials/card", { product = p } %}   the other template sees the table as its v
--
-- A template sees `v` (the view model), `h` (the functions the set was made with) and a few pure Lua basics.
-- Rendering never waits, so one buffer serves every request of a worker. A set belongs to one device: it looks a name
-- up in its folders in order, and so the shared folder stands behind pc/ and mobile/.

local compiler = require "web.template.compiler"
local escape = require "web.template.escape"
local kept = require "web.template.kept"
local buffer = require "string.buffer"

local template = {}

---@class template_set
---@field folders string[]
---@field read fun(path: string): string|nil
---@field functions table
---@field development boolean
---@field loaded table<string, table>
local methods = {}
methods.__index = methods

local basics = setmetatable({
  ipairs = ipairs, pairs = pairs, tostring = tostring, tonumber = tonumber, type = type, select = select, next = next,
  unpack = unpack, string = string, math = math,
  table = { concat = table.concat, insert = table.insert, remove = table.remove, sort = table.sort },
}, {
  __index = function(_, name) error("a template does not know the name " .. tostring(name), 2) end,
})
local environment = setmetatable({}, {
  __index = basics,
  __newindex = function(_, name) error("a template cannot set the global " .. tostring(name) .. ": say local", 2) end,
  __metatable = false,
})

--- Makes a set of templates.
---@param options { folders: string[], read: fun(path: string): string|nil, functions: table, development: boolean|nil }
---  folders: searched in order, paths as errors show them ("templates/pc"); read: a file's text, nil when there is none
---@return template_set
function template.new(options)
  local set = setmetatable({ folders = options.folders, read = options.read, functions = options.functions,
    development = options.development or false, loaded = {}, buffer = buffer.new(64 * 1024) }, methods)
  local escapes = escape.new(set.development)
  set.escapes = {}
  for i, name in ipairs(compiler.escape_names) do set.escapes[i] = escapes[name] end
  return set
end

local function find_source(self, name)
  for _, folder in ipairs(self.folders) do
    local path = folder .. "/" .. name .. ".html"
    local source = self.read(path)
    if source then return path, source end
  end
end

-- What the designs share is compiled once.
local compiled_before = {}

--- Until `finish`, templates are looked for among those kept from earlier generations before they are compiled, and kept.
template.begin = kept.open

--- Everything was compiled: what that took is given back.
function template.finish()
  kept.close()
  compiled_before = {}
end

local function compile(path, source)
  local before = compiled_before[path]
  if before and before.text == source then return before.compiled end
  local compiled, key = kept.find(path, source)
  if not compiled then
    compiled = compiler.compile(path, source)
    local chunk, message = loadstring(compiled.source, "@" .. path)
    if not chunk then
      compiler.compile(path, source, true)
      error(message, 0)
    end
    kept.add(key, compiled)
  end
  compiled_before[path] = { text = source, compiled = compiled }
  return compiled
end

--- Loads a template with all it extends and includes. Raises "file:line: reason" when one of them does not compile.
---@param name string  "catalog/product"
---@param from string|nil  who asks, "file:line", for the error
---@return table loaded
function methods:load(name, from)
  local known = self.loaded[name]
  if known then
    if known.loading and known.extending then error((from or name) .. ": " .. name .. " extends itself", 0) end
    return known
  end
  local path, source = find_source(self, name)
  if not path then
    local where = from and from .. ": " or ""
    error(where .. "there is no template " .. name .. " in " .. table.concat(self.folders, ", "), 0)
  end
  local compiled = compile(path, source)
  local chunk = loadstring(compiled.source, "@" .. path)
  local entry = { path = path, loading = true, extending = compiled.extends ~= nil, declared = {} }
  self.loaded[name] = entry
  local ok, reason = pcall(self.link, self, entry, compiled, setfenv(chunk, environment))
  if not ok then
    self.loaded[name] = nil
    error(reason, 0)
  end
  entry.loading = nil
  return entry
end

-- Resolves what a compiled template names, and works out what to call to render it.
function methods:link(entry, compiled, chunk)
  local includes = {}
  local escapes = self.escapes
  local count = #escapes
  escapes[count + 1] = includes
  local made = chunk(unpack(escapes, 1, count + 1))
  escapes[count + 1] = nil

  for block in pairs(compiled.blocks) do entry.declared[block] = true end
  if compiled.extends then
    local layout = self:load(compiled.extends, entry.path .. ":1")
    entry.blocks, entry.body = {}, layout.body
    for block, fn in pairs(layout.blocks) do entry.blocks[block] = fn end
    for block, fn in pairs(made.blocks) do
      if not layout.declared[block] then
        error(("%s:%d: %s has no block %q"):format(entry.path, compiled.blocks[block], layout.path, block), 0)
      end
      entry.blocks[block] = fn
    end
    for block in pairs(layout.declared) do entry.declared[block] = true end
  else
    entry.body, entry.blocks = made.body, {}
  end

  for name, line in pairs(compiled.includes) do
    local part = self:load(name, entry.path .. ":" .. line)
    if part.extending then
      error(("%s:%d: %s extends a layout, so it cannot be included"):format(entry.path, line, part.path), 0)
    end
    if next(part.declared) then
      error(("%s:%d: %s has blocks, so it cannot be included"):format(entry.path, line, part.path), 0)
    end
    includes[name] = part.body
  end
end

--- Renders a template. Raises with the template's file and line when a value is missing or cannot be shown.
---@param name string
---@param view table
---@return string html
function methods:render(name, view)
  local entry = self.loaded[name] or self:load(name)
  local out = self.buffer
  out:reset()
  entry.body(out, view, self.functions, entry.blocks)
  return out:tostring()
end

--- Compiles the named templates; for a generation's self-check.
---@param names string[]
---@return string[] problems  one line each, "file:line: reason"; empty when all is well
function methods:check(names)
  local problems, seen = {}, {}
  for _, name in ipairs(names) do
    local ok, message = pcall(self.load, self, name)
    if not ok and not seen[message] then
      seen[message] = true
      problems[#problems + 1] = message
    end
  end
  return problems
end

return template
