-- For wrk: one row of pgbench's table at random, as `pgbench -S` asks.
-- luacheck: globals request wrk

math.randomseed(os.time())

function request() return wrk.format("GET", "/row/" .. math.random(1000000)) end
