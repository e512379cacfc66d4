--- `replay`: what a release would change for shoppers, asked of the newest carts and orders before it goes live.

local json = require "json"
local release = require "release"
local released = require "released"
local runtime = require "runtime"
local seoul = require "shared.clock"
local terminal = require "terminal"
local won = require("shared.money").won

local regions = { jeju = "제주", island = "도서산간" }

-- The release that is live: where malls differ, the one that was deployed last.
local function live()
  local newest
  for _, row in ipairs(release.live()) do
    if not newest or row.epoch > newest.epoch then newest = row end
  end
  return newest and newest.stable
end

-- The folder of what somebody named, and what to call it.
local function named(word)
  local path = released.laid_out(word)
  return path, released.kind(word) == "sha" and released.short(path:match("[^/]+$")) or word
end

local function signed(amount) return (amount > 0 and "+" or "") .. won(amount):format() end

local function went(before, after)
  if before == after then return won(after):format() end
  return ("%s → %s"):format(before and won(before):format() or "-", after and won(after):format() or "-")
end

local function line_text(line)
  local before, after = line.before or {}, line.after or {}
  local name = (line.name or "?") .. (line.label and line.label ~= "" and (" (%s)"):format(line.label) or "")
  local amount = went(before.amount, after.amount)
  return ("    %s  %s × %d  %s"):format(name, went(before.unit_price, after.unit_price), line.qty or 1,
    before.amount ~= after.amount and terminal.bold(amount) or amount)
end

local function show_change(change)
  print(("\n%s, %s of %s%s: %s (%s)"):format(change.mall, change.kind, seoul.datetime(change.now),
    regions[change.region] and ", " .. regions[change.region] or "", went(change.before.payable, change.after.payable),
    signed(change.change)))
  for _, line in ipairs(change.lines) do print(line_text(line)) end
  for _, part in ipairs { { "discount", "할인" }, { "shipping", "배송비" } } do
    local before, after = change.before[part[1]], change.after[part[1]]
    if before ~= 0 or after ~= 0 then print(("    %s  %s"):format(part[2], went(before, after))) end
  end
end

local function show_unpriced(name, list, asked)
  for _, found in ipairs(list) do
    print(("%s %s %d of %d: %s"):format(name, found.broken and "fails to price" or "cannot price", found.count, asked,
      found.reason))
  end
end

local verdicts = {
  same = function(reason) return terminal.green(reason) end,
  within = function(reason) return "within what may go live unasked: " .. reason end,
  beyond = function(reason) return terminal.yellow "to be accepted by somebody: " .. reason .. " unasked" end,
  broken = function(reason) return terminal.red "not to go live: " .. reason end,
}

local function show(report, live_name, new_name)
  print(("%s → %s: %d orders and %d carts"):format(live_name, new_name, report.orders, report.carts))
  show_unpriced(live_name, report.live, report.asked)
  if report.promised > 0 then print(("%d are compared with what shoppers were shown instead"):format(report.promised)) end
  if report.drifted > 0 then
    print(("%d cost today something else than shoppers were shown then, by %s itself"):format(report.drifted, live_name))
  end
  show_unpriced(new_name, report.new, report.asked)
  if report.changed > 0 then
    print(("%d of %d change: %d dearer, %d cheaper, by %s at most, %s in all"):format(report.changed, report.asked,
      report.dearer, report.cheaper, won(report.largest):format(), signed(report.total)))
    for _, change in ipairs(report.worst) do show_change(change) end
    if report.changed > #report.worst then print(("\n… and %d more"):format(report.changed - #report.worst)) end
    print()
  end
  print(verdicts[report.verdict](report.reason))
end

return {
  summary = "price the newest carts and orders by a release before it goes live",
  usage = "SHA|FILE|DIR [OPTIONS]",
  text = [[
Prices the newest real carts and orders by the live release and by another one, side by side, and says how many change,
by how much, and the worst ten with their lines. Each release does so in a process of its own, with ten seconds and 256
MB. Nothing goes live by it, and nothing it reads tells who bought.

PRICE_SAMPLE says how many carts are kept for it. Any change is beyond what may go live unasked, unless REPLAY_SHARE and
REPLAY_CHANGE allow some. Exit code 1: it is beyond that, or the release fails.]],
  flags = {
    { name = "against", value = "SHA|FILE|DIR", help = "instead of the live release; this tree while nothing is deployed" },
    { name = "number", short = "n", value = "N", kind = "integer", help = "how many carts and orders; 500 unless told" },
    { name = "json", help = "one JSON object, for programs" },
  },
  operands = { min = 1, max = 1 },
  needs = "database",
  run = function(args)
    if args.number == 0 then terminal.fail("--number wants at least 1") end
    local live_root, live_name = named(args.against or live() or runtime.root())
    local new_root, new_name = named(args[1])
    local report = terminal.progress("Pricing", function()
      return release.replay.compare(live_root, new_root, args.number)
    end)
    if args.json then print(json.encode(report)) else show(report, live_name, new_name) end
    return (report.verdict == "same" or report.verdict == "within") and 0 or 1
  end,
}
