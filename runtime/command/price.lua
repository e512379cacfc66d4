--- `price`: asks the logic in a folder what carts cost. `replay` runs it in a process of its own for each of two releases,
--- so that one that loops, hoards memory or crashes takes nothing along. It has the bindings of this program and the app/ of
--- the folder, like a generation, and no address of a database.

local fs = require "fs"
local json = require "json"
local runtime = require "runtime"
local terminal = require "terminal"

local MOST_MONEY = 1e12

local function is_money(amount)
  return type(amount) == "number" and amount >= 0 and amount <= MOST_MONEY and amount % 1 == 0
end

-- What was answered, or why that is no answer.
local function checked(priced)
  local totals, lines = priced.totals, {}
  for _, name in ipairs { "goods", "discount", "shipping", "payable" } do
    if not is_money(totals[name]) then return { broken = ("%s is %s"):format(name, tostring(totals[name])) } end
  end
  if totals.goods + totals.shipping - totals.discount ~= totals.payable then
    return { broken = "the parts do not add up to the total" }
  end
  for i, line in ipairs(priced.lines) do
    if not is_money(line.unit_price) or not is_money(line.amount) then
      return { broken = ("line %d amounts to %s"):format(i, tostring(line.amount)) }
    end
    lines[i] = { unit_price = line.unit_price, amount = line.amount }
  end
  return { goods = totals.goods, discount = totals.discount, shipping = totals.shipping, payable = totals.payable,
    lines = json.array(lines) }
end

local function answer(quote, line)
  local input, message = json.decode(line)
  if type(input) ~= "table" then return { cannot = "it is not JSON: " .. tostring(message) } end
  if input.format > quote.FORMAT then
    return { cannot = ("it has format %s, and formats up to %s can be priced"):format(input.format, quote.FORMAT) }
  end
  return checked(quote.run(input))
end

-- The folder's modules, called as they are called in it: Lua shortens the name of a file that lies deep, and then nobody is
-- told where it went wrong.
local function search(folder)
  return function(name)
    local part = name:gsub("%.", "/")
    for _, path in ipairs { ("app/%s.lua"):format(part), ("app/%s/init.lua"):format(part) } do
      local source = fs.read(folder .. "/" .. path)
      if source then return assert(loadstring(source, "@" .. path)) end
    end
  end
end

local function load(folder)
  if not fs.stat(folder .. "/app/flows/quote.lua") then return nil end
  table.insert(package.loaders, 2, search(folder))
  package.path = ("%s/app/?.lua;%s/app/?/init.lua;%s/bindings/?.lua"):format(folder, folder, runtime.root())
  package.cpath = ""
  return require "flows.quote"
end

return {
  summary = "ask a folder's logic what carts cost",
  usage = "DIR",
  text = [[
Reads inputs of flows/quote.lua from standard input, one JSON object a line, and prices each by DIR's app/. Answers with
the number of the line, a tab, and a JSON object: goods, discount, shipping, payable and lines; or "cannot" with the
reason why DIR cannot be asked this; or "broken" with what is wrong with its answer. `sijang replay` is made of this.]],
  operands = { min = 1, max = 1 },
  run = function(args)
    local folder = fs.realpath(args[1])
    if not folder then terminal.fail("there is no folder %s", args[1]) end
    local function shown(problem) return (tostring(problem):gsub(folder:gsub("%p", "%%%0") .. "/", "")) end
    local loaded, quote = pcall(load, folder)
    local number = 0
    for line in io.stdin:lines() do
      number = number + 1
      local said
      if not loaded then
        said = { broken = shown(quote) }
      elseif not quote then
        said = { cannot = "it has no app/flows/quote.lua" }
      else
        local ok, result = pcall(answer, quote, line)
        said = ok and result or { broken = shown(result) }
      end
      io.stdout:write(number, "\t", json.encode(said), "\n")
      io.stdout:flush() -- what was priced is known even if the next one never ends
    end
    return 0
  end,
}
