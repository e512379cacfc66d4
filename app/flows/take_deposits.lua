-- Deposits on the mall's own account are taken over from a bank's statement, or one by one by hand. Each is a transaction of
-- its own: written down once, however often its statement is uploaded, and given to the order that it is surely for; what is
-- not sure waits for a person.

local crypto = require "crypto"
local payment = require "payment"
local sheet = require "shared.sheet"
local fault = require "shared.fault"
local move_order = require "flows.move_order"
local record_audit = require("flows.record_audit").run
local require_permission = require("flows.require_permission").run
local transaction = require("flows.store").transaction

local ROWS_MOST, COLUMNS_MOST = 5000, 64

local take_deposits = {}

local function digest_of(one, account) return crypto.sha256(payment.statement.identity(one, account)) end

--- Reads a statement that was uploaded, and keeps what it says for somebody to look at.
---@param ctx context
---@param sent request.File
---@return { id: string }|nil
---@return fault|nil  what is wrong with the file: deposit.statement with `message`, or of shared/sheet.lua
function take_deposits.read(ctx, sent)
  local allowed, refused = require_permission(ctx, "orders.write")
  if not allowed then return nil, refused end
  local rows, wrong = sheet.read(sent.path, { rows = ROWS_MOST, columns = COLUMNS_MOST })
  if not rows then return nil, wrong end
  local read, sentence = payment.statement.read(rows)
  if not read then return nil, fault("deposit.statement", { message = sentence }) end
  if #read.deposits == 0 and #read.problems == 0 then
    return nil, fault("deposit.statement",
      { message = "입금된 줄이 하나도 없어요. 기간을 확인해 주세요." })
  end
  return transaction(function(tx)
    return { id = payment.deposits.keep_file(tx, { mall_id = ctx.mall.id, name = sent.filename:sub(-200),
      account = read.account,
      rows = { deposits = read.deposits, problems = read.problems, skipped = read.skipped }, actor = ctx.staff.email }) }
  end)
end

--- What taking a statement over would do.
---@param mall_id string
---@param file table
---@return table[] rows { line, at, amount, depositor, memo, known, lane, number, candidates }
function take_deposits.preview(mall_id, file)
  local candidates, digests, rows = payment.deposits.candidates(mall_id), {}, {}
  for i, one in ipairs(file.rows.deposits) do digests[i] = digest_of(one, file.account) end
  local known = payment.deposits.known(mall_id, digests)
  for i, one in ipairs(file.rows.deposits) do
    local verdict = payment.match(one, candidates)
    rows[i] = { line = one.line, at = one.at, amount = one.amount, depositor = one.depositor, memo = one.memo,
      known = known[digests[i]] or false, lane = verdict.lane, number = verdict.payment and verdict.payment.number,
      candidates = verdict.candidates }
  end
  return rows
end

-- Gives a deposit to the attempt that waits for it, in one transaction with its being written down.
local function settle(mall_id, one, found, actor)
  return transaction(function(tx)
    local subject, refused = move_order.lock(tx, mall_id, found.order_id)
    if not subject then return nil, refused end
    one.order_id, one.payment_id = found.order_id, found.id
    local id = payment.deposits.insert(tx, mall_id, one)
    if not id then return { known = true } end
    local moved, illegal = move_order.run(tx, subject, { axis = "payment", event = "deposit", id = found.id,
      facts = { amount = one.amount, captured = one.amount } }, { actor = actor, cause = "deposit", key = "deposit " .. id })
    if not moved then return nil, illegal end
    return { id = id, number = subject.number }
  end)
end

local function write_down(mall_id, one)
  one.order_id, one.payment_id = nil, nil
  return transaction(function(tx)
    local id = payment.deposits.insert(tx, mall_id, one)
    return id and { id = id } or { known = true }
  end)
end

-- Takes one deposit over. Answers { id, number } of one that found its order, { id } of one that waits, { known = true }.
local function take(mall_id, given, candidates, staff)
  local verdict = payment.match(given, candidates)
  local one = { digest = digest_of(given, given.account), account = given.account, file_id = given.file_id, at = given.at,
    amount = given.amount, depositor = given.depositor, memo = given.memo, actor = staff.email, lane = verdict.lane,
    candidates = verdict.candidates }
  -- written down by hand, and now in the statement as well, or the other way round
  if payment.deposits.has_twin(mall_id, given, given.file_id ~= nil) then
    one.lane, verdict.payment = "twice", nil
  end
  if not verdict.payment then return write_down(mall_id, one) end
  local settled, refused = settle(mall_id, one, verdict.payment, "staff " .. staff.email)
  if settled then
    verdict.payment.status = "paid"
    return settled
  end
  if refused.code:find "^db%." then return nil, refused end
  one.lane = "several"
  return write_down(mall_id, one)
end

--- Takes a statement over. What was begun and broke off is taken up again: what is known stays as it is.
---@param ctx context
---@param file_id string
---@return { new: integer, matched: integer, open: integer, known: integer }|nil
---@return fault|nil deposit.gone | db.…
function take_deposits.carry_out(ctx, file_id)
  local allowed, refused = require_permission(ctx, "orders.write")
  if not allowed then return nil, refused end
  local file = payment.deposits.file(ctx.mall.id, file_id)
  if not file or file.taken_at then return nil, fault "deposit.gone" end
  local candidates, taken = payment.deposits.candidates(ctx.mall.id), { new = 0, matched = 0, open = 0, known = 0 }
  for _, given in ipairs(file.rows.deposits) do
    given.account, given.file_id = file.account, file.id
    local done, problem = take(ctx.mall.id, given, candidates, ctx.staff)
    if not done then return nil, problem end
    local what = done.known and "known" or done.number and "matched" or "open"
    taken[what] = taken[what] + 1
    if not done.known then taken.new = taken.new + 1 end
  end
  payment.deposits.close_file(ctx.mall.id, file.id, taken)
  record_audit(ctx, "deposit.file", { kind = "deposit_file", id = file.id, why = file.name })
  return taken
end

--- Takes a deposit over that somebody saw.
---@param ctx context
---@param values { at: number, amount: integer, depositor: string, memo: string }
---@return { id: string, number: string|nil }|nil
---@return fault|nil deposit.known | db.…
function take_deposits.add(ctx, values)
  local allowed, refused = require_permission(ctx, "orders.write")
  if not allowed then return nil, refused end
  local given = { at = values.at, timed = values.timed, amount = values.amount, depositor = values.depositor,
    memo = values.memo, account = "" }
  local done, problem = take(ctx.mall.id, given, payment.deposits.candidates(ctx.mall.id), ctx.staff)
  if not done then return nil, problem end
  if done.known then return nil, fault "deposit.known" end
  record_audit(ctx, "deposit.add", { kind = "deposit", id = done.id })
  return done
end

return take_deposits
