-- Turns one template into Lua source. Line n of the Lua is line n of the template, so that a runtime error names the
-- template's own file and line. Which escape an expression gets is decided here, once, from the place it stands in.
--
-- The chunk of every template: `local escapes… = ...` then `return { body = function(out, v, h, blocks) … end }`, or,
-- for one that extends another, `return { blocks = { name = function(out, v, h, blocks) … end, … } }`. A block in a
-- layout asks the `blocks` of the page being shown before it shows its own default.

local lexer = require "web.template.lexer"
local context = require "web.template.context"

local match, find, gsub, format, rep, concat = string.match, string.find, string.gsub, string.format, string.rep,
  table.concat

local compiler = {}

local openers = { ["if"] = true, ["do"] = true, ["function"] = true, ["repeat"] = true }
local closers = { ["end"] = true, ["until"] = true }
local branches = { ["else"] = true, ["elseif"] = true }

local escape_names = { "text", "attribute", "url", "url_part", "query", "url_list", "json", "markup" }
local preamble = {}
for i, name in ipairs(escape_names) do preamble[i] = "__" .. name end
preamble = "local " .. concat(preamble, ",") .. ",__include=...;"

local parameters = "function(__o,v,h,__b) "

--- The names of the escapes, in the order in which a chunk takes them as arguments; the table of includes comes last.
compiler.escape_names = escape_names

---@class compilation
---@field name string          the template's file, as errors show it
---@field out string[]         the Lua so far
---@field line integer         the line of the Lua so far
---@field html html_context
---@field open table[]         what `end` closes: Lua blocks and template blocks
---@field extends string|nil
---@field prelude string[]     a child's `local` statements outside its blocks
---@field includes table<string, integer>
---@field declared table<string, integer>  blocks, with their lines
local methods = {}
methods.__index = methods

function methods:fail(line, message)
  error(format("%s:%d: %s", self.name, line, message), 0)
end

