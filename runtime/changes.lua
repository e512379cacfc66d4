--- What changes from one release to another, shown to a person: the files, their counts of lines, and a unified diff.

local release = require "release"
local released = require "released"
local terminal = require "terminal"
local tty = require "tty"

local changes = {}

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

---@class changed_file
---@field path string
---@field kind "added"|"removed"|"changed"
---@field added integer    lines
---@field removed integer
---@field before string|nil  sha256
---@field after string|nil
---@field diff string

--- The files that differ.
---@param a {files:release.entry[], contents:table<string, string>}
---@param b {files:release.entry[], contents:table<string, string>}
---@return changed_file[]
function changes.list(a, b)
  local list = {}
  for i, change in ipairs(release.changes(a.files, b.files)) do
    local text, more, less = release.unified(change.path, a.contents[change.before], b.contents[change.after])
    list[i] = { path = change.path, kind = change.kind, added = more, removed = less, before = change.before,
      after = change.after, diff = text }
  end
  return list
end

--- Prints them.
---@param a {sha:string, files:release.entry[], contents:table<string, string>}
---@param b {sha:string, files:release.entry[], contents:table<string, string>}
---@param stat boolean|nil  only the list of files
function changes.show(a, b, stat)
  local list, rows, added, removed = changes.list(a, b), {}, 0, 0
  if #list == 0 then
    terminal.say("they are the same: %s", released.short(a.sha))
    return
  end
  for i, one in ipairs(list) do
    added, removed = added + one.added, removed + one.removed
    rows[i] = { signs[one.kind], one.path, "+" .. one.added, "-" .. one.removed }
  end
  terminal.table({ "", "FILE", "+", "-" }, rows)
  print(("\n%s → %s: %d file%s, %d line%s added, %d removed"):format(released.short(a.sha), released.short(b.sha), #rows,
    #rows == 1 and "" or "s", added, added == 1 and "" or "s", removed))
  if stat then return end
  for _, one in ipairs(list) do io.write("\n", painted(one.diff)) end
end

return changes
