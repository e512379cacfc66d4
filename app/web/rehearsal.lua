-- Every page is drawn before anybody asks for it: each of its samples, in every design that has it. A template that trips
-- over a field that may be missing, or over one it has misspelt, is found here and not by a shopper.

local page = require "web.page"

local rehearsal = {}

local names_of_stock = { "sold_out", "stock_state", "low_stock_text", "available" }

-- What a page says of stock is forgotten when that stock changes, and shared/cache.lua knows by `id` and `url` whose it is.
local function find_untold(value, told, path, found)
  told = told or type(value.id) == "string" and value.url ~= nil
  for _, name in ipairs(names_of_stock) do
    if value[name] ~= nil and not told then
      found[#found + 1] = ("%s.%s is stock of nothing with an id and a url, and would not be forgotten when it changes")
        :format(path, name)
    end
  end
  for name, part in pairs(value) do
    if type(part) == "table" then
      find_untold(part, told, type(name) == "number" and path or path .. "." .. name, found)
    end
  end
  return found
end

-- The page object is the real one; only who asks is made up.
local function surround(view, device, around)
  local made = page.new({ base_url = "https://sample.example", path = around.path, return_to = around.path,
    mall = around.mall, device = device, session = { sid = "sample" }, take_flash = function() return around.flash end },
    view.page)
  for name, value in pairs(around.page) do made[name] = value end
  return made
end

--- Draws a page with a sample.
---@param set template_set
---@param device "pc"|"mobile"|"admin"
---@param name string
---@param view table
---@param around sample_surroundings
---@return string html
function rehearsal.draw(set, device, name, view, around)
  local made = surround(view, device, around)
  set.functions.page = made
  return set:render(name, setmetatable({ page = made }, { __index = view }))
end

---@class samples
---@field of fun(name: string): table<string, table>|nil, string|nil
---@field surroundings fun(): table<string, sample_surroundings>|nil, string|nil

local function each_sample(views)
  local labels = {}
  for label in pairs(views) do labels[#labels + 1] = label end
  table.sort(labels)
  return ipairs(labels)
end

---@class rehearsal.page
---@field name string                       of its template
---@field sample string                     of its samples
---@field sets table<string, template_set>  what has to draw it, by device

--- Draws pages with their samples.
---@param pages rehearsal.page[]
---@param samples samples
---@return string[] problems  a line each, "file:line: reason" where a template is to blame
function rehearsal.run(pages, samples)
  local problems, seen = {}, {}
  local function complain(problem)
    if not seen[problem] then problems[#problems + 1] = problem end
    seen[problem] = true
  end
  local surroundings, broken = samples.surroundings()
  if not surroundings then return { broken } end
  for _, one in ipairs(pages) do
    local name, views, problem = one.sample, samples.of(one.sample)
    if not views then
      complain(("the page %s has no samples: %s"):format(name, problem:match("^module [^\n]* not found") or problem))
    elseif not views.full or not views.least then
      complain(("the page %s needs two samples at least: full and least"):format(name))
    else
      for _, label in each_sample(views) do
        local view = views[label]
        local sample = ("sample %s of %s"):format(label, name)
        for _, untold in ipairs(find_untold(view, false, sample .. ": v", {})) do complain(untold) end
        for device, set in pairs(one.sets) do
          local around = surroundings[label] or surroundings.full
          local ok, reason = pcall(rehearsal.draw, set, device, one.name, view, around)
          if not ok then complain(("%s (%s)"):format(reason, sample)) end
          set.functions.page = nil
        end
      end
    end
  end
  return problems
end

return rehearsal
