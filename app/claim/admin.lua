-- The claims desk: lists by kind and stage, one claim with what can be done next, approving several at once after a look.

local claim = require "claim"
local decide_claim = require "flows.decide_claim"
local show_claims_desk = require "flows.show_claims_desk"
local show_grid = require("flows.show_grid").run

local pages = {}

-- So many are approved at once.
local MOST = 100

function pages.list(ctx)
  local mall_id = ctx.mall.id
  return show_grid(ctx, claim.grid, { rows = function(ask) return claim.desk.list(mall_id, ask) end,
    count = function(ask) return claim.desk.count(mall_id, ask) end,
    all = function(ask) return claim.desk.all(mall_id, ask) end },
    { title = "취소·반품·교환" })
end

local function detail(ctx, found, form, status, problem)
  local one = show_claims_desk.one(found)
  return ctx:render("claim/detail", { claim = one, form = form, may_write = ctx.staff.can "orders.write", problem = problem,
    page = { title = one.title, crumbs = { { name = "취소·반품·교환", url = "/admin/claims" }, { name = one.number } } } }, status)
end

function pages.show(ctx)
  local found = claim.get(ctx.mall.id, ctx.params.id)
  if not found then return ctx:not_found() end
  return detail(ctx, found, { values = {}, errors = {} })
end

-- How many of each line can be sold again: fields r1, r2 …
local function resalable_of(ctx, found)
  local positions, by_position = {}, {}
  local account = claim.account(found.mall_id, found.order_id)
  for i, line in ipairs(account.lines) do positions[i] = line.position end
  local list, says = claim.forms.units(ctx.form_fields, "r", positions)
  if not list then return nil, says end
  for _, position in ipairs(positions) do
    if ctx.form_fields["r" .. position] then by_position[position] = 0 end
  end
  for _, one in ipairs(list) do by_position[one.position] = one.qty end
  return by_position
end

local DONE = { approve = "승인했어요.", reject = "거부하고 손님께 알렸어요.", withdraw = "철회했어요.", collect = "수거를 시작했어요.",
  receive = "상품이 도착했어요.", inspect = "검수를 마쳤어요.", complete = "완료했어요.", reship = "교환 상품의 송장을 등록했어요.",
  convert = "반품으로 바꿨어요." }

-- What the page itself shows the way out of.
local HERE = { ["claim.exchange_sold_out"] = true, ["claim.not_sent"] = true }

--- POST /admin/claims/:id/:event
function pages.decide(ctx)
  local found, event = claim.get(ctx.mall.id, ctx.params.id), ctx.params.event
  if not found or not DONE[event] then return ctx:not_found() end
  local values, errors, typed = ctx:form(claim.forms.decision)
  local resalable, says
  if values and event == "inspect" then resalable, says = resalable_of(ctx, found) end
  if says then values, errors = nil, { resalable = says } end
  if values and event == "reject" and not values.answer then
    values, errors = nil, { answer = "손님께 드릴 말을 입력해 주세요." }
  end
  if not values then return detail(ctx, found, { values = typed, errors = errors }, 422) end
  values.resalable = resalable
  local done, refused = decide_claim.run(ctx, found.id, event, values)
  if not done and refused.fields then return detail(ctx, found, { values = typed, errors = refused.fields }, 422) end
  if not done and HERE[refused.code] then
    return detail(ctx, found, { values = typed, errors = {} }, 409, ctx:sentence(refused))
  end
  if not done then return nil, refused end
  ctx:flash("ok", DONE[event])
  return ctx:redirect("/admin/claims/" .. done.id)
end

-- The ids of a form, each once, in their order.
local function chosen(ctx)
  local sent, list, seen = ctx.form_fields.id or {}, {}, {}
  for _, id in ipairs(type(sent) == "table" and sent or { sent }) do
    if not seen[id] and #id == 36 and #list < MOST then list[#list + 1], seen[id] = id, true end
  end
  return list
end

--- POST /admin/claims/approve: what approving would do; nothing is changed.
function pages.preview(ctx)
  local ids = chosen(ctx)
  local back = ctx:local_url(ctx.form_fields.return_to, "/admin/claims")
  if #ids == 0 then
    ctx:flash("error", "요청을 먼저 골라 주세요.")
    return ctx:redirect(back)
  end
  return ctx:render("claim/approve", { preview = show_claims_desk.preview(ctx.mall.id, ids), return_to = back,
    page = { title = "요청 승인", crumbs = { { name = "취소·반품·교환", url = "/admin/claims" }, { name = "요청 승인" } } } })
end

--- POST /admin/claims/approve/confirm: each by itself, so that one that cannot be holds up no other.
function pages.approve(ctx)
  local done = 0
  for _, id in ipairs(chosen(ctx)) do
    local total = ctx.form_fields["total " .. id]
    local approved, refused = decide_claim.run(ctx, id, "approve", { from = "requested",
      total = type(total) == "string" and total:find "^%d+$" and #total <= 13 and tonumber(total) or nil })
    if approved then
      done = done + 1
    elseif refused.code == "staff.forbidden" then
      return nil, refused
    else
      local found = claim.get(ctx.mall.id, id)
      ctx:flash("error", ("%s: %s"):format(found and found.number or id, refused.says or ctx:sentence(refused)))
    end
  end
  if done > 0 then ctx:flash("ok", ("%d건을 승인했어요."):format(done)) end
  return ctx:redirect(ctx:local_url(ctx.form_fields.return_to, "/admin/claims"))
end

return pages
