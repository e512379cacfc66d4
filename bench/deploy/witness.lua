-- For wrk: shoppers who wait between two pages and look at each one: which release it says it is of, and what its two parts
-- say. The page of two parts is developer.lua's.
-- luacheck: globals delay request response setup done wrk seen

local paths = { "/twin", "/p/house-blend", "/twin", "/" }
local threads, n = {}, 0

seen = {}

function setup(thread) threads[#threads + 1] = thread end

function delay() return math.random(5, 35) end

function request()
  n = n % #paths + 1
  return wrk.format("GET", paths[n])
end

function response(status, headers, body)
  local template, logic = body:match "template (%w+)", body:match "logic (%w+)"
  local sight = ("%d %s %s %s"):format(status, headers["X-Release"] or "-", template or "-", logic or "-")
  seen[sight] = (seen[sight] or 0) + 1
end

function done()
  for _, thread in ipairs(threads) do
    for sight, times in pairs(thread:get "seen") do print(("seen %s %d"):format(sight, times)) end
  end
end
