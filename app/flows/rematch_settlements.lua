-- A provider may settle a payment before we know that it came through: the answer to its approval was lost, and the file was
-- there before who asks after it. A row like that waits with its difference, and is looked at again every night, and when
-- somebody asks. What it leads to is what it would have led to when it was taken. A row that has its payment, or that a
-- person has explained, stays as it is.

local payment = require "payment"
local book_settlements = require "flows.book_settlements"
local record_audit = require("flows.record_audit").run
local require_permission = require("flows.require_permission").run
local settlement_lines = require "flows.settlement_lines"
local transaction = require("flows.store").transaction

local store, differences = payment.settlements, payment.settlement_differences

local PIECE = 500

local rematch_settlements = {}

-- Those of some rows whose payment is known by now. -> how many were matched
local function match(mall, provider, lines, fees)
  local find, said, ids, by_id = settlement_lines.finder(mall.id, provider, lines), {}, {}, {}
  for _, line in ipairs(lines) do
    local attempt = find(line)
    if attempt then
      ids[#ids + 1], by_id[line.id], said[line.id] = line.id, line, settlement_lines.judge(line, attempt, fees)
    end
  end
  if #ids == 0 then return 0 end
  return transaction(function(tx)
    local mine, matched, list = differences.claim(tx, mall.id, ids), {}, {}
    for _, id in ipairs(ids) do
      if mine[id] then
        matched[#matched + 1] = by_id[id]
        settlement_lines.write_down(list, id, by_id[id], said[id])
      end
    end
    if #matched > 0 then
      store.match(tx, mall.id, matched)
      differences.match(tx, mall.id, matched)
      differences.add(tx, mall.id, provider, list)
    end
    return #matched
  end)
end

local function match_all(mall, provider, fees)
  local sum, after = 0, nil
  repeat
    local lines = store.unmatched(mall.id, provider, after, PIECE)
    local matched, refused = match(mall, provider, lines, fees)
    if not matched then return nil, refused end
    sum, after = sum + matched, #lines > 0 and lines[#lines].id or after
  until #lines < PIECE
  return sum
end

-- What of a provider nobody has explained is looked at again.
local function rematch(mall, provider)
  local fees = settlement_lines.fees(mall, provider)
  local matched, refused = match_all(mall, provider, fees)
  if not matched then return nil, refused end
  -- also what was matched by a try that broke off before its books
  local booked, unbooked = book_settlements.run(mall.id)
  if not booked then return nil, unbooked end
  local swept, problem = transaction(function(tx)
    differences.outgrow(tx, mall.id, provider)
    differences.sweep(tx, mall.id, provider, settlement_lines.days(fees))
    return true
  end)
  return swept and matched or nil, problem
end

local function rematch_each(mall_id)
  local sum = 0
  for _, one in ipairs(differences.providers_open(mall_id)) do
    local matched, refused = rematch({ id = one.mall_id }, one.provider)
    if not matched then return nil, refused end
    sum = sum + matched
  end
  return { matched = sum }
end

--- Looks again in every mall.
---@return { matched: integer }|nil
---@return fault|nil db.…
function rematch_settlements.all() return rematch_each() end

--- Looks again because somebody asks.
---@param ctx context
---@return { matched: integer }|nil
---@return fault|nil db.…
function rematch_settlements.by_hand(ctx)
  local allowed, refused = require_permission(ctx, "orders.write")
  if not allowed then return nil, refused end
  local done, problem = rematch_each(ctx.mall.id)
  if not done then return nil, problem end
  record_audit(ctx, "settlement.rematch", { kind = "list", id = "settlements",
    changes = { rows = { after = done.matched } } })
  return done
end

return rematch_settlements
