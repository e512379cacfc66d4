--- `routes`: what the site answers, in the order in which it looks.

local json = require "json"
local terminal = require "terminal"

return {
  summary = "list every URL that the malls answer",
  usage = "[OPTIONS]",
  flags = { { name = "json", help = "as JSON" } },
  run = function(args)
    local found = require("web.router").new(require "routes").routes
    if args.json then
      local out = {}
      for i, route in ipairs(found) do
        out[i] = { method = route.method, path = route.path, name = route.name, target = route.target,
          body = route.body, kind = route.body and route.kind }
      end
      print(json.encode(json.array(out)))
      return 0
    end
    local rows = {}
    for i, route in ipairs(found) do
      local limit = route.body and ("%d KB %s"):format(route.body / 1024, route.kind or "") or ""
      rows[i] = { route.method, route.path, route.target, limit }
    end
    terminal.table({ "METHOD", "PATH", "ANSWERED BY", "BODY" }, rows)
    return 0
  end,
}
