--- `status`: what runs, where, and since when.

local cluster = require "cluster"
local place = require "place"
local providers = require "cluster.providers"
local terminal = require "terminal"
local web = require "cluster.web"

return {
  summary = "show what runs, and where",
  usage = "[OPTIONS]",
  text = "Shows the web processes, PostgreSQL and Redis. Exit code 0 if the malls are served, 1 if not.",
  flags = { { name = "data", value = "DIR", kind = "path", help = "the data folder that up was given" } },
  run = function(args)
    local where = place.of(args.data)
    local running, serving, managed = cluster.running(where), web.running(where), cluster.managed()
    local function service(name, pid, ours)
      if not ours then return { name, "not managed", "given by the environment" } end
      return { name, pid and "running" or "stopped", pid and ("process %d, %s"):format(pid, where.sockets) or "" }
    end
    local payments = providers.running(where)
    local rows = {
      { "web", serving and "running" or "stopped",
        serving and ("process %d, http://localhost:%d/, since %s"):format(serving.pid, serving.port,
          os.date("%Y-%m-%d %H:%M:%S", serving.started)) or "" },
      service("postgresql", running.postgres, managed.postgres),
      service("redis", running.redis, managed.redis),
      { "payments", payments and "running" or "stopped",
        payments and ("process %d, stand-ins at http://127.0.0.1:%d/"):format(payments.pid, payments.port) or "" },
      { "data", "", where.data },
      { "log", "", web.log(where) },
    }
    terminal.table({ "PART", "STATE", "WHERE" }, rows)
    return serving and 0 or 1
  end,
}
