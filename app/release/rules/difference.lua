-- What differs between two releases: paths that came, went or changed, and the lines that did, as a unified diff. The lines
-- are compared by Myers' greedy algorithm (E. W. Myers, An O(ND) Difference Algorithm and Its Variations, 1986): its cost
-- grows with what differs, not with what is the same.

local difference = {}

-- Past so many changed lines a file is shown as replaced as a whole: nobody reads such a diff, and its cost is squared.
local MOST_EDITS, CONTEXT = 800, 3

local function lines_of(bytes)
  local lines = {}
  for line in bytes:gmatch("[^\n]*\n") do lines[#lines + 1] = line end
  local rest = bytes:match("[^\n]+$")
  if rest then lines[#lines + 1] = rest end
  return lines
end

-- How far the diagonal k is reached after d edits, for every d: enough to walk back by. The first diagonal is 0 - 0 and not
-- -0: of a table's key LuaJIT's compiled code (as of 2023) takes -0 for another number than 0.
local function search(a, b, n, m, skip)
  local reach, trace = { [1] = 0 }, {}
  for d = 0, math.min(n + m, MOST_EDITS) do
    local row = {}
    for k = 0 - d, d, 2 do
      local down = k == -d or (k ~= d and reach[k - 1] < reach[k + 1])
      local x = down and reach[k + 1] or reach[k - 1] + 1
      local y = x - k
      while x < n and y < m and a[skip + x + 1] == b[skip + y + 1] do x, y = x + 1, y + 1 end
      reach[k], row[k] = x, x
      if x >= n and y >= m then return trace, d end
    end
    trace[d] = row
  end
end

-- Marks the lines of a that went and those of b that came.
local function mark(a, b)
  local gone, come = {}, {}
  local skip, n, m = 0, #a, #b
  while skip < n and skip < m and a[skip + 1] == b[skip + 1] do skip = skip + 1 end
  while n > skip and m > skip and a[n] == b[m] do n, m = n - 1, m - 1 end
  n, m = n - skip, m - skip
  local trace, d = search(a, b, n, m, skip)
  if not trace then
    for i = skip + 1, skip + n do gone[i] = true end
    for i = skip + 1, skip + m do come[i] = true end
    return gone, come
  end
  local x, y = n, m
  while d > 0 do
    local row, k = trace[d - 1], x - y
    local down = k == -d or (k ~= d and (row[k - 1] or -1) < (row[k + 1] or -1))
    local before = down and k + 1 or k - 1
    x = row[before]
    y = x - before
    if down then come[skip + y + 1] = true else gone[skip + x + 1] = true end
    d = d - 1
  end
  return gone, come
end

-- The edit script: each line once, with " ", "-" or "+", and the numbers of the lines before it.
local function script(a, b)
  local gone, come = mark(a, b)
  local edits, i, j = {}, 0, 0
  local function put(sign, line) edits[#edits + 1] = { sign = sign, line = line, a = i, b = j } end
  while i < #a or j < #b do
    if gone[i + 1] then
      put("-", a[i + 1])
      i = i + 1
    elseif come[j + 1] then
      put("+", b[j + 1])
      j = j + 1
    else
      put(" ", a[i + 1])
      i, j = i + 1, j + 1
    end
  end
  return edits
end

local function range(start, count) return count == 1 and tostring(start) or start .. "," .. count end

local function hunk(edits, first, last)
  local body, removed, added = {}, 0, 0
  for at = first, last do
    local edit = edits[at]
    body[#body + 1] = edit.sign .. edit.line
    if edit.line:sub(-1) ~= "\n" then body[#body + 1] = "\n\\ No newline at end of file\n" end
    if edit.sign ~= "+" then removed = removed + 1 end
    if edit.sign ~= "-" then added = added + 1 end
  end
  local a, b = edits[first].a, edits[first].b
  return ("@@ -%s +%s @@\n"):format(range(removed > 0 and a + 1 or a, removed), range(added > 0 and b + 1 or b, added))
    .. table.concat(body)
end

local function hunks(edits)
  local out, at = {}, 1
  while at <= #edits do
    if edits[at].sign == " " then
      at = at + 1
    else
      local first, last = math.max(1, at - CONTEXT), at
      -- As long as the next change is near enough for their contexts to touch.
      local seek = at + 1
      while seek <= #edits and seek - last <= 2 * CONTEXT do
        if edits[seek].sign ~= " " then last = seek end
        seek = seek + 1
      end
      out[#out + 1] = hunk(edits, first, math.min(#edits, last + CONTEXT))
      at = last + CONTEXT + 1
    end
  end
  return table.concat(out)
end

--- The unified diff of two texts; "" when they are the same.
---@param path string
---@param before string|nil  nil when there was no such file
---@param after string|nil   nil when there is none any more
---@return string text
---@return integer added
---@return integer removed  lines
function difference.unified(path, before, after)
  if before == after then return "", 0, 0 end
  local edits, added, removed = script(lines_of(before or ""), lines_of(after or "")), 0, 0
  for _, edit in ipairs(edits) do
    if edit.sign == "+" then added = added + 1 elseif edit.sign == "-" then removed = removed + 1 end
  end
  local head = ("--- %s\n+++ %s\n"):format(before and "a/" .. path or "/dev/null", after and "b/" .. path or "/dev/null")
  return head .. hunks(edits), added, removed
end

---@class release.change
---@field path string
---@field kind "added"|"removed"|"changed"
---@field before string|nil  the hash of the content
---@field after string|nil

--- Which paths differ, in their order.
---@param a release.entry[]
---@param b release.entry[]
---@return release.change[]
function difference.changes(a, b)
  local before, changes = {}, {}
  for _, file in ipairs(a) do before[file.path] = file.sha256 end
  for _, file in ipairs(b) do
    local was = before[file.path]
    if was ~= file.sha256 then
      changes[#changes + 1] = { path = file.path, kind = was and "changed" or "added", before = was, after = file.sha256 }
    end
    before[file.path] = nil
  end
  for path, sha256 in pairs(before) do
    changes[#changes + 1] = { path = path, kind = "removed", before = sha256 }
  end
  table.sort(changes, function(x, y) return x.path < y.path end)
  return changes
end

return difference
