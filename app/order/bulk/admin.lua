-- Many orders at once in the back office: what is to be done to those that were chosen is shown first, and then done; and
-- the
-- papers they are packed by.

local order = require "order"
local clock = require "shared.clock"
local korean = require "shared.korean"
local fulfil_many = require "flows.fulfil_many"
local record_audit = require("flows.record_audit").run

local pages = {}

-- So many are worked on at once.
local MOST, HOME = 200, "/admin/orders"

local WAYS = {
  prepare = { title = "발주확인", text = "고른 주문의 상품을 준비하기 시작해요. 그때부터 구매자는 혼자 취소하거나 배송지를 바꿀 수 없어요.",
    unit = "상품 %d개", none = "결제완료인 상품이 없어요", done = "주문 %d건의 발주를 확인했어요." },
  dispatch = { title = "발송 처리", text = "송장을 등록한 배송을 배송중으로 바꾸고, 구매자에게 메일로 알려요.",
    unit = "배송 %d건", none = "보낼 송장이 없어요", done = "주문 %d건을 발송 처리했어요." },
  deliver = { title = "배송완료", text = "배송중인 것을 배송완료로 바꿔요. 구매확정까지의 날수를 여기서부터 세요.",
    unit = "배송 %d건", none = "배송중인 것이 없어요", done = "주문 %d건을 배송완료로 바꿨어요." },
}

-- The numbers of a form, each once.
local function chosen(ctx)
  local sent, list, seen = ctx.form_fields.id or {}, {}, {}
  for _, number in ipairs(type(sent) == "table" and sent or { sent }) do
    if not seen[number] and order.read_number(number) == number and #list < MOST then
      list[#list + 1], seen[number] = number, true
    end
  end
  return list
end

local function back_of(ctx) return ctx:local_url(ctx.form_fields.return_to, HOME) end

local function nothing_chosen(ctx)
  ctx:flash("error", "주문을 먼저 골라 주세요.")
  return ctx:redirect(back_of(ctx))
end

--- POST: what it would do; nothing is changed.
function pages.preview(ctx)
  local what = ctx.params.what
  local way, numbers = WAYS[what], chosen(ctx)
  if not way then return ctx:not_found() end
  if #numbers == 0 then return nothing_chosen(ctx) end
  local rows, possible = {}, {}
  for i, one in ipairs(fulfil_many.preview(ctx.mall.id, what, numbers)) do
    local row = one.row
    rows[i] = { number = one.number, url = row and HOME .. "/" .. one.number, badge = row and order.badge(row.status),
      recipient = row and korean.mask_name(row.recipient_name),
      goods = row and (row.line_count > 1 and ("%s 외 %d건"):format(row.goods, row.line_count - 1) or row.goods),
      does = one.possible and way.unit:format(one.count) or nil, problem = not row and "이 몰에 없는 주문이에요" or way.none }
    if one.possible then possible[#possible + 1] = one.number end
  end
  return ctx:render("order/bulk", { title = way.title, text = way.text, rows = rows, possible = possible,
    action = HOME .. "/bulk/" .. what .. "/confirm", return_to = back_of(ctx),
    page = { title = way.title, crumbs = { { name = "주문", url = HOME }, { name = way.title } } } })
end

--- POST: it is done.
function pages.confirm(ctx)
  local way = WAYS[ctx.params.what]
  if not way then return ctx:not_found() end
  local outcome, refused = fulfil_many.run(ctx, ctx.params.what, chosen(ctx))
  if not outcome then return nil, refused end
  if #outcome.done > 0 then ctx:flash("ok", way.done:format(#outcome.done)) end
  for i, one in ipairs(outcome.refused) do
    if i <= 5 then ctx:flash("error", ("%s: %s"):format(one.number, ctx:sentence(one.fault))) end
  end
  if #outcome.refused > 5 then ctx:flash("error", ("그 밖의 주문 %d건도 하지 못했어요."):format(#outcome.refused - 5)) end
  return ctx:redirect(back_of(ctx))
end

--- POST: the papers that orders are packed by, one a sheet. They say where people live: that somebody took them is written
--- down.
function pages.print(ctx)
  local numbers = chosen(ctx)
  if #numbers == 0 then return nothing_chosen(ctx) end
  local slips = order.slips(ctx.mall.id, numbers)
  for _, slip in ipairs(slips) do slip.phone = korean.show_phone(slip.recipient_phone) end
  record_audit(ctx, "order.print", { kind = "list", id = "print", changes = { rows = { after = #slips } } })
  return ctx:render("order/print", { slips = slips, now = clock.now(), return_to = back_of(ctx),
    page = { title = "거래명세서", crumbs = { { name = "주문", url = HOME }, { name = "거래명세서" } } } })
end

return pages
