-- What a shopper may ask of an order: the lines with how many units of each, the reasons, what carriage costs, and what
-- would come of a choice. Nothing is changed.

local claim = require "claim"
local order = require "order"
local refund = require "refund"
local money = require "shared.money"
local ask_claim = require "flows.ask_claim"
local claim_terms = require "flows.claim_terms"
local quote_claim = require "flows.quote_claim"

local offer_claim = {}

local won = money.won

-- How many of a line are chosen, and what for.
local function chosen_of(request, position)
  for _, line in ipairs(request and request.lines or {}) do
    if line.position == position then return line end
  end
end

local function swaps_of(mall_id, line, kind, picked)
  if kind ~= "exchange" then return nil end
  local list = {}
  for i, sku in ipairs(claim.same_price(mall_id, line.product_id, line.unit_price)) do
    list[i] = { value = sku.id, label = sku.label, selected = sku.id == (picked and picked.exchange_sku_id or line.sku_id) }
  end
  return list
end

local function lines_of(mall_id, account, offered, kind, request)
  local list = {}
  for i, line in ipairs(account.lines) do
    local found, shown = offered[i], claim.view.thing(line)
    local picked = chosen_of(request, line.position)
    shown.qty, shown.most, shown.why, shown.note = line.qty, found.qty, found.why, found.note
    shown.chosen = picked and picked.qty or 0
    shown.state = found.from and order.engine.state(order.machine.line, found.from).label or nil
    shown.until_text = found.until_when and not found.only_seller and "단순 변심은 " .. claim.view.deadline(found.until_when)
      or nil
    shown.swaps = found.qty > 0 and swaps_of(mall_id, line, kind, picked) or nil
    if shown.swaps and #shown.swaps == 0 then shown.most, shown.why = 0, "바꿔 드릴 상품이 지금은 없어요. 반품을 신청해 주세요." end
    list[i] = shown
  end
  return list
end

-- What carriage costs, told before anything is asked.
local function fee_text(policy, kind, surcharge)
  if kind == "cancel" then return nil end
  local fee = claim.fee(policy, kind, "buyer", surcharge)
  local both = kind == "exchange" and "왕복 배송비" or "반품 배송비"
  return ("구매자 사정이면 %s %s, 상품에 문제가 있으면 무료예요."):format(both, won(fee):format())
end

local function reasons_of(kind, picked)
  local list = {}
  for i, reason in ipairs(claim.reasons(kind)) do
    list[i] = { value = reason.value, label = reason.label, selected = reason.value == picked }
  end
  return list
end

-- The sum as it is shown before it is asked for.
local function plan_view(plan)
  if not plan.quote then
    return { exchange = true, fee = plan.fee, immediate = false }
  end
  local found = plan.quote
  return { rows = found.rows, total = found.amount, notes = found.notes,
    parts = refund.view.parts(plan.parts, plan.instruments),
    needs_account = plan.needs_account, immediate = plan.immediate, fee = plan.fee }
end

---@param mall mall
---@param found table   the order's row
---@param kind "cancel"|"return"|"exchange"
---@param request ask_claim.request|nil  what was chosen
---@return table view
---@return fault|nil  what is wrong with what was chosen
function offer_claim.form(mall, found, kind, request)
  local policy, account = claim_terms.policy(mall.id), claim.account(mall.id, found.id)
  local facts = claim_terms.facts(account, policy)
  local offered = claim.offer(facts, kind)
  local surcharge = quote_claim.shipping(account.order).surcharge
  local view = { number = found.number, kind = kind, title = claim.view.titles[kind],
    action = ("/orders/%s/claim"):format(found.number),
    lines = lines_of(mall.id, account, offered, kind, request), reasons = reasons_of(kind, request and request.reason),
    fee_text = fee_text(policy, kind, surcharge), comes_back = kind ~= "cancel", possible = false, unpaid = false,
      kinds = {} }
  for _, line in ipairs(view.lines) do view.possible = view.possible or line.most > 0 end
  for _, line in ipairs(account.lines) do view.unpaid = view.unpaid or (line.portions.awaiting_payment or 0) > 0 end
  local can = claim.kinds(facts)
  for _, one in ipairs(claim.forms.KINDS) do
    if can[one] or one == kind then
      view.kinds[#view.kinds + 1] = { label = claim.view.titles[one], url = view.action .. "?kind=" .. one,
        active = one == kind }
    end
  end
  if view.unpaid then
    -- it is called off as a whole: there is nothing to choose
    view.lines, view.reasons, view.fee_text, view.kinds, view.possible = {}, {}, nil, {}, false
    view.action = ("/orders/%s/call-off"):format(found.number)
    return view
  end
  if not request then return view end
  local plan, refused = ask_claim.plan(account, policy, request)
  if not plan then return view, refused end
  view.plan = plan_view(plan)
  view.banks = plan.needs_account and refund.banks.ALL or nil
  return view
end

return offer_claim
