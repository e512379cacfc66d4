--- `releases`: what is stored, the newest first, and what of it is live.

local json = require "json"
local release = require "release"
local released = require "released"
local seoul = require "shared.clock"
local terminal = require "terminal"

local MOST = 20

local function places(row)
  local words = {}
  for _, code in ipairs(row.live) do words[#words + 1] = code end
  for _, code in ipairs(row.canary) do words[#words + 1] = code .. " (canary)" end
  return table.concat(words, " ")
end

return {
  summary = "list the stored releases",
  usage = "[OPTIONS]",
  text = "Lists the stored releases, the newest first, with the malls for which each is live.",
  flags = {
    { name = "all", help = "every one of them, not only the newest 20" },
    { name = "json", help = "one JSON object a line, for programs" },
  },
  needs = "database",
  run = function(args)
    local found = release.list(not args.all and MOST + 1 or nil)
    local more = not args.all and #found > MOST
    if more then found[#found] = nil end
    if args.json then
      for _, row in ipairs(found) do print(json.encode(row)) end
      return 0
    end
    local rows = {}
    for i, row in ipairs(found) do
      rows[i] = { released.short(row.sha), seoul.datetime(row.stored_at), row.author, places(row),
        row.message:match("[^\n]*") }
    end
    if #rows > 0 then terminal.table({ "RELEASE", "STORED", "AUTHOR", "LIVE FOR", "MESSAGE" }, rows) end
    if #rows == 0 then terminal.say("no release is stored yet: release build, then release store") end
    if more then terminal.say("only the newest %d; --all lists every one", MOST) end
    return 0
  end,
}
