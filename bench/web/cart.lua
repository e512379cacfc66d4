-- Shoppers who put one thing into their carts, again and again: sixty-four browsers with their sessions, made as a
-- browser makes them (the page, its token, the first post), then replayed by wrk.

local fetch = require "fetch"
local fs = require "fs"
local runtime = require "runtime"

local cart = {}

local browsers = 64

-- The cookies of an answer into the jar.
local function keep(jar, answer)
  for line in (answer.headers["set-cookie"] or ""):gmatch("[^\n]+") do
    local name, value = line:match("^([%w_-]+)=([^;]*)")
    if name then jar[name] = value end
  end
end

local function as_header(jar, names)
  local list = {}
  for i, name in ipairs(names) do
    list[i] = name .. "=" .. (jar[name] or error("the answer set no cookie " .. name, 0))
  end
  return table.concat(list, "; ")
end

local function ask(request)
  request.allow_private, request.timeout_ms = true, 10000
  local answer, message = fetch.request(request)
  if not answer or answer.status >= 400 then
    error(("%s answers %s"):format(request.url, answer and answer.status or message), 0)
  end
  return answer
end

-- One browser that has already put the thing into its cart: its Cookie header and the form it sends.
local function browser(server, page, field, first, later)
  local jar = {}
  local shown = ask { url = server.url .. page }
  keep(jar, shown)
  local token = shown.body:match('name="' .. field .. '" value="([^"]+)"')
  local sku = shown.body:match('name="sku_id" value="([^"]+)"')
  local form = ("%s=%s&sku_id=%s&qty=1"):format(field, token, sku)
  keep(jar, ask { url = server.url .. "/cart/items", method = "POST", body = form,
    headers = { ["Content-Type"] = "application/x-www-form-urlencoded", Cookie = as_header(jar, first) } })
  return as_header(jar, later), form
end

local script = [[
local browsers = {
%s}
local n = 0
function request()
  n = n %% #browsers + 1
  local headers = { ["Content-Type"] = "application/x-www-form-urlencoded", Cookie = browsers[n][1] }
  return wrk.format("POST", "/cart/items", headers, browsers[n][2])
end
]]

local function write(name, server, page, field, first, later)
  local lines = {}
  for n = 1, browsers do
    local cookie, form = browser(server, page, field, first, later)
    lines[n] = ("  { %q, %q },\n"):format(cookie, form)
  end
  local path = ("%s/build/bench/cart-%s.lua"):format(runtime.root(), name)
  assert(fs.write(path, script:format(table.concat(lines))))
  return path
end

--- A script for wrk; the browsers' sessions are made now.
---@param server { url: string }
---@param page string  a product with something to choose
---@return string path
function cart.of_mall(server, page)
  return write("mall", server, page, "csrf", { "sijang" }, { "sijang" })
end

---@return string path
function cart.of_django(server, page)
  return write("django", server, page, "csrfmiddlewaretoken", { "csrftoken" }, { "csrftoken", "sessionid" })
end

return cart
