--- `stop`: ends what `up` began, in order: the last requests, the cache, the database.

local cluster = require "cluster"
local place = require "place"
local providers = require "cluster.providers"
local terminal = require "terminal"
local web = require "cluster.web"

return {
  summary = "stop what up started",
  usage = "[OPTIONS]",
  flags = { { name = "data", value = "DIR", kind = "path", help = "the data folder that up was given" } },
  run = function(args)
    local where = place.of(args.data)
    local running = cluster.running(where)
    local stopped = web.stop(where)
    providers.stop(where)
    cluster.stop(where)
    if stopped or running.postgres or running.redis then
      terminal.say("everything has stopped")
    else
      terminal.say("nothing was running")
    end
    return 0
  end,
}
