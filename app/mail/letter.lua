-- Draws a letter: its template with what is to be said, in the mall's colours, over the mall's facts; the style sheet moved
-- into the elements; and the same words as text.

local runtime = require "runtime"
local template = require "web.template"
local view = require "web.view"
local letters = require "mail.letters"
local keys = require "shared.keys"
local inline = require "mail.rules.inline"
local text = require "mail.rules.text"

local letter = {}

local folder = "templates/mail"

local function read_file(path)
  local file = io.open(runtime.root() .. "/" .. path, "rb")
  if not file then return nil end
  local source = file:read "*a"
  file:close()
  return source
end

-- What a template may call: what pages may, and addresses that lead back to the mall from anywhere.
local functions = setmetatable({ base_url = "" }, { __index = view })

--- "/orders/1" → "https://mall.example/orders/1"; what is whole already stays.
---@param path string
---@return string
function functions.link(path) return path:byte() == 47 and functions.base_url .. path or path end

-- JPEG, for programs that know no WebP.
function functions.image(picture, width) return functions.base_url .. view.image(picture, width, "jpg") end

local set, sheet, samples

local function loaded()
  if not set then
    sheet = read_file(folder .. "/style.css") or error("there is no " .. folder .. "/style.css", 0)
    set = template.new { folders = { folder }, read = read_file, functions = functions, development = true }
  end
  return set
end

--- Where a mall's links lead when no request says it.
---@param mall mall
---@return string
function letter.base_url(mall)
  if not runtime.development() and mall.canonical_host then return "https://" .. mall.canonical_host end
  return "http://" .. (mall.canonical_host or "localhost") .. ":" .. runtime.setting "PORT"
end

---@class mail.drawn
---@field subject string
---@field html string
---@field text string

--- Draws a letter. Raises with the template's file and line when a value is missing.
---@param name string
---@param mall mall
---@param values table     what this one says; `base_url` where its links lead, if a request knows it
---@return mail.drawn
function letter.draw(name, mall, values)
  local drawing = loaded()
  functions.base_url = values.base_url or letter.base_url(mall)
  local html = drawing:render(name, setmetatable({ mall = mall, kind = letters[name].kind }, { __index = values }))
  local subject = text.title(html)
  if subject == "" then error(folder .. "/" .. name .. ".html: the letter has no subject", 0) end
  return { subject = subject, html = inline.apply(html, sheet), text = text.of(html) }
end

local function rehearse(name, surroundings, complain)
  local views, missing = samples.of("letters/" .. name)
  if not views then return complain(("the letter %s has no samples: %s"):format(name, missing)) end
  if not views.full or not views.least then
    return complain("the letter " .. name .. " needs two samples at least: full and least")
  end
  for _, label in ipairs(keys.sorted(views)) do
    local mall = (surroundings[label] or surroundings.full).mall
    local values = setmetatable({ base_url = "https://sample.example" }, { __index = views[label] })
    local ok, reason = pcall(letter.draw, name, mall, values)
    if not ok then complain(("%s (sample %s of the letter %s)"):format(reason, label, name)) end
  end
end

--- Is told what letters are rehearsed with, and shown with where there is nothing real to show.
---@param given samples
function letter.know(given) samples = given end

--- What a letter says in its fullest sample, but for the pictures in it, which no mall has.
---@param name string
---@return table values
function letter.sample(name)
  local values = assert(samples.of("letters/" .. name)).full
  for _, line in ipairs(values.lines or {}) do line.product.image = nil end
  return values
end

--- Compiles every letter there is, so that none has to be read later.
function letter.prepare()
  for name in pairs(letters) do loaded():load(name) end
end

--- Draws every letter there is with its samples, before a generation serves: a broken one refuses it as a broken page does.
---@return string|nil problems  a line each
function letter.rehearse()
  local problems, seen = {}, {}
  local function complain(problem)
    if not seen[problem] then problems[#problems + 1] = problem end
    seen[problem] = true
  end
  local surroundings, broken = samples.surroundings()
  if not surroundings then return broken end
  for _, name in ipairs(keys.sorted(letters)) do rehearse(name, surroundings, complain) end
  return #problems > 0 and table.concat(problems, "\n") or nil
end

return letter
