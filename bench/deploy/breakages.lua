-- Ways to break a release: what somebody does to the tree, what the refusal has to say, and by when. Some are seen by
-- whoever deploys, some only by the nodes.

local breakages = { IN_A_BLINK = 1000, AFTER_HANGING = 10000 } -- milliseconds

local IN_A_BLINK, AFTER_HANGING = breakages.IN_A_BLINK, breakages.AFTER_HANGING

local function replace(from, to)
  return function(text) return (text:gsub(from, to, 1)) end
end

local function before(code)
  return function(text) return code .. "\n" .. text end
end

-- Only in a worker is it known which release runs.
local function on_nodes(code) return before(('if require("runtime").release() then %s end'):format(code)) end

local HOARD = "local t = {} while true do t[#t + 1] = ('x'):rep(1e6) .. #t end"

---@class bench.breakage
---@field what string
---@field edits table<string, fun(text: string): string>|nil  of the tree's files
---@field by string|nil      whose key signs it
---@field means "tampered"|"ahead"|"killed"|nil  what is done beside editing
---@field reason string|nil  what the refusal says, as a pattern; nil where nobody has to refuse
---@field within integer     milliseconds from the command's start to its end

---@type bench.breakage[]
breakages.all = {
  { what = "a syntax error", within = IN_A_BLINK, reason = "app/shipping/rules%.lua:%d+: it is not Lua",
    edits = { ["app/shipping/rules.lua"] = before "local = 1" } },
  { what = "a name nobody defined", within = IN_A_BLINK, reason = "app/cart/rules%.lua:%d+: .*'prise'",
    edits = { ["app/cart/rules.lua"] = replace("\nreturn rules", "\nfunction rules.later() return prise end%0") } },
  { what = "rules that ask the database", within = IN_A_BLINK, reason = "app/cart/rules%.lua:1: rules compute",
    edits = { ["app/cart/rules.lua"] = before 'local pg = require "pg"' } },
  { what = "an error in boot", within = IN_A_BLINK, reason = "app/boot%.lua:2: attempt to index",
    edits = { ["app/boot.lua"] = before "local none\nnone.handle = 1" } },
  { what = "a missing module", within = IN_A_BLINK, reason = "app/twin/pages%.lua:1: .*twin%.nothing",
    edits = { ["app/twin/pages.lua"] = before 'local nothing = require "twin.nothing"' } },
  { what = "a template that does not compile", within = IN_A_BLINK, reason = "templates/shared/twin/page%.html:1",
    edits = { ["templates/shared/twin/page.html"] = before "{{ nothing closes this" } },
  { what = "a template that cannot be drawn", within = IN_A_BLINK,
    reason = "templates/mobile/order/order%.html:%d+: .*statsu",
    edits = { ["templates/mobile/order/order.html"] = replace("o%.status%.label", "o.statsu.label") } },
  { what = "sums that do not add up", within = IN_A_BLINK, reason = "money: ",
    edits = { ["app/shipping/rules.lua"] = replace("return %(free and 0 or policy%.fee%)",
      "return 0.5 + (free and 0 or policy.fee)") } },
  { what = "memory without end", within = IN_A_BLINK, reason = "more than 256 MB",
    edits = { ["app/twin/pages.lua"] = before(HOARD) } },
  { what = "a key that no node trusts", within = IN_A_BLINK, reason = "key", by = "mallory" },
  { what = "a bundle that was tampered with", within = IN_A_BLINK, reason = "%w", means = "tampered" },
  { what = "tables that are not there yet", within = IN_A_BLINK, reason = "it needs migration %d+, the database is at %d+",
    means = "ahead" },
  { what = "an error on the nodes alone", within = IN_A_BLINK,
    reason = "%w+ refuses %x+: .*app/twin/pages%.lua:1: not here$",
    edits = { ["app/twin/pages.lua"] = on_nodes "error 'not here'" } },
  { what = "memory without end on the nodes", within = IN_A_BLINK, reason = "%w+ refuses %x+: .*not enough memory",
    edits = { ["app/twin/pages.lua"] = on_nodes(HOARD) } },
  { what = "a node killed in the middle", within = 2 * AFTER_HANGING, means = "killed" },
  { what = "an endless loop", within = AFTER_HANGING, reason = "more than %d+ seconds",
    edits = { ["app/twin/pages.lua"] = before "while true do end" } },
  { what = "an endless loop on the nodes that catches what would end it", within = AFTER_HANGING,
    reason = "%w+ refuses %x+: .*more than %d+ seconds",
    edits = { ["app/twin/pages.lua"] = on_nodes "while true do pcall(function() while true do end end) end" } },
}

return breakages
