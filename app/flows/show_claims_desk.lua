-- Claims and refunds as staff works them: what was asked, the same sum that the shopper saw beside what it would be now,
-- and what can be done next, read from the machine.

local claim = require "claim"
local order = require "order"
local refund = require "refund"
local shipment = require "shipment"
local korean = require "shared.korean"
local decide_claim = require "flows.decide_claim"
local pinned_machine = require "flows.pinned_machine"

local show_claims_desk = {}

local function state_of(axis, key) return order.engine.state(order.machine[axis], key) end

claim.grid.know(order.machine.claim.states)

local OF_KIND = { is_cancel = { cancel = true }, is_return = { ["return"] = true }, is_exchange = { exchange = true },
  comes_back = { ["return"] = true, exchange = true } }

local function suits(transition, kind)
  for _, guard in ipairs(transition.guards or {}) do
    if OF_KIND[guard] and not OF_KIND[guard][kind] then return false end
  end
  return true
end

local function by_staff(transition)
  for _, who in ipairs(transition.who) do
    if who == "staff" then return true end
  end
  return false
end

-- What is typed with an event, and what its button looks like.
local ASKS = {
  reject = { answer = true, danger = true }, withdraw = { quiet = true }, collect = { carrier = true },
    reship = { parcel = true },
  inspect = { inspect = true }, convert = { quiet = true },
}

--- What staff can do with a claim, the way forward first.
---@param row { kind: string, status: string }
---@param total integer|nil  what its end would give back
---@param follows table      the machine that its order follows
---@return table[]
function show_claims_desk.actions(row, total, follows)
  local list = {}
  for _, transition in ipairs(order.engine.ways(follows.claim, row.status)) do
    if by_staff(transition) and suits(transition, row.kind) then
      local asks = ASKS[transition.on] or {}
      -- what gives money back says how much, and is refused if that is another sum by then
      local pays = total and (transition.on == "complete" and row.kind ~= "exchange" or transition.on == "approve"
        and row.kind == "cancel")
      list[#list + 1] = { event = transition.on, label = transition.label, say = transition.say, asks = asks,
        total = pays and total or nil,
        main = not asks.danger and not asks.quiet, danger = asks.danger or false }
    end
  end
  table.sort(list, function(a, b)
    if a.main ~= b.main then return a.main end
    return a.event < b.event
  end)
  return list
end

local function goods_of(account, row)
  local list = {}
  for i, one in ipairs(row.lines) do
    local line = account.lines[one.position]
    list[i] = { position = one.position, name = line.product_name, label = line.sku_label ~= "" and line.sku_label or nil,
      sku = line.sku_code, image = line.image, qty = one.qty, of = line.qty, amount = line.unit_price * one.qty,
      stood = state_of("line", one.from_state).label, resalable = one.resalable_qty, swap = one.exchange_label,
      perishable = line.perishable }
  end
  return list
end

local function events_of(history)
  local list = {}
  for i = #history, 1, -1 do
    local event = history[i]
    list[#list + 1] = { at = event.at, label = state_of("claim", event.to_status).label, who = claim.view.actor(event.actor),
      note = event.note ~= "" and event.note or nil }
  end
  return list
end

local REFUND_TONES = { assessed = "wait", approved = "info", requested = "info", completed = "good", failed = "bad",
  by_transfer = "wait" }
show_claims_desk.refund_tones = REFUND_TONES

local function refunds_of(account, row)
  local list = {}
  for _, one in ipairs(account.refunds) do
    if one.claim_id == row.id then
      local payment = order.find_row(account.payments, one.payment_id)
      list[#list + 1] = { url = "/admin/refunds/" .. one.id, method = refund.view.method(payment.method),
        amount = one.amount,
        problem = one.problem_text, badge = { label = state_of("refund", one.status).label,
          tone = REFUND_TONES[one.status] } }
    end
  end
  return list
end

-- The carriers that a parcel can be given to.
local function carriers_of(mall_id)
  local list = {}
  for i, one in ipairs(shipment.choices(mall_id)) do list[i] = { value = one.code, label = one.name } end
  return list
end

