-- What a shopper does who wants something undone. Choosing is a page of its own address, so that the sum is shown before
-- anything is asked, with or without scripts; asking is one form that may be sent twice and is done once.

local crypto = require "crypto"
local claim = require "claim"
local ask_claim = require "flows.ask_claim"
local decide_claim = require "flows.decide_claim"
local reach_order = require("flows.reach_order").run
local offer_claim = require "flows.offer_claim"
local show_claim = require "flows.show_claim"
local fault = require "shared.fault"
local paging = require "shared.paging"

local pages = {}

local SIZE = 10

local KINDS = { cancel = true, ["return"] = true, exchange = true }

local function by_of(ctx, key) return { actor = ctx.member and "member" or "shopper", key = key } end

local function title_of(ctx, title) return { title = title .. " | " .. ctx.mall.name, robots = "noindex" } end

-- What stands in the address or the form: the units of each line, for what they are exchanged, and why.
local function read_choice(sent, view)
  local positions = {}
  for i, line in ipairs(view.lines) do positions[i] = line.position end
  local lines, says = claim.forms.units(sent, "q", positions)
  if not lines then return nil, fault("claim.invalid", { says = says }) end
  claim.forms.exchanges(sent, lines)
  local reason = type(sent.reason) == "string" and sent.reason or ""
  return { kind = view.kind, lines = lines, reason = reason }
end

local function is_asked(args) return args.reason ~= nil or args.show ~= nil end

local function form_page(ctx, view, form, problem, status)
  view.form, view.problem = form, problem
  view.back = { url = "/orders/" .. view.number }
  view.key = crypto.uuid7()
  view.page = title_of(ctx, view.title)
  return ctx:render("claim/new", view, status)
end

-- The form as it stands with this choice. -> view, request, what is wrong with it
local function chosen(ctx, found, kind, sent)
  local view = offer_claim.form(ctx.mall, found, kind)
  if not sent then return view end
  local request, refused = read_choice(sent, view)
  if not request then return view, nil, refused end
  local shown, wrong = offer_claim.form(ctx.mall, found, kind, request)
  return shown, request, wrong
end

local function kind_of(sent) return type(sent.kind) == "string" and KINDS[sent.kind] and sent.kind or "cancel" end

--- GET /orders/:number/claim
function pages.new(ctx)
  local found, status, headers, body = reach_order(ctx, ctx.params.number)
  if not found then return status, headers, body end
  local view, _, wrong = chosen(ctx, found, kind_of(ctx.args), is_asked(ctx.args) and ctx.args or nil)
  return form_page(ctx, view, { values = {}, errors = {} }, wrong and show_claim.sentence(ctx, wrong), wrong and 422 or nil)
end

local function account_of(values)
  return values.bank_code and { bank_code = values.bank_code, number = values.account, holder = values.holder } or nil
end

local FIELDS = { ["claim.account_needed"] = "account" }

--- POST /orders/:number/claim
function pages.ask(ctx)
  local found, status, headers, body = reach_order(ctx, ctx.params.number)
  if not found then return status, headers, body end
  local sent = ctx.form_fields
  local view, request, wrong = chosen(ctx, found, kind_of(sent), sent)
  local values, errors, typed = ctx:form(claim.forms.request)
  -- what was asked with this key before has left nothing to ask for: whether it was is judged below
  if not request or not values then
    return form_page(ctx, view, { values = typed or values, errors = errors or {} },
      wrong and show_claim.sentence(ctx, wrong), 422)
  end
  request.reason_text, request.expected, request.account = values.reason_text, values.total, account_of(values)
  if request.kind ~= "cancel" then
    request.collection = { how = values.how, carrier = values.carrier, number = values.number }
  end
  local asked, refused = ask_claim.run(ctx.mall.id, found.id, request, by_of(ctx, values.key and "claim " .. values.key))
  if not asked then
    local again = { values = typed, errors = {} }
    if FIELDS[refused.code] then again.errors[FIELDS[refused.code]] = ctx:sentence(refused) end
    if refused.code:find "^db%." then return nil, refused end
    view = chosen(ctx, found, kind_of(sent), sent)
    return form_page(ctx, view, again, show_claim.sentence(ctx, refused), 422)
  end
  ctx:flash("ok", asked.immediate and "취소했어요." or view.title .. "을 받았어요. 확인하고 알려 드릴게요.")
  return ctx:redirect(("/orders/%s/claims/%s"):format(found.number, claim.view.nth(asked.number)))
end

--- POST /orders/:number/call-off: an order that is not paid yet.
function pages.call_off(ctx)
  local found, status, headers, body = reach_order(ctx, ctx.params.number)
  if not found then return status, headers, body end
  local done, refused = ask_claim.call_off(ctx.mall.id, found.id, by_of(ctx))
  if not done then return nil, refused end
  ctx:flash("ok", "주문을 취소했어요.")
  return ctx:redirect("/orders/" .. found.number)
end

local function one(ctx, form, status)
  local found, answered, headers, body = reach_order(ctx, ctx.params.number)
  if not found then return answered, headers, body end
  local row, account = show_claim.find(ctx.mall.id, found, ctx.params.nth)
  if not row then return ctx:refuse(fault("claim.not_found")) end
  local view = show_claim.one(ctx.mall, account, row)
  return ctx:render("claim/claim", { claim = view, title = view.title, back = { url = view.order_url },
    form = form or { values = {}, errors = {} },
    page = title_of(ctx, view.title) }, status)
end

--- GET /orders/:number/claims/:nth
function pages.show(ctx) return one(ctx) end

--- POST /orders/:number/claims/:nth/withdraw
function pages.withdraw(ctx)
  local found, status, headers, body = reach_order(ctx, ctx.params.number)
  if not found then return status, headers, body end
  local row = show_claim.find(ctx.mall.id, found, ctx.params.nth)
  if not row then return ctx:refuse(fault("claim.not_found")) end
  local done, refused = decide_claim.withdraw(ctx.mall.id, row, by_of(ctx))
  if not done then return nil, refused end
  ctx:flash("ok", "신청을 거뒀어요.")
  return ctx:redirect(("/orders/%s/claims/%s"):format(found.number, ctx.params.nth))
end

--- POST /orders/:number/claims/:nth/sent
function pages.sent(ctx)
  local found, status, headers, body = reach_order(ctx, ctx.params.number)
  if not found then return status, headers, body end
  local row = show_claim.find(ctx.mall.id, found, ctx.params.nth)
  if not row then return ctx:refuse(fault("claim.not_found")) end
  local values, errors, typed = ctx:form(claim.forms.sent)
  if not values then return one(ctx, { values = typed, errors = errors }, 422) end
  local done, refused = decide_claim.sent(ctx.mall.id, row, values)
  if not done then return nil, refused end
  ctx:flash("ok", "송장번호를 알려 주셔서 고마워요.")
  return ctx:redirect(("/orders/%s/claims/%s"):format(found.number, ctx.params.nth))
end

--- GET /my/claims
function pages.mine(ctx)
  local page = paging.page(ctx.args)
  local rows, total = claim.of_member(ctx.mall.id, ctx.member.id, SIZE, (page - 1) * SIZE)
  local pager = paging.pager("/my/claims", {}, page, total, SIZE)
  if page > pager.pages then return ctx:redirect "/my/claims" end
  return ctx:render("my/claims", { title = "취소·반품·교환", my = "claims", claims = show_claim.briefs(rows), pager = pager,
    page = title_of(ctx, "취소·반품·교환") })
end

return pages
