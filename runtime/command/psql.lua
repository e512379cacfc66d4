--- `psql`: a SQL prompt on the malls' database, as the owner of the schema.

local process = require "process"
local terminal = require "terminal"

return {
  summary = "open a SQL prompt on the database",
  usage = "[-- PSQL-OPTIONS]",
  operands = { min = 0 },
  needs = "owner",
  run = function(args)
    local url = os.getenv("DATABASE_OWNER_URL") or os.getenv("DATABASE_URL")
    local argv = { "psql", "--no-psqlrc", url }
    for _, word in ipairs(args) do argv[#argv + 1] = word end
    process.on_signal("INT", function() end) -- Ctrl-C is for the prompt; services may have to be stopped after it
    local child, problem = process.spawn { argv = argv }
    if not child then terminal.fail("cannot start %s: %s", argv[1], problem) end
    return (child:wait())
  end,
}
