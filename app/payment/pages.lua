-- Paying: choosing by what, the page that opens a provider's window, the ways back from it, and how it ended. A way back is
-- posted from another site, without our cookies: it says by itself which attempt it is about, is dealt with, and leads to a
-- page of ours by a GET.

local json = require "json"
local forms = require "payment.forms"
local hosts = require "payment.rules.hosts"
local payment = require "payment"
local ticket = require "payment.ticket"
local view = require "payment.rules.view"
local complete_payment = require "flows.complete_payment"
local reach_order = require "flows.reach_order"
local start_payment = require("flows.start_payment").run
local take_notice = require("flows.take_notice").run

local pages = {}

local function page(ctx, title, window)
  return { title = title .. " | " .. ctx.mall.name, robots = "noindex", window = window }
end

-- The order of the address with the attempt that speaks for it; nothing for who may not see it.
local function found_order(ctx)
  local found = reach_order.find(ctx, ctx.params.number)
  if not found then return nil end
  local attempts = payment.of_order(ctx.mall.id, found.id)
  return found, view.current(attempts)
end

local function look_up(ctx) return reach_order.turn_away(ctx, ctx.params.number) end

local function is_test(ctx, attempt)
  local contract = attempt.provider ~= "bank" and payment.adapter(ctx.mall, attempt)
  return contract and contract.mode == "test" or false
end

local function pay_page(ctx, found, attempt, form, status)
  local offers = payment.offered(ctx.mall, ctx.device)
  local wanted = form and form.values.offer or attempt.provider .. "." .. attempt.method
  return ctx:render("payment/pay", {
    order = { number = found.number, url = "/orders/" .. found.number, amount = attempt.amount },
    account = view.account(attempt), problem = view.problem(attempt),
    until_at = attempt.status ~= "waiting" and attempt.expires_at or nil,
    escrow = view.has_escrow(offers), choices = view.choices(offers, wanted, attempt.amount),
    months = view.months(attempt.amount), form = form or { values = {}, errors = {} }, test = is_test(ctx, attempt),
    -- the order was placed this moment: the window opens by itself
    opens = attempt.status == "ready" and ctx.session:get "just_placed" == found.number and form == nil,
    page = page(ctx, "결제"),
  }, status)
end

--- GET /pay/:number
function pages.show(ctx)
  local found, attempt = found_order(ctx)
  if not found then return look_up(ctx) end
  local stage = attempt and view.stage(attempt) or "over"
  if stage == "paid" or stage == "over" or stage == "held" then return ctx:redirect("/orders/" .. found.number) end
  if stage == "checking" then return ctx:redirect("/pay/" .. found.number .. "/result") end
  return pay_page(ctx, found, attempt)
end

local function offer_of(ctx, key)
  for _, offer in ipairs(payment.offered(ctx.mall, ctx.device)) do
    if offer.key == key then return offer end
  end
end

--- POST /pay/:number
function pages.start(ctx)
  local found, attempt = found_order(ctx)
  if not found then return look_up(ctx) end
  if not attempt then return ctx:redirect("/orders/" .. found.number) end
  local values, errors, typed = ctx:form(forms.pay)
  local offer = values and offer_of(ctx, values.offer)
  if values and not offer then errors = { offer = "결제 수단을 골라 주세요." } end
  if errors then return pay_page(ctx, found, attempt, { values = typed, errors = errors }, 422) end
  local started, refused = start_payment(ctx.mall, { number = found.number, order_id = found.id, offer = offer,
    device = ctx.device, base_url = ctx.base_url, by = { actor = ctx.member and "member" or "shopper" },
    depositor = values.depositor, instalments = values.instalments })
  if not started then
    if refused.code == "payment.busy" then return ctx:redirect("/pay/" .. found.number .. "/result") end
    if refused.code:find "^db%." then return nil, refused end
    ctx:flash("error", ctx:sentence(refused))
    return ctx:redirect("/pay/" .. found.number)
  end
  if offer.provider == "bank" then return ctx:redirect("/orders/" .. found.number) end
  return ctx:redirect(("/pay/%s/window?attempt=%d"):format(found.number, started.seq))
end

