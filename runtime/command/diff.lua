--- `diff`: what changes from one release to another, before anybody decides about it.

local changes = require "changes"
local json = require "json"
local machines = require "machines"
local released = require "released"

-- What an order may do is read as states and transitions, not as lines of a file.
local function show_machine(lines)
  if #lines == 0 then return end
  print "\nThe order machine:"
  for _, line in ipairs(lines) do print("  " .. line) end
end

return {
  summary = "show what changes from one release to another",
  usage = "A B [OPTIONS]",
  text = [[
Shows the files that were added (A), removed (D) or changed (M) on the way from A to B, with their lines, and a
unified diff, and what of the order machine is another: its states, its transitions, whether orders placed under it keep
it. A and B are each a bundle's file, a stored release's sha (or its beginning), or a folder as it is now.
Exit code 0 also when something differs.]],
  flags = {
    { name = "stat", help = "only the list of files" },
    { name = "json", help = "one JSON object a file, for programs" },
  },
  operands = { min = 2, max = 2 },
  needs = function(args) return released.needs(args[1], args[2]) end,
  run = function(args)
    released.settle()
    local a, b = released.compared(args[1]), released.compared(args[2])
    if not args.json then
      changes.show(a, b, args.stat)
      show_machine(machines.changes(a, b))
      return 0
    end
    for _, one in ipairs(changes.list(a, b)) do
      if args.stat then one.diff = nil end
      print(json.encode(one))
    end
    return 0
  end,
}
