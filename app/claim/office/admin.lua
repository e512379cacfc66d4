-- Cancelling and taking back on somebody's behalf, from an order's page in the back office.

local crypto = require "crypto"
local claim_forms = require "claim.forms"
local ask_claim_for = require "flows.ask_claim_for"
local fault = require "shared.fault"

local pages = {}

local KINDS = { cancel = true, ["return"] = true }

local function kind_of(sent) return type(sent.kind) == "string" and KINDS[sent.kind] and sent.kind or "cancel" end

local function form_page(ctx, view, form, problem, status)
  view.form, view.problem, view.key = form, problem, crypto.uuid7()
  view.page = { title = "취소·반품 접수", crumbs = { { name = "주문", url = "/admin/orders" },
    { name = view.number, url = "/admin/orders/" .. view.number }, { name = "취소·반품 접수" } } }
  return ctx:render("claim/new", view, status)
end

-- What is chosen, and what would come of it. -> view, request, what is wrong
local function chosen(found, kind, sent)
  local view, positions = ask_claim_for.form(found, kind), {}
  for i, line in ipairs(view.lines) do positions[i] = line.position end
  local lines, says = claim_forms.units(sent, "q", positions)
  if not lines then return view, nil, fault("claim.invalid", { says = says }) end
  local request = { kind = kind, lines = lines, reason = type(sent.reason) == "string" and sent.reason or "" }
  local shown, refused = ask_claim_for.form(found, kind, request)
  shown.reason = request.reason
  return shown, request, refused
end

local function sentence(ctx, refused) return refused.says or ctx:sentence(refused) end

--- GET /admin/orders/:number/claim
function pages.new(ctx)
  local found = ask_claim_for.order(ctx)
  if not found then return ctx:not_found() end
  local kind = kind_of(ctx.args)
  local empty = { values = {}, errors = {} }
  if not ctx.args.show then return form_page(ctx, ask_claim_for.form(found, kind), empty) end
  local view, _, refused = chosen(found, kind, ctx.args)
  return form_page(ctx, view, empty, refused and sentence(ctx, refused), refused and 422 or nil)
end

--- POST /admin/orders/:number/claim
function pages.ask(ctx)
  local found = ask_claim_for.order(ctx)
  if not found then return ctx:not_found() end
  local sent = ctx.form_fields
  local view, request, refused = chosen(found, kind_of(sent), sent)
  local values, errors, typed = ctx:form(claim_forms.request)
  if refused or not values then
    return form_page(ctx, view, { values = typed or values, errors = errors or {} }, refused and sentence(ctx, refused), 422)
  end
  request.reason_text, request.expected = values.reason_text, values.total
  if values.bank_code then
    request.account = { bank_code = values.bank_code, number = values.account, holder = values.holder }
  end
  local asked, wrong = ask_claim_for.run(ctx, found, request, values.key and "claim " .. values.key)
  if not asked then
    if not wrong.code:find "^claim%." then return nil, wrong end
    view = chosen(found, kind_of(sent), sent)
    return form_page(ctx, view, { values = typed, errors = {} }, sentence(ctx, wrong), 422)
  end
  ctx:flash("ok", asked.immediate and "취소했어요. 환불도 이어서 처리해요." or "반품을 접수했어요.")
  return ctx:redirect("/admin/claims/" .. asked.id)
end

return pages
