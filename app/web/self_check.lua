-- Everything a request could trip over that can be known before the first one comes: it is asked of a new generation,
-- and one that fails never serves. Runs while the generation loads, when files may still be read.

local runtime = require "runtime"
local manifest = require "web.manifest"
local rehearsal = require "web.rehearsal"
local shelf = require "web.template.shelf"
local keys = require "shared.keys"

-- The two that shoppers see.
local designs = { "pc", "mobile" }

-- A page that only one design has would be an error for everybody else; parts and layouts are each design's own
-- business.
local function find_lonely(trees, problems)
  for i, device in ipairs(designs) do
    local other = designs[3 - i]
    for _, name in ipairs(keys.sorted(trees[device])) do
      if not name:find("^partials/") and name:find("/") and not trees[other][name] and not trees.shared[name] then
        problems[#problems + 1] = ("templates/%s/%s.html has no counterpart in templates/%s"):format(device, name,
          other)
      end
    end
  end
end

local function find_unbuilt(trees, files, problems)
  for tree, found in pairs(trees) do
    for name, source in pairs(found) do
      for asset in source:gmatch("h%.asset%(%s*\"([^\"]+)\"%s*%)") do
        if not files[asset] then
          problems[#problems + 1] = ("templates/%s/%s.html: the static files have no %s"):format(tree, name, asset)
        end
      end
    end
  end
end

-- A release brings the names of its static files and not the files: without them its pages would stand there undressed.
local function find_missing(files, problems)
  if not runtime.release() then return end
  for name, url in pairs(files) do
    local built = url:gsub("^/static/", "")
    local file = io.open(runtime.static_root() .. "/" .. built, "rb")
    if file then
      file:close()
    else
      problems[#problems + 1] = ("this machine has no %s, which %s is in this release: build the static files here, as "
        .. "they were when it was made, and deploy it again"):format(built, name)
    end
  end
end

-- What a request may ask for: neither a part of a page nor the frame around it.
local function pages_of(names, set)
  local pages = {}
  for _, name in ipairs(names) do
    if not name:find("^partials/") and (name:find("/") or set:load(name).extending) then pages[#pages + 1] = name end
  end
  return pages
end

-- The shop's pages are drawn in both designs, the back office's in its own, and what went wrong in all three.
local function list_pages(trees, sets)
  local list, shop = {}, { pc = sets.pc, mobile = sets.mobile }
  for _, name in ipairs(pages_of(keys.of_all { trees.pc, trees.shared }, sets.pc)) do
    list[#list + 1] = { name = name, sample = name, sets = name:find("^error/") and sets or shop }
  end
  for _, name in ipairs(pages_of(keys.sorted(trees.admin), sets.admin)) do
    list[#list + 1] = { name = name, sample = "admin/" .. name, sets = { admin = sets.admin } }
  end
  return list
end

--- Checks that every template compiles, that both designs have every page, that what templates link to was built, that
--- there is a key to sign with, and that every page can be drawn.
---@param sets table<string, template_set>  by device
---@param samples samples  what to draw pages with
---@return true|nil
---@return string|nil problems  a line each
return function(sets, samples)
  if not runtime.secret("session") then return nil,
    "SECRET_KEY is not set: neither sessions nor forms could be signed" end
  local trees = shelf.read()
  local problems = shelf.compile(trees, sets)
  find_lonely(trees, problems)
  local files, message = manifest.load()
  if files then
    find_unbuilt(trees, files, problems)
    find_missing(files, problems)
  elseif not runtime.development() then
    problems[#problems + 1] = "the static files are not built: " .. tostring(message)
  end
  -- what does not compile or has no styles cannot be drawn
  if #problems == 0 and files then
    problems = rehearsal.run(list_pages(trees, sets), samples)
  end
  if #problems > 0 then return nil, table.concat(problems, "\n") end
  return true
end
