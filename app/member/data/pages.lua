-- What is a member's own to decide: advertising, a copy of all that is held of them, and leaving.

local json = require "json"
local forms = require "member.forms"
local member = require "member"
local clock = require "shared.clock"
local change_consents = require("flows.change_consents").run
local gather_member = require "flows.gather_member"
local withdraw = require "flows.withdraw"

local pages = {}

local function show(ctx, name, title, view, status)
  view.title, view.my = title, name:match "[^/]+$"
  view.page = { title = title .. " | " .. ctx.mall.name, robots = "noindex" }
  return ctx:render(name, view, status)
end

function pages.consents(ctx)
  local current = member.consent.current(ctx.mall.id, ctx.member.id)
  local values, history = {}, {}
  for _, consent in ipairs(member.marketing()) do
    values[consent.name] = current[consent.kind] ~= nil and current[consent.kind].agreed
  end
  for i, row in ipairs(member.consent.history(ctx.mall.id, ctx.member.id)) do
    history[i] = { at = row.at, what = member.KINDS[row.kind], agreed = row.agreed, wording = row.wording,
      channel = member.CHANNELS[row.channel] }
  end
  return show(ctx, "member/consents", "소식 받기와 동의", { form = { values = values, errors = {} }, consents = member.marketing(),
    history = history })
end

-- The law wants who changes such a consent to be told the result, and when.
local function told(changed)
  if #changed == 0 then return "바뀐 것이 없어요." end
  local parts = {}
  for i, one in ipairs(changed) do parts[i] = member.KINDS[one.kind] .. (one.agreed and " 동의" or " 거부") end
  return ("%s에 %s로 처리했어요."):format(clock.date(clock.now()), table.concat(parts, ", "))
end

function pages.save_consents(ctx)
  local values, errors = ctx:form(forms.consents)
  if not values then return ctx:invalid(errors) end
  ctx:flash("ok", told(change_consents(ctx.mall, ctx.member.id, values)))
  return ctx:redirect "/my/consents"
end

function pages.export(ctx)
  return show(ctx, "member/export", "내 정보 내려받기", {
    sections = gather_member.page(gather_member.run(ctx.mall, ctx.member)) })
end

function pages.export_file(ctx)
  local file = gather_member.file(ctx.mall, gather_member.run(ctx.mall, ctx.member))
  local status, headers, body = ctx:text(json.encode(file), "application/json; charset=utf-8")
  headers[#headers + 1] = "Content-Disposition"
  headers[#headers + 1] = ('attachment; filename="my-data-%s.json"'):format(clock.day(clock.now()))
  return status, headers, body
end

local function withdraw_page(ctx, form, status)
  return show(ctx, "member/withdraw", "회원 탈퇴", { form = form, kept = member.KEPT,
    open_orders = withdraw.open_orders(ctx.mall, ctx.member.id) }, status)
end

function pages.withdraw(ctx) return withdraw_page(ctx, { values = {}, errors = {} }) end

local IN_FORM = { ["member.wrong"] = 422, ["member.too_many_tries"] = 429 }

function pages.leave(ctx)
  local values, errors, typed = ctx:form(forms.withdraw)
  if not values then return withdraw_page(ctx, { values = typed, errors = errors }, 422) end
  local gone, refused = withdraw.run(ctx.mall, ctx.member.id, values.current_password, ctx.base_url)
  if gone then
    ctx.session:destroy()
    ctx:flash("ok", "탈퇴를 마쳤어요. 그동안 이용해 주셔서 고맙습니다.")
    return ctx:redirect "/"
  end
  if refused.code == "member.open_orders" then return withdraw_page(ctx, { values = typed, errors = {} }, 409) end
  if not IN_FORM[refused.code] then return ctx:refuse(refused) end
  local sentence = refused.code == "member.wrong" and "지금 비밀번호가 맞지 않아요." or ctx:sentence(refused)
  return withdraw_page(ctx, { values = typed, errors = { current_password = sentence } }, IN_FORM[refused.code])
end

return pages