function methods:emit(code)
  self.out[#self.out + 1] = code
  local _, lines = gsub(code, "\n", "")
  self.line = self.line + lines
end

function methods:go_to(line)
  if line > self.line then self:emit(rep("\n", line - self.line)) end
end

-- Between its blocks a child template shows nothing: what it wrote there would land nowhere.
function methods:outside()
  return self.extends and #self.open == 0
end

-- A block may also fill a title or a textarea: values are escaped there as in text.
function methods:in_text()
  local html = self.html
  return html.state == "text" and html.raw ~= "script" and html.raw ~= "style"
end

function methods:text(piece)
  if self:outside() then
    if find(piece.text, "%S") then self:fail(piece.line, "text outside a block of a template that extends another") end
    return
  end
  local sent = self.html:read(piece.text, piece.fresh, function(message, offset)
    local _, lines = gsub(piece.text:sub(1, offset - 1), "\n", "")
    self:fail(piece.line + lines, message)
  end)
  -- %q would break the line: a line break must stay inside the string
  if sent ~= "" then self:emit("__o:put(" .. gsub(format("%q", sent), "\\\n", "\\n") .. ") ") end
end

-- Only once the whole is known to be broken: then each expression is tried by itself, to say which one it is.
function methods:check_expression(code, line)
  if not self.careful then return end
  local ok, message = loadstring("return (" .. code .. "\n)", "=")
  if not ok then self:fail(line, "not a Lua expression: " .. match(message, "^:%d+: (.*)")) end
end

function methods:value(piece)
  if self:outside() then self:fail(piece.line, "a value outside a block of a template that extends another") end
  self:check_expression(piece.text, piece.line)
  local sink, reason
  if piece.kind == "markup" then
    sink, reason = self.html:sink()
    if sink and (sink ~= "text" or self.html.raw) then sink, reason = nil, "{{{ }}} can stand only in text" end
    sink = sink and "markup"
  else
    sink, reason = self.html:sink()
  end
  if not sink then self:fail(piece.line, reason) end
  self:go_to(piece.line)
  self:emit("__" .. sink .. "(__o,(" .. piece.text .. ")) ")
end

-- A Lua statement's words move the stack of open blocks; at every join the page must be in one and the same place.
function methods:follow(words, line)
  local inner = 0
  for _, word in ipairs(words) do
    if openers[word] then
      inner = inner + 1
      self.open[#self.open + 1] = { line = line, word = word, start = self.html:copy() }
    elseif branches[word] and inner == 0 then
      local top = self.open[#self.open]
      if not top or top.block then self:fail(line, "'" .. word .. "' without an if") end
      if top.ended then
        if not top.ended:join(self.html) then
          self:fail(line, "the branches of the if end in different places of the page")
        end
      else
        top.ended = self.html:copy()
      end
      top.has_else = word == "else"
      self.html:become(top.start)
    elseif closers[word] then
      local top = self.open[#self.open]
      if not top then self:fail(line, "'" .. word .. "' closes nothing") end
      if top.block then self:fail(line, 'the block "' .. top.block .. '" closes with {% endblock %}') end
      self.open[#self.open] = nil
      if inner > 0 then
        inner = inner - 1
      else
        local ended = top.ended
        if ended and not self.html:join(ended) or not top.has_else and not self.html:join(top.start) then
          self:fail(line, "what began on line " .. top.line .. " leaves the page in a different place than it found it")
        end
      end
    end
  end
end

local directives = {}

function directives.extends(self, piece)
  local name = match(piece.text, '^extends%s+"([%w_/-]+)"$')
  if not name then self:fail(piece.line, 'write {% extends "layout" %}') end
  if self.extends or self.began then self:fail(piece.line, "extends must be the first thing in a template") end
  self.extends = name
  self:emit("return{blocks={")
end

function directives.block(self, piece)
  local name = match(piece.text, '^block%s+"([%w_-]+)"$')
  if not name then self:fail(piece.line, 'write {% block "name" %}') end
  if self.declared[name] then self:fail(piece.line, "the block \"" .. name .. "\" is here twice") end
  self.declared[name] = piece.line
  for _, open in ipairs(self.open) do
    if not open.block then self:fail(piece.line, "a block inside an if or a loop") end
  end
  self:go_to(piece.line)
  if self:outside() then
    self.html = context.new()
    self:emit(format("[%q]=%s%s", name, parameters, concat(self.prelude, " ")) .. " ")
  else
    if not self:in_text() then self:fail(piece.line, "a block inside a tag") end
    self:emit(format("if __b[%q] then __b[%q](__o,v,h,__b) else ", name, name))
  end
  self.open[#self.open + 1] = { line = piece.line, block = name }
end

function directives.endblock(self, piece)
  local top = table.remove(self.open)
  if not top then self:fail(piece.line, "endblock closes nothing") end
  if not top.block then self:fail(piece.line, "what began on line " .. top.line .. " is not closed before endblock") end
  if not self:in_text() then self:fail(piece.line, "the block ends inside a tag") end
  self:go_to(piece.line)
  self:emit(self:outside() and "end," or "end ")
end

function directives.include(self, piece)
  if self:outside() then self:fail(piece.line, "an include outside a block of a template that extends another") end
  local name, rest = match(piece.text, '^include%s+"([%w_/-]+)"%s*(.*)$')
  if not name then self:fail(piece.line, 'write {% include "partials/name", { field = value } %}') end
  local arguments = match(rest, "^,%s*(.+)$")
  if rest ~= "" and not arguments then
    self:fail(piece.line, "a comma must stand between an include's name and its table")
  end
  if self.html.state ~= "text" or self.html.raw then self:fail(piece.line, "an include can stand only in text") end
  self:check_expression(arguments or "v", piece.line)
  self.includes[name] = self.includes[name] or piece.line
  self:go_to(piece.line)
  self:emit(format("__include[%q](__o,%s,h) ", name, arguments or "v"))
end

function methods:statement(piece)
  local word = match(piece.text, "^%a+")
  if directives[word] then return directives[word](self, piece) end
  local words = lexer.words(piece.text)
  if self:outside() then
    if word ~= "local" or not loadstring(piece.text) then
      self:fail(piece.line, "outside its blocks a template that extends another may only name local values")
    end
    self.prelude[#self.prelude + 1] = gsub(piece.text, "\n", " ")
    return
  end
  self:follow(words, piece.line)
  self:go_to(piece.line)
  self:emit(piece.text .. " ")
end

--- Compiles one template.
---@param name string    its file name, for errors
---@param source string
---@param careful boolean|nil  its Lua does not load: find out where and say so in the template's terms
---@return { source: string, extends: string|nil, includes: table<string, integer>, blocks: table<string, integer> }
---  the lines on which it includes and declares blocks, by name
function compiler.compile(name, source, careful)
  local self = setmetatable({ name = name, careful = careful, out = { preamble }, line = 1, html = context.new(),
    open = {}, prelude = {},
    includes = {}, declared = {} }, methods)
  local pieces = lexer.cut(source, function(line, message) self:fail(line, message) end)
  for _, piece in ipairs(pieces) do
    local is_extends = piece.kind == "statement" and match(piece.text, "^extends%f[%W]")
    if not self.began and not is_extends and not (piece.kind == "text" and not find(piece.text, "%S")) then
      if not self.extends then self:emit("return{body=" .. parameters) end
      self.began = true
    end
    if piece.kind == "text" and (self.began or self.extends) then
      self:text(piece)
    elseif piece.kind == "statement" then
      self:statement(piece)
    elseif piece.kind ~= "text" then
      self:value(piece)
    end
  end
  local left = self.open[#self.open]
  if left then
    local what = left.block and 'the block "' .. left.block .. '"' or "'" .. left.word .. "'"
    self:fail(left.line, what .. " is not closed")
  end
  if self.extends then
    self:emit("}}")
  else
    if not self.began then self:emit("return{body=" .. parameters) end
    if self.html.state ~= "text" or self.html.raw then self:fail(self.line, "the template ends inside a tag") end
    self:emit("end}")
  end
  return { source = concat(self.out), extends = self.extends, includes = self.includes, blocks = self.declared }
end

return compiler
