-- What a member sees and changes of their account: who they are, how they log in, and where they are logged in.

local forms = require "member.forms"
local member = require "member"
local change_email = require "flows.change_email"
local enter = require "flows.enter"
local reset_password = require "flows.reset_password"

local pages = {}

local function show(ctx, name, title, view, status)
  view.title, view.my = title, name:match "[^/]+$"
  view.page = { title = title .. " | " .. ctx.mall.name, robots = "noindex" }
  return ctx:render(name, view, status)
end

local function where(ctx) return { ip = ctx.req:ip(), base_url = ctx.base_url } end
local function empty() return { values = {}, errors = {} } end

local function profile(ctx, form, found, status)
  return show(ctx, "member/profile", "회원 정보", { form = form, email = found.email, joined_at = found.joined_at,
    birth_date = found.birth_date and found.birth_date:gsub("-", "."), version = found.version }, status)
end

function pages.profile(ctx)
  local found = member.by_id(ctx.mall.id, ctx.member.id)
  return profile(ctx, { values = { name = found.name, phone = found.phone }, errors = {} }, found)
end

function pages.save_profile(ctx)
  local values, errors, typed = ctx:form(forms.profile)
  if not values then
    return profile(ctx, { values = typed, errors = errors }, member.by_id(ctx.mall.id, ctx.member.id), 422)
  end
  if member.set_profile(ctx.mall.id, ctx.member.id, values, values.version) then
    ctx:flash("ok", "회원 정보를 바꿨어요.")
  else
    ctx:flash("error", "다른 곳에서 먼저 바뀌었어요. 지금 정보를 확인하고 다시 바꿔 주세요.")
  end
  return ctx:redirect "/my/profile"
end

-- A refusal that belongs to a field of the form: where it stands, and in which words.
local function at_field(ctx, refused)
  if refused.code == "member.wrong" then return { current_password = "지금 비밀번호가 맞지 않아요." }, 422 end
  if refused.code == "member.too_many_tries" then return { current_password = ctx:sentence(refused) }, 429 end
  return refused.fields, 422
end

function pages.password(ctx) return show(ctx, "member/password", "비밀번호 변경", { form = empty() }) end

function pages.save_password(ctx)
  local values, errors, typed = ctx:form(forms.password)
  local status = 422
  if values then
    local changed, refused = reset_password.change(ctx.mall, ctx.member.id, values, ctx.base_url)
    if changed then
      local ended = enter.alone(ctx, ctx.member.id)
      ctx:flash("ok", ended > 0 and ("비밀번호를 바꿨어요. 다른 기기 %d대에서 로그아웃됐어요."):format(ended) or "비밀번호를 바꿨어요.")
      return ctx:redirect "/my/password"
    end
    errors, status = at_field(ctx, refused)
    if not errors then return ctx:refuse(refused) end
  end
  return show(ctx, "member/password", "비밀번호 변경", { form = { values = typed, errors = errors } }, status)
end

local function email_page(ctx, form, status)
  return show(ctx, "member/email", "이메일 변경", { form = form, email = ctx.member.email }, status)
end

function pages.email(ctx) return email_page(ctx, empty()) end

function pages.save_email(ctx)
  local values, errors, typed = ctx:form(forms.email)
  local status = 422
  if values and values.email == ctx.member.email then
    values, errors = nil, { email = "지금 쓰는 이메일과 같아요." }
  end
  if values then
    local asked, refused = change_email.ask(ctx.mall, ctx.member.id, values, where(ctx))
    if asked then
      ctx:flash("ok", ("%s 주소로 확인 메일을 보냈어요. 메일의 링크를 누르면 바뀌어요."):format(values.email))
      return ctx:redirect "/my/email"
    end
    errors, status = at_field(ctx, refused)
    if not errors then return ctx:refuse(refused) end
  end
  return email_page(ctx, { values = typed, errors = errors }, status)
end

local function link_over(ctx)
  return ctx:render("member/link_over", { kind = "email",
    page = { title = "이메일 변경 | " .. ctx.mall.name, robots = "noindex" } }, 410)
end

function pages.confirm_email(ctx)
  local t = ctx.args.t
  local token = type(t) == "string" and member.token.look(ctx.mall.id, t, "email")
  if not token or token.member_id ~= ctx.member.id then return link_over(ctx) end
  return show(ctx, "member/email_confirm", "이메일 변경", { t = t, email = ctx.member.email, new_email = token.email })
end

function pages.set_email(ctx)
  local values, errors = ctx:form(forms.token)
  if not values then return ctx:invalid(errors) end
  local changed, refused = change_email.confirm(ctx.mall, ctx.member.id, values.t, ctx.base_url)
  if not changed then
    if refused.code == "member.link_over" then return link_over(ctx) end
    return ctx:refuse(refused)
  end
  ctx.session:rotate()
  ctx:flash("ok", ("이메일을 %s 주소로 바꿨어요. 다음부터 이 주소로 로그인해 주세요."):format(changed.email))
  return ctx:redirect "/my/email"
end

function pages.sessions(ctx)
  return show(ctx, "member/sessions", "로그인한 기기", { sessions = enter.devices(ctx) })
end

function pages.end_session(ctx)
  local id = forms.id(ctx.params.id)
  if not id or not enter.put_out(ctx, id) then return ctx:not_found() end
  if id == ctx.member.session_id then
    enter.leave(ctx)
    ctx:flash("ok", "로그아웃했어요.")
    return ctx:redirect "/"
  end
  ctx:flash("ok", "그 기기에서 로그아웃했어요.")
  return ctx:redirect "/my/sessions"
end

function pages.end_other_sessions(ctx)
  local ended = enter.alone(ctx, ctx.member.id)
  ctx:flash("ok", ended > 0 and ("다른 기기 %d대에서 로그아웃했어요."):format(ended) or "다른 기기에서는 로그인하지 않으셨어요.")
  return ctx:redirect "/my/sessions"
end

return pages
