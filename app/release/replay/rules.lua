-- What it means that two releases price the same carts: how many change, by how much, which ones most, and whether that may
-- go live without somebody saying so. Pure.

local json = require "json"

local rules = {}

local WORST = 10
local AMOUNTS = { "goods", "discount", "shipping", "payable" }

local function is_priced(answer) return answer.payable ~= nil end

-- The lines of both answers side by side, and how much moved among them.
local function lines_of(snapshot, before, after)
  local lines, moved = {}, 0
  for i = 1, math.max(#before, #after) do
    local row, was, is = snapshot.input.lines[i] or {}, before[i], after[i]
    lines[i] = { name = row.name, label = row.label, qty = row.qty, before = was, after = is }
    moved = moved + math.abs((is and is.amount or 0) - (was and was.amount or 0))
      + math.abs((is and is.unit_price or 0) - (was and was.unit_price or 0))
  end
  return lines, moved
end

---@class replay.change
---@field kind "cart"|"order"
---@field mall string
---@field now integer       when it was priced
---@field region string
---@field before table      goods, discount, shipping, payable
---@field after table
---@field change integer    of what is to be paid, in won
---@field moved integer     what all parts moved by, taken together
---@field lines {name:string|nil, label:string|nil, qty:integer|nil, before:table|nil, after:table|nil}[]

-- nil when it costs the same, part for part
local function change_of(snapshot, before, after)
  local lines, moved = lines_of(snapshot, before.lines, after.lines)
  local was, is = {}, {}
  for _, name in ipairs(AMOUNTS) do
    was[name], is[name] = before[name], after[name]
    moved = moved + math.abs(after[name] - before[name])
  end
  if moved == 0 then return nil end
  return { kind = snapshot.kind, mall = snapshot.mall, now = snapshot.input.now, region = snapshot.input.region,
    before = was, after = is, change = after.payable - before.payable, moved = moved, lines = lines }
end

-- Counts what a release did not price, by reason.
local function count(side, answer)
  local reason = answer.cannot or answer.broken
  local found = side[reason]
  if not found then
    found = { reason = reason, count = 0, broken = answer.broken ~= nil }
    side[reason], side[#side + 1] = found, found
  end
  found.count = found.count + 1
end

local function listed(side)
  local list = json.array {}
  for i, found in ipairs(side) do list[i] = found end
  return list
end

local function worse(a, b)
  local x, y = math.abs(a.change), math.abs(b.change)
  if x ~= y then return x > y end
  if a.moved ~= b.moved then return a.moved > b.moved end
  return a.at < b.at
end

-- "same" | "within" | "beyond" | "broken", and why
local function judge(report, threshold)
  if report.failed > 0 then return "broken", ("it fails to price %d of %d"):format(report.failed, report.asked) end
  local unsure = report.changed + report.unknown
  if unsure == 0 then return "same", report.asked == 0 and "there is nothing to compare yet" or "nothing changes" end
  if unsure * 100 > threshold.share * report.asked then
    return "beyond", ("%d of %d %s; %d %% may"):format(unsure, report.asked,
      report.unknown > 0 and "change or cannot be compared" or "change", threshold.share)
  elseif report.largest > threshold.change then
    return "beyond", ("one changes by %d won; it may by %d"):format(report.largest, threshold.change)
  end
  return "within", ("at most %d %% change, and none by more than %d won"):format(threshold.share, threshold.change)
end

---@class replay.unpriced
---@field reason string
---@field count integer
---@field broken boolean  it failed; otherwise it cannot be asked that

---@class replay.report
---@field asked integer     carts and orders in all
---@field carts integer
---@field orders integer
---@field changed integer
---@field dearer integer
---@field cheaper integer
---@field largest integer   change of what is to be paid, up or down, in won
---@field total integer     of all changes, in won
---@field unknown integer   the new release cannot be asked these
---@field failed integer    the new release fails on these, and the live one does not
---@field promised integer  compared with what the shopper was shown, as the live release did not price them
---@field drifted integer   the live release no longer charges these what the shopper was shown
---@field worst replay.change[]
---@field live replay.unpriced[]  what the live release did not price
---@field new replay.unpriced[]   what the new one did not
---@field verdict "same"|"within"|"beyond"|"broken"  beyond: somebody has to accept it; broken: it is not to go live
---@field reason string

---@param snapshots replay.snapshot[]
---@param live replay.answer[]
---@param new replay.answer[]
---@param threshold {share:integer, change:integer}  percent of them, won
---@return replay.report
function rules.report(snapshots, live, new, threshold)
  local report = { asked = #snapshots, carts = 0, orders = 0, changed = 0, dearer = 0, cheaper = 0, largest = 0, total = 0,
    unknown = 0, failed = 0, promised = 0, drifted = 0, worst = json.array {} }
  local changes, of_live, of_new = {}, {}, {}
  for i, snapshot in ipairs(snapshots) do
    local kinds, before = snapshot.kind == "cart" and "carts" or "orders", live[i]
    report[kinds] = report[kinds] + 1
    if not is_priced(live[i]) then
      count(of_live, live[i])
      report.promised, before = report.promised + 1, snapshot.promised
    elseif change_of(snapshot, snapshot.promised, live[i]) then
      report.drifted = report.drifted + 1
    end
    if is_priced(new[i]) then
      local change = change_of(snapshot, before, new[i])
      if change then
        change.at = i
        changes[#changes + 1] = change
      end
    else
      count(of_new, new[i])
      local fails = new[i].broken and not live[i].broken
      report[fails and "failed" or "unknown"] = report[fails and "failed" or "unknown"] + 1
    end
  end
  table.sort(changes, worse)
  for i, change in ipairs(changes) do
    change.at = nil
    if i <= WORST then report.worst[i] = change end
    report.total, report.largest = report.total + change.change, math.max(report.largest, math.abs(change.change))
    if change.change > 0 then report.dearer = report.dearer + 1 end
    if change.change < 0 then report.cheaper = report.cheaper + 1 end
  end
  report.changed, report.live, report.new = #changes, listed(of_live), listed(of_new)
  report.verdict, report.reason = judge(report, threshold)
  return report
end

return rules
