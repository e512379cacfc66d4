-- For wrk: what shoppers look at, in turn; the list of paths is in the file named by BENCH_PATHS.
-- luacheck: globals request wrk

local paths = {}
for line in io.lines(os.getenv("BENCH_PATHS")) do paths[#paths + 1] = line end
local n = 0

function request()
  n = n % #paths + 1
  return wrk.format("GET", paths[n])
end
