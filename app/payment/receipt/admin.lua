-- The desk of cash receipts: which there are, and one with what a person can do about it. The number that it is issued to is
-- the buyer's: who may see such things sees it, and that they did is written down.

local forms = require "payment.receipt.forms"
local grid = require "payment.receipt.grid"
local hosts = require "payment.rules.receipt_hosts"
local methods = require "payment.rules.methods"
local receipts = require "payment.rules.receipts"
local states = require "payment.rules.states"
local store = require "payment.receipt.store"
local record_audit = require("flows.record_audit").run
local show_grid = require("flows.show_grid").run
local work_receipt = require("flows.work_receipt").run

local pages = {}

local URL = "/admin/receipts"

function pages.list(ctx)
  local mall_id = ctx.mall.id
  local waiting = store.count_by_hand(mall_id)
  local text = waiting > 0 and ("직접 처리해야 하는 현금영수증이 %d건 있어요."):format(waiting)
    or "현금으로 결제한 손님이 신청한 현금영수증이에요. 결제사 계약이 있으면 저절로 발급돼요."
  return show_grid(ctx, grid, { rows = function(ask) return store.list(mall_id, ask) end,
    count = function(ask) return store.count(mall_id, ask) end, all = function(ask) return store.all(mall_id, ask) end },
    { title = "현금영수증", text = text })
end

local function facts_of(row, open)
  local by = row.provider ~= "" and states.provider(row.provider) or row.issue_number ~= "" and "직원" or nil
  return { { label = "주문", link = { label = row.number, url = "/admin/orders/" .. row.number } },
    { label = "구분", text = receipts.kinds[row.kind] }, { label = "발급받을 번호",
      text = open and row.cash_receipt_no or ("*"):rep(#row.cash_receipt_no) },
    { label = "금액", won = row.amount }, { label = "부가세", won = row.vat_amount },
    { label = "면세 금액", won = row.tax_free_amount }, { label = "결제 수단", text = methods.label(row.method) },
    { label = "결제번호", text = row.reference }, { label = "발급", text = by },
    { label = "승인번호", text = row.issue_number }, { label = "신청", at = row.created_at },
    { label = "발급일", at = row.issued_at }, { label = "취소일", at = row.cancelled_at },
    { label = "처리", text = row.actor }, { label = "까닭", text = not row.by_hand and row.problem_text or nil } }
end

local function detail(ctx, row, form, status)
  local open = ctx.staff.can "members.unmask"
  return ctx:render("payment/receipt", { receipt = { amount = row.amount, version = row.version,
    state = receipts.states[row.state], problem = row.by_hand and row.problem_text or nil,
    is_cancelling = row.state == "cancelling" }, facts = facts_of(row, open),
    link = hosts.link(row.provider, row.url), acts = ctx.staff.can "orders.write" and receipts.acts(row) or {},
    form = form or { values = {}, errors = {} }, action = URL .. "/" .. row.id,
    page = { title = "현금영수증 " .. row.number, crumbs = { { name = "현금영수증", url = URL }, { name = row.number } } } },
    status)
end

local function found(ctx)
  local id = ctx.params.id
  return #id == 36 and store.get(ctx.mall.id, id) or nil
end

function pages.show(ctx)
  local row = found(ctx)
  if not row then return ctx:not_found() end
  if ctx.staff.can "members.unmask" then
    record_audit(ctx, "receipt.view", { kind = "cash_receipt", id = row.number, whose = row.member_id })
  end
  return detail(ctx, row)
end

local FIELDS = { ["receipt.number"] = "number", ["receipt.reason"] = "reason" }

--- POST a decision.
function pages.work(ctx)
  local row = found(ctx)
  if not row then return ctx:not_found() end
  local values, errors, typed = ctx:form(forms.work)
  if not values then return detail(ctx, row, { values = typed, errors = errors }, 422) end
  local done, refused = work_receipt(ctx, row.id, values.act, values)
  if not done then
    local field = FIELDS[refused.code]
    if not field then return nil, refused end
    return detail(ctx, row, { values = typed, errors = { [field] = ctx:sentence(refused) } }, 422)
  end
  ctx:flash("ok", values.act == "again" and "다시 처리하고 있어요. 잠시 후 결과를 확인해 주세요." or "적어 뒀어요.")
  return ctx:redirect(URL .. "/" .. row.id)
end

return pages