-- What an exchange sends: its parcels, and the number that was typed before there were any.
local function sent_again(row, parcels, lines)
  local list, mine = {}, {}
  for _, parcel in ipairs(parcels) do
    if parcel.claim_id == row.id then mine[#mine + 1] = parcel end
  end
  for _, parcel in ipairs(shipment.show_parcels(mine, lines)) do
    list[#list + 1] = { label = "교환 송장", text = parcel.carrier .. (parcel.number and " " .. parcel.number or ""),
      note = parcel.state.label }
  end
  return list
end

local function sent_of(row, parcels, lines)
  local sent = row.collection or {}
  local list = { { label = "보내는 방법", text = sent.how == "self" and "손님이 직접 보내요" or "택배사가 찾으러 가요" } }
  if sent.number then list[#list + 1] = { label = "돌아오는 송장", text = (sent.carrier or "") .. " " .. sent.number } end
  if sent.new_number then list[#list + 1] = { label = "다시 보낸 송장", text = (sent.new_carrier or "") .. " "
    .. sent.new_number } end
  for _, one in ipairs(sent_again(row, parcels, lines)) do list[#list + 1] = one end
  return list
end

--- A claim with everything that is decided by.
---@param found table  of claim.get
---@return table
function show_claims_desk.one(found)
  local account = claim.account(found.mall_id, found.order_id)
  local row = order.find_row(account.claims, found.id)
  local state = state_of("claim", row.status)
  local open, now = not state.final, nil
  if open and row.kind ~= "exchange" then now = decide_claim.quote(account, row) end
  local seen = row.quote and row.quote.rows and row.quote or nil
  return {
    id = row.id, number = row.number, url = "/admin/claims/" .. row.id, status = row.status,
      kind = claim.view.kind(row.kind),
    title = claim.view.kind(row.kind) .. " " .. row.number,
    badge = { label = state.label, tone = claim.view.tones[row.status] },
    age = open and claim.view.age(row.created_at, account.now) or nil, steps = claim.view.steps(row,
      claim.history(found.mall_id,
      row.order_id, row.id)),
    facts = {
      { label = "주문", link = { label = account.order.number, url = "/admin/orders/" .. account.order.number } },
      { label = "주문자", text = korean.mask_name(account.order.orderer_name),
        note = korean.mask_phone(account.order.orderer_phone) },
      { label = "사유", text = claim.reason_label(row.reason) },
      { label = "귀책", text = claim.view.FAULTS[row.fault] },
      { label = "접수", at = row.created_at, note = claim.view.actor(row.asked_by) },
    },
    words = row.reason_text ~= "" and row.reason_text or nil, answer = row.answer ~= "" and row.answer or nil,
    goods = goods_of(account, row),
    sent = row.kind ~= "cancel" and sent_of(row, shipment.parcels(found.mall_id, row.order_id), account.lines) or nil,
    carriers = row.kind == "exchange" and row.status == "inspected" and carriers_of(found.mall_id) or {},
    fee = row.fee_amount, seen = seen and { rows = seen.rows, total = seen.total, notes = seen.notes or {} } or nil,
    now = now and { rows = now.rows, total = now.amount, notes = now.notes } or nil,
    differs = seen ~= nil and now ~= nil and seen.total ~= now.amount,
    account = refund.account.masked(refund.account.open(found.mall_id, row.order_id, row.refund_account)),
    refunds = refunds_of(account, row), events = events_of(claim.history(found.mall_id, row.order_id, row.id)),
    actions = show_claims_desk.actions(row, now and now.amount, pinned_machine.of(account.order)),
    fault = row.fault,
  }
end

--- What approving these would do, one by one: nothing is changed.
---@param mall_id string
---@param ids string[]
---@return { rows: table[], possible: { id: string, total: integer|nil }[], amount: integer }
function show_claims_desk.preview(mall_id, ids)
  local rows, possible, amount = {}, {}, 0
  for _, listed in ipairs(claim.desk.of_ids(mall_id, ids)) do
    local state = state_of("claim", listed.status)
    local row = { id = listed.id, number = listed.number, url = "/admin/claims/" .. listed.id,
      kind = claim.view.kind(listed.kind),
      goods = claim.view.goods(listed.goods, listed.line_count), units = listed.units,
      badge = { label = state.label, tone = claim.view.tones[listed.status] } }
    if listed.status == "requested" then
      if listed.kind == "cancel" then
        local found = claim.get(mall_id, listed.id)
        local account = claim.account(mall_id, found.order_id)
        row.total = decide_claim.quote(account, order.find_row(account.claims, listed.id)).amount
        amount = amount + row.total
      end
      row.becomes = listed.kind == "cancel" and "취소하고 환불해요" or "돌려받을 준비를 해요"
      possible[#possible + 1] = { id = listed.id, total = row.total }
    else
      row.problem = "결정을 기다리는 요청이 아니에요"
    end
    rows[#rows + 1] = row
  end
  return { rows = rows, possible = possible, amount = amount }
end

--- A refund as staff sees it.
---@param row table  of refund.one
---@param opened refund.account|nil  in full, for who asked for it
---@return table
function show_claims_desk.refund(row, opened)
  local state = state_of("refund", row.status)
  local account = refund.account.open(row.mall_id, row.order_id, row.sealed_account or row.refund_account)
  local parts = row.breakdown or {}
  local events = {}
  for i, event in ipairs(refund.history(row.mall_id, row.order_id, row.id)) do
    events[i] = { at = event.at, label = state_of("refund", event.to_status).label, who = claim.view.actor(event.actor) }
  end
  return {
    id = row.id, url = "/admin/refunds/" .. row.id, status = row.status, title = "환불 " .. row.order_number .. "-R"
      .. row.seq,
    badge = { label = state.label, tone = REFUND_TONES[row.status] }, amount = row.amount,
    facts = {
      { label = "주문", link = { label = row.order_number, url = "/admin/orders/" .. row.order_number } },
      { label = "신청", link = row.claim_id and { label = row.claim_number, url = "/admin/claims/" .. row.claim_id } or nil },
      { label = "결제 수단", text = refund.view.method(row.method), note = row.provider },
      { label = "환불 금액", won = row.amount },
      { label = "그중 면세", won = row.tax_free_amount }, { label = "그중 부가세", won = row.vat_amount },
      { label = "까닭", text = row.reason }, { label = "시도", text = row.attempts .. "번" },
      { label = "송금 내역", text = row.transfer_reference },
    },
    problem = row.status == "failed" and (row.problem_text or "결제사가 환불을 거절했어요.") or nil,
    receipt = row.cash_receipt ~= "none" and row.method == "bank_transfer",
    account = opened or refund.account.masked(account), is_open = opened ~= nil,
    breakdown = parts.rows and { rows = parts.rows, total = parts.total, notes = parts.notes or {} } or nil, events = events,
    may = { approve = row.status == "assessed", retry = row.status == "failed",
      transfer = row.status == "failed" or row.status == "by_transfer", transferred = row.status == "by_transfer" },
  }
end

return show_claims_desk
