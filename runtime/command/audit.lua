--- `audit`: the log of the back office, read and proved from a shell.

local json = require "json"
local seoul = require "shared.clock"
local terminal = require "terminal"

local reasons = {
  missing = "an entry is missing before it",
  unlinked = "it does not follow the entry before it",
  changed = "its content is not what was written",
  replaced = "it is not the entry that was noted",
  cut = "the end was cut off",
}

local actions = {}

-- "12:9f3c…", as verify printed it before.
local function noted(text)
  if not text then return nil end
  local seq, hash = text:match "^(%d+):(%x+)$"
  if not seq or #hash ~= 64 then terminal.fail("--head wants what verify printed before: NUMBER:HASH") end
  return { seq = tonumber(seq), hash = hash }
end

function actions.verify(args)
  local verdict = require("audit").verify(noted(args.head))
  local head = ("%d:%s"):format(verdict.entries, verdict.head)
  if args.json then
    print(json.encode { sound = verdict.sound, entries = verdict.entries, head = head, broken = verdict.broken,
      reason = verdict.reason })
  elseif verdict.sound then
    print(("%s  %d entries are what was written"):format(terminal.green "ok", verdict.entries))
    print("head  " .. head)
    terminal.say("keep the head elsewhere: verify --head tells later whether the end was cut off")
  else
    print(("%s  entry %d: %s"):format(terminal.red "BROKEN", verdict.broken, reasons[verdict.reason]))
  end
  return verdict.sound and 0 or 1
end

function actions.list(args)
  local rows = {}
  for i, entry in ipairs(require("audit").newest({ staff = args.staff, action = args.action }, args.count or 20)) do
    if args.json then
      print(json.encode(entry))
    else
      rows[i] = { tostring(entry.seq), seoul.datetime(entry.at), entry.staff, entry.action, entry.kind .. " "
        .. entry.subject,
        entry.why }
    end
  end
  if #rows > 0 then terminal.table({ "ENTRY", "WHEN", "WHO", "WHAT", "TO WHAT", "WHY" }, rows) end
  return 0
end

return {
  summary = "read the log of the back office, and prove that nothing in it was changed",
  usage = "list | verify [OPTIONS]",
  text = [[
audit list     the newest entries
audit verify   walk the chain of hashes: names the first entry that was changed, removed or put in between, and prints
               the head, which, kept elsewhere and given back with --head, shows whether the end was cut off.
               Exit code 1 if anything is wrong.]],
  flags = {
    { name = "head", value = "NUMBER:HASH", help = "verify: what it printed before; that entry must be there still" },
    { name = "staff", value = "EMAIL", help = "list: only what this person did" },
    { name = "action", value = "NAME", help = "list: only this, such as staff.login, or staff for all of them" },
    { name = "count", value = "N", kind = "integer", help = "list: how many; 20 unless told" },
    { name = "json", help = "one JSON object a line, for programs" },
  },
  operands = { min = 1, max = 1 },
  needs = "database",
  run = function(args)
    local action = actions[args[1]]
    if not action then terminal.fail("audit knows 'list' and 'verify', not '%s'", args[1]) end
    return action(args)
  end,
}
