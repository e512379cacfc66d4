--- `seed`: fills the database with the demo malls. What is there already is brought up to date, not doubled.

local clock = require "clock"
local pg = require "pg"
local terminal = require "terminal"

return {
  summary = "fill the database with the demo malls",
  usage = "[OPTIONS]",
  flags = { { name = "if-empty", help = "do nothing when there is a mall already" } },
  needs = "database",
  run = function(args)
    if args.if_empty and pg.row("select 1 as one from mall limit 1") then return 0 end
    local began = clock.monotonic()
    terminal.progress("Seeding the demo malls", function(update)
      local done, fault = require("seed").run { progress = update }
      if not done then terminal.fail("the demo malls could not be seeded: %s", tostring(fault)) end
    end)
    terminal.say("the demo malls are seeded (%.1fs)", (clock.monotonic() - began) / 1000)
    return 0
  end,
}
