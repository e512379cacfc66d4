-- What a provider says that it pays out is taken over: from a file of its site, or from its own list. Each row is written
-- down once, however often it comes; what it keeps for itself and what it has paid out go into the books of the order whose
-- money it is; and what differs from what we know is written down for somebody to explain.

local clock = require "shared.clock"
local payment = require "payment"
local sheet = require "shared.sheet"
local fault = require "shared.fault"
local book_settlements = require "flows.book_settlements"
local record_audit = require("flows.record_audit").run
local require_permission = require("flows.require_permission").run
local settlement_lines = require "flows.settlement_lines"
local transaction = require("flows.store").transaction

local store, differences = payment.settlements, payment.settlement_differences

local ROWS_MOST, COLUMNS_MOST, PIECE = 20000, 96, 500
-- So many days at once are asked of a provider.
local DAYS_MOST = 92

local take_settlements = {}

local function keep(ctx, provider, name, read)
  if #read.lines == 0 and #read.problems == 0 then
    return nil, fault("settlement.statement", { message = "정산된 거래가 하나도 없어요. 기간을 확인해 주세요." })
  end
  return transaction(function(tx)
    return { id = store.keep_file(tx, { mall_id = ctx.mall.id, provider = provider, name = name:sub(-200), rows = read,
      actor = ctx.staff.email }) }
  end)
end

--- Reads a file that was uploaded, and keeps what it says for somebody to look at.
---@param ctx context
---@param provider string
---@param sent request.File
---@return { id: string }|nil
---@return fault|nil  settlement.statement with `message`, or of shared/sheet.lua
function take_settlements.read(ctx, provider, sent)
  local allowed, refused = require_permission(ctx, "orders.write")
  if not allowed then return nil, refused end
  local rows, wrong = sheet.read(sent.path, { rows = ROWS_MOST, columns = COLUMNS_MOST })
  if not rows then return nil, wrong end
  local read, sentence = payment.settlement_file.read(rows)
  if not read then return nil, fault("settlement.statement", { message = sentence }) end
  return keep(ctx, provider, sent.filename, read)
end

--- Asks a provider that has a list of its own. Waits.
---@param ctx context
---@param provider string
---@param from string "2026-11-01"
---@param to string
---@return { id: string }|nil
---@return fault|nil  settlement.statement | payment.no_contract | payment.no_list
function take_settlements.fetch(ctx, provider, from, to)
  local allowed, refused = require_permission(ctx, "orders.write")
  if not allowed then return nil, refused end
  local contract, adapter = payment.adapter(ctx.mall, { provider = provider })
  if not contract then return nil, adapter end
  if not adapter.settlements then return nil, fault "payment.no_contract" end
  local list, problem = adapter.settlements(contract, from, to)
  if not list then return nil, problem end
  return keep(ctx, provider, ("%s %s~%s"):format(adapter.label, from, to), payment.settlement_file.of_answer(list))
end

--- What taking a file over would do.
---@param mall mall
---@param kept table  of the store
---@return table[] rows  settlement_file.line with `number`, `known`, `differences`
function take_settlements.preview(mall, kept)
  local keys, lines = {}, kept.rows.lines
  for i, line in ipairs(lines) do keys[i] = line.key end
  local known = store.known(mall.id, kept.provider, keys)
  local find, fees = settlement_lines.finder(mall.id, kept.provider, lines), settlement_lines.fees(mall, kept.provider)
  for _, line in ipairs(lines) do
    local attempt = find(line)
    line.known, line.number = known[line.key] ~= nil, attempt and attempt.number
    line.differences = settlement_lines.judge(line, attempt, fees)
  end
  return lines
end

-- Some rows, in one transaction with what differs in them. -> how many are new, matched, different
local function take(mall, kept, lines, find, fees)
  local found = {}
  for _, line in ipairs(lines) do
    found[line.key] = { line = line, differences = settlement_lines.judge(line, find(line), fees) }
  end
  return transaction(function(tx)
    local taken, list = { new = 0, matched = 0, known = 0, different = 0 }, {}
    for _, row in ipairs(store.insert(tx, mall.id, kept.provider, kept.id, lines)) do
      local one = found[row.line_key]
      if row.is_new then
        taken.new = taken.new + 1
        if one.line.payment_id then taken.matched = taken.matched + 1 end
        if #one.differences > 0 then taken.different = taken.different + 1 end
        settlement_lines.write_down(list, row.id, one.line, one.differences)
      else
        taken.known = taken.known + 1
      end
    end
    differences.add(tx, mall.id, kept.provider, list)
    return taken
  end)
end

-- Each row once: of two that are called alike the first counts.
local function each_once(lines)
  local list, seen = {}, {}
  for _, line in ipairs(lines) do
    if not seen[line.key] then list[#list + 1], seen[line.key] = line, true end
  end
  return list
end

--- Takes a file over. What was begun and broke off is taken up again: what is known stays as it is.
---@param ctx context
---@param id string
---@return { new: integer, matched: integer, known: integer, different: integer }|nil
---@return fault|nil settlement.gone | db.…
function take_settlements.carry_out(ctx, id)
  local allowed, refused = require_permission(ctx, "orders.write")
  if not allowed then return nil, refused end
  local kept = store.file(ctx.mall.id, id)
  if not kept or kept.taken_at then return nil, fault "settlement.gone" end
  local lines, sums = each_once(kept.rows.lines), { new = 0, matched = 0, known = 0, different = 0 }
  local find = settlement_lines.finder(ctx.mall.id, kept.provider, lines)
  local fees = settlement_lines.fees(ctx.mall, kept.provider)
  for first = 1, #lines, PIECE do
    local piece = {}
    for i = first, math.min(first + PIECE - 1, #lines) do piece[#piece + 1] = lines[i] end
    local taken, problem = take(ctx.mall, kept, piece, find, fees)
    if not taken then return nil, problem end
    for name, count in pairs(taken) do sums[name] = sums[name] + count end
  end
  local booked, problem = book_settlements.run(ctx.mall.id)
  if not booked then return nil, problem end
  return transaction(function(tx)
    differences.sweep(tx, ctx.mall.id, kept.provider, settlement_lines.days(fees))
    if not store.close_file(tx, ctx.mall.id, kept.id, sums) then return nil, fault "settlement.gone" end
    record_audit(ctx, "settlement.file", { kind = "settlement_file", id = kept.id, why = kept.name }, tx)
    return sums
  end)
end

--- Somebody says how a difference is explained.
---@param ctx context
---@param id string
---@param note string
---@return true|nil
---@return fault|nil form.stale
function take_settlements.explain(ctx, id, note)
  local allowed, refused = require_permission(ctx, "orders.write")
  if not allowed then return nil, refused end
  return transaction(function(tx)
    local explained = differences.explain(tx, ctx.mall.id, id, ctx.staff.email, note)
    if not explained then return nil, fault "form.stale" end
    record_audit(ctx, "settlement.explain", { kind = "settlement_difference", id = id, why = note }, tx)
    return true
  end)
end

--- Whether so many days may be asked of a provider at once.
---@param from string
---@param to string
---@return boolean
function take_settlements.is_span(from, to)
  local function at(day)
    local year, month, date = day:match "(%d+)-(%d+)-(%d+)"
    return clock.at(tonumber(year), tonumber(month), tonumber(date))
  end
  local days = (at(to) - at(from)) / 86400
  return days >= 0 and days < DAYS_MOST
end

return take_settlements
