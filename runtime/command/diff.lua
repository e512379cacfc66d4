--- `diff`: what changes from one release to another, before anybody decides about it.

local json = require "json"
local release = require "release"
local released = require "released"
local terminal = require "terminal"
local tty = require "tty"

local signs = { added = "A", removed = "D", changed = "M" }

local function painted(text)
  if not tty.is(1) then return text end
  local number = 0
  return (text:gsub("([^\n]*)\n", function(line)
    number = number + 1
    local first = line:sub(1, 1)
    local paint = number <= 2 and terminal.bold or first == "+" and terminal.green or first == "-" and terminal.red
      or first == "@" and terminal.dim
    return (paint and paint(line) or line) .. "\n"
  end))
end

return {
  summary = "show what changes from one release to another",
  usage = "A B [OPTIONS]",
  text = [[
Shows the files that were added (A), removed (D) or changed (M) on the way from A to B, with their lines, and a
unified diff. A and B are each a bundle's file, a stored release's sha (or its beginning), or a folder as it is now.
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
    local rows, texts, added, removed = {}, {}, 0, 0
    for i, change in ipairs(release.changes(a.files, b.files)) do
      local text, more, less = release.unified(change.path, a.contents[change.before], b.contents[change.after])
      added, removed, texts[i] = added + more, removed + less, text
      rows[i] = { signs[change.kind], change.path, "+" .. more, "-" .. less }
      if args.json then
        print(json.encode { path = change.path, kind = change.kind, added = more, removed = less,
          before = change.before, after = change.after, diff = not args.stat and text or nil })
      end
    end
    if args.json then return 0 end
    if #rows == 0 then
      terminal.say("they are the same: %s", released.short(a.sha))
      return 0
    end
    terminal.table({ "", "FILE", "+", "-" }, rows)
    print(("\n%s → %s: %d file%s, %d line%s added, %d removed"):format(released.short(a.sha), released.short(b.sha), #rows,
      #rows == 1 and "" or "s", added, added == 1 and "" or "s", removed))
    if not args.stat then
      for _, text in ipairs(texts) do io.write("\n", painted(text)) end
    end
    return 0
  end,
}
