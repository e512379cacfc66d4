-- Coming in and going out, and the way back in for who has forgotten the password.

local forms = require "member.forms"
local member = require "member"
local enter = require "flows.enter"
local known_device = require "flows.known_device"
local log_in = require("flows.log_in").run
local reset_password = require "flows.reset_password"

local pages = {}

local function title(ctx, name) return { title = name .. " | " .. ctx.mall.name, robots = "noindex" } end
local function where(ctx) return { ip = ctx.req:ip(), base_url = ctx.base_url } end

-- Where to go afterwards: back to a page of this mall, but not to those that lead here.
local function destination(ctx, url)
  local back = ctx:local_url(url, "/")
  return (back:find("^/log") or back:find("^/join")) and "/" or back
end

local function form_page(ctx, form, return_to, status)
  return ctx:render("member/login", { form = form, return_to = return_to ~= "/" and return_to or nil,
    page = title(ctx, "로그인") }, status)
end

function pages.form(ctx)
  local back = destination(ctx, ctx.args.return_to)
  if ctx.member then return ctx:redirect(back == "/" and "/my" or back) end
  return form_page(ctx, { values = {}, errors = {} }, back)
end

-- What is answered in the form itself; a wrong address and a wrong password in the same words.
local IN_FORM = { ["member.wrong"] = 422, ["member.too_many_tries"] = 429, ["member.unverified"] = 403,
  ["member.blocked"] = 403 }

function pages.log_in(ctx)
  local values, errors, typed = ctx:form(forms.log_in)
  local back = destination(ctx, typed.return_to)
  if not values then return form_page(ctx, { values = typed, errors = errors }, back, 422) end
  local from = where(ctx)
  from.known = known_device.is(ctx, values.email)
  local found, refused = log_in(ctx.mall, values.email, values.password, from)
  if not found then
    local status = IN_FORM[refused.code]
    if not status then return ctx:refuse(refused) end
    return form_page(ctx, { values = typed, errors = { form = ctx:sentence(refused) } }, back, status)
  end
  local notice, merge_id = enter.run(ctx, found, values.remember)
  if found.woken then ctx:flash("ok", "휴면이었던 계정을 다시 열었어요. 따로 보관하던 정보를 모두 되돌렸어요.") end
  if notice then ctx:flash("undo", notice, enter.undo(merge_id)) end
  return ctx:redirect(back)
end

function pages.log_out(ctx)
  enter.leave(ctx)
  ctx:flash("ok", "로그아웃했어요.")
  return ctx:redirect "/"
end

local function forgot_page(ctx, form, status)
  return ctx:render("member/forgot", { form = form, page = title(ctx, "비밀번호 찾기") }, status)
end

function pages.forgot_form(ctx) return forgot_page(ctx, { values = {}, errors = {} }) end

function pages.forgot(ctx)
  local values, errors, typed = ctx:form(forms.forgot)
  if not values then return forgot_page(ctx, { values = typed, errors = errors }, 422) end
  local asked, refused = reset_password.ask(ctx.mall, values.email, where(ctx))
  if not asked then
    if refused.code ~= "member.too_many_tries" then return ctx:refuse(refused) end
    return forgot_page(ctx, { values = typed, errors = { form = ctx:sentence(refused) } }, 429)
  end
  return ctx:render("member/sent", { email = values.email, kind = "reset", page = title(ctx, "비밀번호 찾기") })
end

local function over(ctx)
  return ctx:render("member/link_over", { kind = "reset", page = title(ctx, "비밀번호 찾기") }, 410)
end

local function reset_page(ctx, t, form, status)
  return ctx:render("member/reset", { form = form, t = t, page = title(ctx, "새 비밀번호") }, status)
end

function pages.reset_form(ctx)
  local t = ctx.args.t
  if type(t) ~= "string" or not member.token.look(ctx.mall.id, t, "reset") then return over(ctx) end
  return reset_page(ctx, t, { values = {}, errors = {} })
end

function pages.reset(ctx)
  local values, errors, typed = ctx:form(forms.reset)
  if not values then return reset_page(ctx, typed.t or "", { values = typed, errors = errors }, 422) end
  local found, refused = reset_password.run(ctx.mall, values.t, values.password, ctx.base_url)
  if not found then
    if refused.code == "member.link_over" then return over(ctx) end
    if not refused.fields then return ctx:refuse(refused) end
    return reset_page(ctx, values.t, { values = typed, errors = refused.fields }, 422)
  end
  ctx:flash("ok", "새 비밀번호로 바꿨어요. 다른 기기에서는 모두 로그아웃됐어요. 새 비밀번호로 로그인해 주세요.")
  return ctx:redirect "/login"
end

return pages
