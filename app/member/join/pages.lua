-- Signing up: the form, "look into your mail", and the link that begins the account.

local crypto = require "crypto"
local forms = require "member.forms"
local member = require "member"
local enter = require "flows.enter"
local join = require "flows.join"

local pages = {}

local function title(ctx, name) return { title = name .. " | " .. ctx.mall.name, robots = "noindex" } end

local function form_page(ctx, form, status)
  return ctx:render("member/join", { form = form, consents = member.consents(), return_to = form.values.return_to,
    page = title(ctx, "회원가입") }, status)
end

function pages.form(ctx)
  if ctx.member then return ctx:redirect "/my" end
  local back = ctx:local_url(ctx.args.return_to, "")
  return form_page(ctx, { values = { return_to = back ~= "" and back or nil }, errors = {} })
end

function pages.join(ctx)
  local values, errors, typed = ctx:form(forms.join)
  if not values then return form_page(ctx, { values = typed, errors = errors }, 422) end
  local joined, refused = join.run(ctx.mall, values, { ip = ctx.req:ip(), base_url = ctx.base_url })
  if not joined then
    if refused.code ~= "member.too_many_tries" then return ctx:refuse(refused) end
    return form_page(ctx, { values = typed, errors = { form = ctx:sentence(refused) } }, 429)
  end
  -- what is remembered looks the same for a new member and for an address that was somebody's
  ctx.session:set("joining", joined.id or crypto.uuid7())
  ctx.session:set("joined_as", values.email)
  ctx.session:set("joined_from", values.return_to and ctx:local_url(values.return_to, "/") or nil)
  return ctx:redirect "/join/sent"
end

function pages.sent(ctx)
  local email = ctx.session:get "joined_as"
  if not email then return ctx:redirect "/join" end
  return ctx:render("member/sent", { email = email, kind = "join", page = title(ctx, "이메일 확인") })
end

local function verify_page(ctx, form, status)
  return ctx:render("member/verify", { form = form, t = form.values.t, page = title(ctx, "이메일 확인") }, status)
end

-- A look at a link uses nothing up: programs that read mail look at links, too.
function pages.verify_form(ctx)
  local t = ctx.args.t
  local token = type(t) == "string" and member.token.look(ctx.mall.id, t, "verify")
  if not token then return ctx:render("member/link_over", { kind = "verify", page = title(ctx, "이메일 확인") }, 410) end
  local here = token.member_id == ctx.session:get "joining"
  return ctx:render("member/verify", { form = { values = {}, errors = {} }, t = t, here = here,
    page = title(ctx, "이메일 확인") })
end

local AT_FIELD = { ["member.wrong"] = "비밀번호가 맞지 않아요. 가입할 때 정한 비밀번호를 입력해 주세요.",
  ["member.password_needed"] = "비밀번호를 입력해 주세요." }

function pages.verify(ctx)
  local values, errors, typed = ctx:form(forms.verify)
  if not values then return verify_page(ctx, { values = typed, errors = errors }, 422) end
  local found, refused = join.verify(ctx.mall, values.t, { joining = ctx.session:get "joining", password = values.password,
    base_url = ctx.base_url })
  if not found then
    if refused.code == "member.link_over" then
      return ctx:render("member/link_over", { kind = "verify", page = title(ctx, "이메일 확인") }, 410)
    elseif refused.code == "member.too_many_tries" then
      return verify_page(ctx, { values = typed, errors = { password = ctx:sentence(refused) } }, 429)
    end
    local sentence = AT_FIELD[refused.code]
    if not sentence then return ctx:refuse(refused) end
    return verify_page(ctx, { values = typed, errors = { password = sentence } }, 422)
  end
  local back = ctx:local_url(ctx.session:get "joined_from", "/")
  local notice, merge_id = enter.run(ctx, found, false)
  ctx.session:set("joined_as", nil)
  ctx.session:set("joined_from", nil)
  ctx:flash("ok", found.name .. "님, 가입을 마쳤어요. 환영합니다!")
  if notice then ctx:flash("undo", notice, enter.undo(merge_id)) end
  return ctx:redirect(back)
end

return pages
