--- `redis`: a prompt on the cache, or one command given as words.

local process = require "process"
local terminal = require "terminal"

return {
  summary = "open a prompt on Redis",
  usage = "[COMMAND…]",
  operands = { min = 0 },
  needs = "redis",
  run = function(args)
    local url = os.getenv("REDIS_URL")
    local socket = url:match("^unix:(.*)$")
    local argv = { "redis-cli" }
    for _, word in ipairs(socket and { "-s", socket } or { "-u", url }) do argv[#argv + 1] = word end
    for _, word in ipairs(args) do argv[#argv + 1] = word end
    process.on_signal("INT", function() end) -- Ctrl-C is for the prompt; services may have to be stopped after it
    local child, problem = process.spawn { argv = argv }
    if not child then terminal.fail("cannot start %s: %s", argv[1], problem) end
    return (child:wait())
  end,
}
