-- What each page is rehearsed with before a generation serves: view models like those that pages, flows and features make.
-- The samples of templates/…/catalog/product.html are in samples/catalog/product.lua: a table of views by name. `full` has
-- everything a page can show, `least` only what is always there, and others stand for what excludes each other. They are
-- data: nothing in here asks a database or a clock. spec/app/sample_shapes_spec.lua holds them to what real pages get.

local samples = {}

-- A generation looks at its samples once: they are not kept.
local function take(module)
  local ok, found = pcall(require, module)
  package.loaded[module] = nil
  if not ok then return nil, found end
  return found
end

--- The samples of a page.
---@param name string  "catalog/product"
---@return table<string, table>|nil views  by the sample's name
---@return string|nil problem
function samples.of(name) return take("samples." .. name:gsub("/", ".")) end

--- What stands around every page: `full`, and `least` for the samples of that name.
---@return table<string, sample_surroundings>|nil
---@return string|nil problem
function samples.surroundings() return take "samples.surroundings" end

return samples
