-- For wrk: shoppers who wait between two pages, so that the server is busy but not full and latency means something.
-- luacheck: globals delay

function delay() return math.random(5, 35) end
