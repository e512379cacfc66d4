-- Reads a table that files of a release return, without letting the release do anything: they see nothing but one another,
-- and are given so many instructions and no more. For what is data in Lua's clothes, such as the order machine.

local data = {}

-- A machine of a few hundred lines takes a few thousand.
local MOST_INSTRUCTIONS = 1000000

local function compile(path, source)
  if source:sub(1, 1) == "\27" then return nil, path .. " is no text" end
  return loadstring(source, "@" .. path)
end

-- Text alone is let through: what is built of strings could grow without an instruction being counted.
local function pure(value, seen)
  local kind = type(value)
  if kind == "table" then
    if seen[value] then return true end
    seen[value] = true
    for key, item in pairs(value) do
      if type(key) == "table" or not pure(key, seen) or not pure(item, seen) then return false end
    end
    return true
  end
  return kind == "string" or kind == "number" or kind == "boolean"
end

--- What a module of a release returns.
---@param sources table<string, string>  text by path, "app/order/machine.lua"
---@param name string                    "order.machine"
---@return table|nil
---@return string|nil problem
function data.read(sources, name)
  local loaded, loading = {}, {}
  local function need(module)
    if loaded[module] ~= nil then return loaded[module] end
    local path = "app/" .. module:gsub("%.", "/") .. ".lua"
    local source = sources[path] or error("there is no " .. path, 2)
    if loading[module] then error(path .. " needs itself", 2) end
    loading[module] = true
    local chunk = assert(compile(path, source))
    jit.off(chunk, true) -- what is compiled counts no instructions
    setfenv(chunk, { require = need })
    loaded[module] = chunk()
    return loaded[module]
  end
  local worker = coroutine.create(need)
  debug.sethook(worker, function() error "it does not end" end, "", MOST_INSTRUCTIONS)
  local ok, result = coroutine.resume(worker, name)
  debug.sethook(worker)
  if not ok then return nil, tostring(result) end
  if coroutine.status(worker) ~= "dead" then return nil, name .. " waits for something" end
  if type(result) ~= "table" or not pure(result, {}) then return nil, name .. " is no data" end
  return result
end

return data
