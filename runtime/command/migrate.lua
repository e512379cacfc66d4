--- `migrate`: brings the database's tables to what this tree expects, or says what that would mean.

local clock = require "clock"
local migration = require "migration"
local release = require "release"
local terminal = require "terminal"

local function objection(tx, file) return release.rollout.stands_against(tx, file.version) end

local function label(file) return ("%04d_%s"):format(file.version, file.name) end

local function status()
  local files, pending = migration.status()
  if not files then terminal.fail("%s", pending) end
  local rows = {}
  for _, file in ipairs(files) do
    rows[#rows + 1] = { label(file), file.applied_at and os.date("%Y-%m-%d %H:%M:%S", file.applied_at) or "pending",
      file.ms and ("%d ms"):format(file.ms) or "", file.contracts and "contracts" or "" }
  end
  terminal.table({ "MIGRATION", "APPLIED", "TOOK", "" }, rows)
  print(#pending == 0 and "nothing is pending" or #pending .. " pending")
  return 0
end

local function rehearse()
  local pending, problem = migration.rehearse(nil, objection)
  if not pending then terminal.fail("%s", problem) end
  for _, file in ipairs(pending) do print(("would apply %s (%d ms here)"):format(label(file), file.ms)) end
  print(#pending == 0 and "nothing is pending" or "rolled back: nothing was changed")
  return 0
end

return {
  summary = "bring the database's tables up to date",
  usage = "[status] [OPTIONS]",
  text = [[
Applies what is new in migrations/, each file in a transaction of its own. Connects with DATABASE_OWNER_URL
(the owner of the tables), or with DATABASE_URL if that is all there is. `migrate status` lists the files.
A file whose first line is `-- contracts` takes something away: it is refused while a release that knows nothing of
it is live, tried as a canary, or where a rollback would lead.]],
  flags = {
    { name = "dry-run", help = "apply everything in one transaction and roll it back" },
    { name = "quiet", help = "say nothing when nothing is pending" },
  },
  operands = { min = 0, max = 1 },
  needs = "owner",
  run = function(args)
    if args[1] == "status" then return status() end
    if args[1] then terminal.fail("migrate knows 'status', not '%s'", args[1]) end
    if args.dry_run then return rehearse() end
    local began = clock.monotonic()
    local count, problem = terminal.progress("Migrating the database", function(update)
      return migration.run {
        objection = objection,
        report = function(file)
          update(label(file))
          if not args.quiet then terminal.say("%s (%d ms)", label(file), file.ms) end
        end,
        waiting = function(reason) terminal.say("waiting for a lock: %s", reason) end,
      }
    end)
    if not count then terminal.fail("%s", problem) end
    if count > 0 then
      local seconds = (clock.monotonic() - began) / 1000
      terminal.say("%d migration%s applied in %.1fs", count, count == 1 and "" or "s", seconds)
    elseif not args.quiet then
      terminal.say("nothing is pending")
    end
    return 0
  end,
}
