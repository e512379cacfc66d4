-- An order as whoever works on it needs it: where each unit of each line stands, every attempt to pay, what is claimed and
-- paid
-- back, and what can be done now, which the machine says and nobody else. Pure.

local engine = require "order.rules.engine"
local label = require "order.rules.label"
local machine = require "order.machine"

local office = {}

local TONES = { awaiting_payment = "wait", paid = "info", preparing = "info", ready = "wait", shipping = "good",
  delivered = "good",
  confirmed = "good" }

---@class office.part  so many units of a line in one state
---@field key string
---@field label string
---@field tone string
---@field qty integer

--- Where the units of a line stand, in the order in which they get there.
---@param portion table<string, integer>
---@return office.part[]
function office.parts(portion)
  local list = {}
  for _, state in ipairs(machine.line.states) do
    local qty = portion[state.key]
    if qty then list[#list + 1] = { key = state.key, label = state.label, tone = TONES[state.key] or "plain", qty = qty } end
  end
  return list
end

--- The lines as the page shows them.
---@param rows table[]     of order.store
---@param portions table<integer, table<string, integer>>
---@return table[]
function office.lines(rows, portions)
  local list = {}
  for i, row in ipairs(rows) do
    list[i] = { position = row.position, name = row.product_name, brand = row.brand_name, sku = row.sku_code,
      label = row.sku_label ~= "" and row.sku_label or nil, url = "/p/" .. row.product_slug, image = row.image,
      unit_price = row.unit_price, qty = row.qty, discount = row.discount_amount, amount = row.amount,
      parts = office.parts(portions[row.position] or {}), held_why = row.held and (row.held_why ~= "" and row.held_why
        or "보류") or nil, held_say = row.held and row.held_say ~= "" and row.held_say or nil }
  end
  return list
end

local function by_states(axis)
  local tones = { paid = "good", completed = "good", failed = "bad", quarantined = "bad", rejected = "bad", waiting = "wait",
    requested = "wait", approving = "wait", by_transfer = "wait", assessed = "wait" }
  return function(status) return { label = engine.state(axis, status).label, tone = tones[status] or "plain" } end
end

local payment_badge, claim_badge, refund_badge = by_states(machine.payment), by_states(machine.claim),
  by_states(machine.refund)

local METHODS = { bank_transfer = "무통장입금", points = "적립금", card = "카드", virtual_account = "가상계좌",
  account_transfer = "실시간 계좌이체", phone = "휴대폰", wallet = "간편결제" }
local PROVIDERS = { bank = "계좌", points = "적립금", inicis = "KG이니시스", toss_payments = "토스페이먼츠", tosspay = "토스페이",
  kakaopay = "카카오페이", naverpay = "네이버페이", portone = "포트원", portone_v1 = "포트원 V1" }

--- Attempts to pay, the first one first.
---@param rows table[]
---@return table[]
function office.payments(rows)
  local list = {}
  for i, row in ipairs(rows) do
    list[i] = { reference = row.reference, method = METHODS[row.method] or row.method, provider = PROVIDERS[row.provider]
      or row.provider,
      badge = payment_badge(row.status), amount = row.amount, captured = row.captured_amount, returned = row.returned_amount,
      at = row.paid_at or row.created_at, transaction_id = row.transaction_id, problem = row.problem_text or row.problem }
  end
  return list
end

local KINDS = { cancel = "취소", ["return"] = "반품", exchange = "교환" }

--- What the buyer wants undone.
---@param rows table[]
---@return table[]
function office.claims(rows)
  local list = {}
  for i, row in ipairs(rows) do
    local qty = 0
    for _, line in ipairs(row.lines) do qty = qty + line.qty end
    list[i] = { number = row.number, url = "/admin/claims/" .. row.id, what = KINDS[row.kind], qty = qty,
      at = row.created_at,
      badge = claim_badge(row.status), open = row.closed_at == nil }
  end
  return list
end

--- Money that goes back.
---@param rows table[]
---@return table[]
function office.refunds(rows)
  local list = {}
  for i, row in ipairs(rows) do
    list[i] = { seq = row.seq, amount = row.amount, at = row.completed_at or row.created_at, reason = row.reason,
      badge = refund_badge(row.status), problem = row.problem_text or row.problem }
  end
  return list
end

local function may(transition, permits)
  for _, who in ipairs(transition.who) do
    if who == "staff" then return not transition.permission or permits(transition.permission) end
  end
  return false
end

---@class office.way  something that can be done now
---@field event string
---@field label string
---@field say string
---@field qty integer  of how many units

--- What somebody of the staff can do with the units as they stand, by event.
---@param portions table<integer, table<string, integer>>
---@param permits fun(permission: string): boolean
---@param follows table  the machine that the order follows
---@return table<string, office.way>
function office.ways(portions, permits, follows)
  local ways = {}
  for _, portion in pairs(portions) do
    for state, qty in pairs(portion) do
      for _, transition in ipairs(engine.ways(follows.line, state)) do
        if may(transition, permits) then
          local way = ways[transition.on] or { event = transition.on, label = transition.label, say = transition.say,
            qty = 0 }
          way.qty, ways[transition.on] = way.qty + qty, way
        end
      end
    end
  end
  return ways
end

--- The stages of the board: what waits for us, in the order in which it is worked off.
office.STAGES = { "awaiting_payment", "awaiting_deposit", "paid", "preparing", "ready", "shipping", "delivered" }

--- The board at the top of the list.
---@param counts table<string, integer>  of order.office.store
---@param most integer                   so many were counted at most
---@param query string                   what the list asks for now
---@return { label: string, count: string, url: string, tone: string|nil, active: boolean }[]
function office.board(counts, most, query)
  local list = {}
  local function add(name, key, url, tone)
    local count = counts[key] or 0
    list[#list + 1] = { label = name, count = count > most and most .. "+" or tostring(count), url = "/admin/orders" .. url,
      tone = count > 0 and tone or nil, active = query == url }
  end
  for _, key in ipairs(office.STAGES) do
    add(key == "paid" and "신규" or label.of(key).label, key, "?status=" .. key, key == "paid" and "wait" or nil)
  end
  add("취소·반품·교환", "claimed", "?claimed=1", "wait")
  add("교환 배송", "exchanged", "?exchanged=1", "wait")
  add("배송보류", "held", "?held=1", "wait")
  add("발송지연", "late", "?unsent=1", "bad")
  return list
end

return office
