-- Claims as shoppers see them: one with how it stands, those of an order, and those of a member.

local claim = require "claim"
local order = require "order"
local refund = require "refund"
local shipment = require "shipment"
local claim_terms = require "flows.claim_terms"

local show_claim = {}

local function state_of(axis, key) return order.engine.state(order.machine[axis], key) end

local REFUND_TONES = { assessed = "wait", approved = "info", requested = "info", completed = "good", failed = "wait",
  by_transfer = "info" }

local function refunds_of(account, row)
  local list = {}
  for _, one in ipairs(account.refunds) do
    if one.claim_id == row.id then
      local payment, state = order.find_row(account.payments, one.payment_id), state_of("refund", one.status)
      list[#list + 1] = { method = refund.view.method(payment.method), amount = one.amount, at = one.completed_at,
        -- that a provider refused is ours to see to, and no trouble of the shopper's
        status = { key = REFUND_TONES[one.status], label = one.status == "failed" and "환불 처리중" or state.label,
          text = state.say } }
    end
  end
  return list
end

local function goods_of(account, row)
  local list = {}
  for i, one in ipairs(row.lines) do
    local line = account.lines[one.position]
    list[i] = claim.view.thing(line)
    list[i].url, list[i].qty, list[i].amount = "/p/" .. line.product_slug, one.qty, line.unit_price * one.qty
    list[i].swap, list[i].unit_price = one.exchange_label, nil
  end
  return list
end

local function timeline_of(history)
  local list = {}
  for i = #history, 1, -1 do
    local event = history[i]
    local state = state_of("claim", event.to_status)
    list[#list + 1] = { at = event.at, label = state.label, text = event.note ~= "" and event.note or state.say }
  end
  return list
end

local WITHDRAWN_FROM = { requested = true, approved = true }
-- As long as goods have not come back it is told how they do.
local COMES = { requested = true, approved = true, collecting = true }

-- How goods come back: by whom and under which number, and where to, for who sends them.
local function collection_of(mall, row, sent, url)
  local way = { carrier = sent.carrier, number = sent.number }
  if sent.how == "self" then
    way.to = { name = mall.footer.company, address = mall.footer.address, phone = mall.footer.phone }
    way.tell_url = WITHDRAWN_FROM[row.status] and not sent.number and url .. "/sent" or nil
  end
  return way
end

-- What an exchange has sent, with where it can be followed.
local function parcels_of(mall_id, account, row)
  local mine = {}
  for _, parcel in ipairs(row.kind == "exchange" and shipment.parcels(mall_id, row.order_id) or {}) do
    if parcel.claim_id == row.id then mine[#mine + 1] = parcel end
  end
  return shipment.show_parcels(mine, account.lines)
end

--- A claim by its number within its order.
---@param found table   the order's row
---@param nth string
---@return table|nil row
---@return claim.account
function show_claim.find(mall_id, found, nth)
  local account = claim.account(mall_id, found.id)
  for _, row in ipairs(account.claims) do
    if row.number == found.number .. "-C" .. nth then return row, account end
  end
  return nil, account
end

---@param mall mall
---@param account claim.account
---@param row table
---@return table
function show_claim.one(mall, account, row)
  local history, state = claim.history(mall.id, row.order_id, row.id), state_of("claim", row.status)
  local url = ("/orders/%s/claims/%s"):format(account.order.number, claim.view.nth(row.number))
  local sent = row.collection or {}
  return {
    number = row.number, order_number = account.order.number, order_url = "/orders/" .. account.order.number,
    kind = claim.view.kind(row.kind), title = claim.view.kind(row.kind) .. " 내역",
    status = { key = claim.view.tones[row.status], label = state.label, text = state.say },
    steps = claim.view.steps(row, history), goods = goods_of(account, row), asked_at = row.created_at,
    reason = claim.reason_label(row.reason), reason_text = row.reason_text ~= "" and row.reason_text or nil,
    answer = row.answer ~= "" and row.answer or nil, refunds = refunds_of(account, row),
    quote = row.quote and row.quote.rows and { rows = row.quote.rows, total = row.quote.total, notes = row.quote.notes or {},
      label = row.status == "completed" and "환불 금액" or "예상 환불 금액" } or nil,
    exchange_fee = row.kind == "exchange" and row.fee_amount > 0 and row.fee_amount or nil,
    collection = row.kind ~= "cancel" and COMES[row.status] and collection_of(mall, row, sent, url) or nil,
    withdraw_url = WITHDRAWN_FROM[row.status] and url .. "/withdraw" or nil, parcels = parcels_of(mall.id, account, row),
    timeline = timeline_of(history),
  }
end

--- The claims of an order, newest first, and what else may be asked of it.
---@param mall_id string
---@param found table
---@return { actions: { label: string, url: string }[], claims: table[], call_off: string|nil }
function show_claim.of_order(mall_id, found)
  local account = claim.account(mall_id, found.id)
  local can = claim.kinds(claim_terms.facts(account, claim_terms.policy(mall_id)))
  local view = { actions = {}, claims = {} }
  for _, kind in ipairs(claim.forms.KINDS) do
    if can[kind] then
      view.actions[#view.actions + 1] = { label = claim.view.titles[kind],
        url = ("/orders/%s/claim?kind=%s"):format(found.number,
        kind) }
    end
  end
  for _, line in ipairs(account.lines) do
    if (line.portions.awaiting_payment
      or 0) > 0 then view.call_off = ("/orders/%s/claim?kind=cancel"):format(found.number) end
  end
  for i = #account.claims, 1, -1 do
    local row = account.claims[i]
    local state, units = state_of("claim", row.status), 0
    for _, line in ipairs(row.lines) do units = units + line.qty end
    view.claims[#view.claims + 1] = { kind = claim.view.kind(row.kind), at = row.created_at, units = units,
      url = ("/orders/%s/claims/%s"):format(found.number, claim.view.nth(row.number)),
      name = claim.view.goods(account.lines[row.lines[1].position].product_name, #row.lines),
      status = { key = claim.view.tones[row.status], label = state.label } }
  end
  return view
end

--- A member's claims as a list shows them.
---@param rows table[]  of claim.of_member
---@return table[]
function show_claim.briefs(rows)
  local list = {}
  for i, row in ipairs(rows) do list[i] = claim.view.brief(row, state_of("claim", row.status)) end
  return list
end

--- Why something was refused, in words for its page.
---@param ctx context
---@param refused fault
---@return string
function show_claim.sentence(ctx, refused)
  return refused.says or ctx:sentence(refused)
end

return show_claim