--- GET /pay/:number/window: opens what was begun; whoever comes back to it later chooses again, and so does who is led to
--- an attempt that another has taken the place of.
function pages.window(ctx)
  local found, attempt = found_order(ctx)
  if not found then return look_up(ctx) end
  if attempt and ctx.args.attempt and ctx.args.attempt ~= tostring(attempt.seq) then
    return ctx:redirect("/pay/" .. found.number)
  end
  local go = attempt and attempt.status == "requested" and attempt.details.go
  local contract = go and payment.adapter(ctx.mall, attempt)
  if not contract then return ctx:redirect("/pay/" .. found.number) end
  local sources = hosts.of(contract)
  local target = go.url or go.src
  if not hosts.allow(target, sources) then error("a window at " .. tostring(target) .. " is not in the table of hosts") end
  return ctx:render("payment/window", { order = { number = found.number, amount = attempt.amount }, go = go,
    options = go.options and json.encode(go.options) or nil,
    method = payment.label(attempt.method), back = "/pay/" .. found.number, test = contract.mode == "test",
    page = page(ctx, "결제창 열기", sources) })
end

-- Which attempt a way back speaks of.
local function spoken_of(ctx)
  local reference = ticket.read(ctx.mall.id, ctx.params.number, ctx.params.ticket)
  local attempt = reference and payment.by_reference(ctx.mall.id, reference)
  return attempt and attempt.provider == ctx.params.provider and attempt or nil
end

local function result_url(ctx) return ("/pay/%s/result/%s"):format(ctx.params.number, ctx.params.ticket) end

--- GET, POST /pay/:number/return/:provider/:ticket
function pages.back(ctx)
  local attempt = spoken_of(ctx)
  if not attempt then return ctx:not_found() end
  local body = ctx.method == "POST" and ctx.req:body() or ""
  local outcome, refused = complete_payment.run(ctx.mall, attempt, { method = ctx.method,
    query = payment.read_form(ctx.req:query()), form = payment.read_form(body) })
  -- whatever came of it, the page of the result says so; only what was never ours is refused here
  if not outcome and (refused.code == "payment.forged" or refused.code:find "^db%.") then return nil, refused end
  return ctx:redirect(result_url(ctx))
end

--- GET, POST /pay/:number/cancelled/:provider/:ticket: may be shown in the window's own frame.
function pages.cancelled(ctx)
  local attempt = spoken_of(ctx)
  if not attempt then return ctx:not_found() end
  local _, refused = complete_payment.cancelled(ctx.mall, attempt)
  if refused and refused.code:find "^db%." then return nil, refused end
  local contract = payment.adapter(ctx.mall, attempt)
  local window = contract and hosts.of(contract) or {}
  window.framed = true
  return ctx:render("payment/left", { url = "/pay/" .. attempt.number, page = page(ctx, "결제를 그만뒀어요",
    window) })
end

local function result_page(ctx, attempt, known)
  local stage = view.stage(attempt)
  return ctx:render("payment/result", { number = attempt.number, amount = attempt.amount, kind = stage,
    problem = view.problem(attempt), method = payment.label(attempt.method), known = known,
    order_url = known and "/orders/" .. attempt.number or "/orders/lookup?number=" .. attempt.number,
    pay_url = known and stage == "failed" and "/pay/" .. attempt.number or nil, account = view.account(attempt),
      reload = stage == "checking",
    page = page(ctx, "결제 결과") })
end

--- GET /pay/:number/result, and with a ticket for who came back in another browser.
function pages.result(ctx)
  local found, current = found_order(ctx)
  local attempt = ctx.params.ticket and payment.by_reference(ctx.mall.id,
    ticket.read(ctx.mall.id, ctx.params.number, ctx.params.ticket) or "") or nil
  if not found then
    if not attempt then return look_up(ctx) end
    return result_page(ctx, attempt, false)
  end
  local shown = current or attempt
  if not shown then return ctx:redirect("/orders/" .. found.number) end
  local stage = view.stage(shown)
  if stage == "paid" or stage == "waiting" or stage == "over" or stage == "held" then
    return ctx:redirect("/orders/" .. found.number)
  end
  if stage == "failed" or stage == "open" then return ctx:redirect("/pay/" .. found.number) end
  return result_page(ctx, shown, true)
end

--- POST /hook/pay/:provider
function pages.notice(ctx)
  local answer, refused = take_notice(ctx.mall, ctx.params.provider, { body = ctx.req:body(), headers = ctx.req:headers(),
    query = ctx.req:query(), ip = ctx:address() })
  if not answer then return nil, refused end
  return answer.status, { "Content-Type", answer.type, "Cache-Control", "no-store" }, answer.body
end

return pages
