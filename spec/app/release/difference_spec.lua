local bundle = require "release.bundle"
local difference = require "release.rules.difference"
local made = require "spec.app.release.release"

-- What `patch` would make of a text.
local function patched(before, diff)
  local lines, out, at, sign = {}, {}, 1, nil
  for line in before:gmatch("[^\n]*\n?") do
    if line ~= "" then lines[#lines + 1] = line end
  end
  for line in diff:gmatch("[^\n]*\n") do
    local start, count = line:match("^@@ %-(%d+),?(%d*) ")
    if start then
      local first = count == "0" and tonumber(start) + 1 or tonumber(start)
      while at < first do
        out[#out + 1] = lines[at]
        at = at + 1
      end
    elseif line:find("^\\") then
      if sign ~= "-" then out[#out] = out[#out]:gsub("\n$", "") end
    elseif line:find("^%+") and not line:find("^%+%+%+ ") then
      out[#out + 1] = line:sub(2)
    elseif line:find("^[ -]") and not line:find("^%-%-%- ") then
      assert.equal(lines[at]:sub(-1) == "\n" and lines[at] or lines[at] .. "\n", line:sub(2))
      if line:sub(1, 1) == " " then out[#out + 1] = lines[at] end
      at = at + 1
    end
    sign = line:sub(1, 1)
  end
  while lines[at] do
    out[#out + 1] = lines[at]
    at = at + 1
  end
  return table.concat(out)
end

describe("a diff of two texts", function()
  it("is what people know", function()
    local text, added, removed = difference.unified("app/a.lua", "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n10\n11\n")
    assert.equal("--- a/app/a.lua\n+++ b/app/a.lua\n@@ -2,9 +2,10 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n 9\n 10\n+11\n", text)
    assert.same({ 2, 1 }, { added, removed })
  end)

  it("has a hunk for each place", function()
    local before = {}
    for i = 1, 40 do before[i] = i .. "\n" end
    local after = { unpack(before) }
    after[3], after[30] = "three\n", "thirty\n"
    local text = difference.unified("x", table.concat(before), table.concat(after))
    assert.truthy(text:find("@@ -1,6 +1,6 @@\n 1\n 2\n-3\n+three\n 4\n 5\n 6\n@@ -27,7 +27,7 @@\n", 1, true))
  end)

  it("shows a file that came or went, and an end without a line feed", function()
    assert.equal("--- /dev/null\n+++ b/x\n@@ -0,0 +1,2 @@\n+a\n+b\n\\ No newline at end of file\n", (difference.unified("x", nil, "a\nb")))
    assert.equal("--- a/x\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n", (difference.unified("x", "a\n", nil)))
    assert.equal("--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n", (difference.unified("x", "a", "a\n")))
    assert.same({ "", 0, 0 }, { difference.unified("x", "a\n", "a\n") })
    assert.equal("--- /dev/null\n+++ b/x\n", (difference.unified("x", nil, "")))
  end)

  it("makes the one text of the other, with no more lines than needed", function()
    math.randomseed(7)
    for _ = 1, 300 do
      local function text()
        local lines = {}
        for i = 1, math.random(0, 25) do lines[i] = math.random(1, 6) .. "\n" end
        return table.concat(lines) .. (math.random(1, 4) == 1 and "end" or "")
      end
      local before, after = text(), text()
      local diff, added, removed = difference.unified("x", before, after)
      assert.equal(after, patched(before, diff))
      local back, less, more = difference.unified("x", after, before)
      assert.equal(before, patched(after, back))
      assert.same({ added, removed }, { more, less })
    end
  end)

  it("of two long texts that have nothing in common is found in a moment", function()
    local before, after = {}, {}
    for i = 1, 20000 do before[i], after[i] = "a" .. i .. "\n", "b" .. i .. "\n" end
    local began = os.clock()
    local _, added, removed = difference.unified("x", table.concat(before), table.concat(after))
    assert.same({ 20000, 20000 }, { added, removed })
    assert.is_true(os.clock() - began < 5)
  end)
end)

describe("what differs between two releases", function()
  it("is which paths came, went or changed, in their order", function()
    local _, a = bundle.survey(made.files())
    local _, b = bundle.survey(made.files { ["app/cart/init.lua"] = false, ["app/a.lua"] = "", ["templates/pc/cart.html"] = "x" })
    local seen = {}
    for i, change in ipairs(difference.changes(a, b)) do seen[i] = change.kind .. " " .. change.path end
    assert.same({ "added app/a.lua", "removed app/cart/init.lua", "changed templates/pc/cart.html" }, seen)
    assert.same({}, difference.changes(a, a))
  end)
end)
