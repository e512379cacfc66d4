-- The way in: password, code, or the link of an invitation and a telephone; and out again. Where somebody wanted to go goes
-- along from step to step.

local qr = require "qr"
local text = require "text"
local staff = require "staff"
local forms = require "staff.forms"
local log_in_staff = require "flows.log_in_staff"
local enrol_staff = require "flows.enrol_staff"
local invite_staff = require "flows.invite_staff"

local pages = {}

local HOME = "/admin"

local function target(ctx, said) return ctx:local_url(said, HOME) end

-- Another step, with the way back.
local function step_url(ctx, name, back)
  return ctx:url(name) .. (back == HOME and "" or "?return_to=" .. text.escape_url(back))
end

local function form_page(ctx, template, title, view, status)
  view.page = { title = title, robots = "noindex" }
  view.form = view.form or { values = {}, errors = {} }
  return ctx:render(template, view, status)
end

--- GET /admin/login
function pages.form(ctx)
  return form_page(ctx, "staff/login", "로그인", { return_to = target(ctx, ctx.args.return_to) })
end

local function status_of(refused) return refused.code == "staff.locked" and 429 or 422 end

--- POST /admin/login
function pages.log_in(ctx)
  local values, errors, typed = ctx:form(forms.log_in)
  local back = target(ctx, typed.return_to)
  local shown = { values = { email = typed.email }, errors = errors or {} }
  if not values then return form_page(ctx, "staff/login", "로그인", { form = shown, return_to = back }, 422) end
  local step, refused = log_in_staff.password(ctx, values.email, values.password)
  if not step then
    return form_page(ctx, "staff/login", "로그인", { form = shown, return_to = back, problem = ctx:sentence(refused) },
      status_of(refused))
  end
  return ctx:redirect(step_url(ctx, step == "code" and "admin.code" or "admin.enrol", back))
end

local function to_login(ctx, problem)
  if problem then ctx:flash("error", problem) end
  return ctx:redirect(ctx:url "admin.login")
end

local function code_page(ctx, back, problem, status)
  local row = ctx.session.row
  if not row or row.stage ~= "code" then return to_login(ctx) end
  return form_page(ctx, "staff/code", "인증 코드", { email = row.email, return_to = back, problem = problem }, status)
end

--- GET /admin/login/code
function pages.code(ctx) return code_page(ctx, target(ctx, ctx.args.return_to)) end

-- What the way in was like, on the first page behind it.
local function tell(ctx, proof)
  if proof.drift ~= 0 then
    local way = proof.drift < 0 and "늦어요" or "빨라요"
    ctx:flash("ok",
      ("휴대폰 시계가 약 %d초 %s. 시간 자동 설정을 켜 두세요."):format(math.abs(proof.drift), way))
  end
  if proof.left then
    ctx:flash("error", ("복구 코드로 들어왔어요. 남은 복구 코드는 %d개예요."):format(proof.left),
      { label = "인증 앱 다시 등록", url = ctx:url "admin.me" })
  end
end

--- POST /admin/login/code
function pages.try_code(ctx)
  local values, _, typed = ctx:form(forms.code)
  local back = target(ctx, typed.return_to)
  local proof, refused
  if values then
    proof, refused = log_in_staff.code(ctx, values.code)
  else
    return code_page(ctx, back, "인증 코드를 입력해 주세요.", 422)
  end
  if not proof then
    if refused.code == "staff.step_over" then return to_login(ctx, ctx:sentence(refused)) end
    return code_page(ctx, back, ctx:sentence(refused), status_of(refused))
  end
  tell(ctx, proof)
  return ctx:redirect(back)
end

-- The code to photograph. On the way in, and for somebody who is in and has another telephone.
local function enrol_page(ctx, action, problem, status)
  local offer, refused = enrol_staff.offer(ctx)
  if not offer then return to_login(ctx, ctx:sentence(refused)) end
  return form_page(ctx, "staff/enrol", "인증 앱 등록", { secret = offer.secret, action = action,
    problem = problem }, status)
end

local function take_phone(ctx, action)
  local values = ctx:form(forms.code)
  if not values then return enrol_page(ctx, action, "인증 앱에 보이는 6자리 숫자를 입력해 주세요.",
    422) end
  local codes, refused = enrol_staff.confirm(ctx, values.code)
  if not codes then
    if refused.code == "staff.step_over" then return to_login(ctx, ctx:sentence(refused)) end
    return enrol_page(ctx, action, ctx:sentence(refused), 422)
  end
  return form_page(ctx, "staff/recovery", "복구 코드", { codes = codes, enrolled = true })
end

--- GET /admin/login/enrol/qr.png, /admin/me/phone/qr.png: the same as a picture.
function pages.picture(ctx)
  local offer = enrol_staff.offer(ctx)
  if not offer then return ctx:not_found() end
  return ctx:text((assert(qr.png(offer.uri))), "image/png")
end

--- GET /admin/login/enrol
function pages.enrol(ctx) return enrol_page(ctx, ctx:url "admin.enrol") end
--- POST /admin/login/enrol
function pages.take_phone(ctx) return take_phone(ctx, ctx:url "admin.enrol") end
--- GET /admin/me/phone
function pages.other_phone(ctx) return enrol_page(ctx, ctx:url "admin.phone") end
--- POST /admin/me/phone
function pages.take_other_phone(ctx) return take_phone(ctx, ctx:url "admin.phone") end

local function join_page(ctx, token, invite, form, problem, status)
  local again = invite.role == staff.NO_ROLE
  return form_page(ctx, "staff/join", again and "새 비밀번호" or "계정 만들기", { token = token,
    email = invite.email,
    first = invite.email == nil, again = again, role = again and "" or staff.role_label(invite.role), form = form,
      problem = problem }, status)
end

local OVER = "이 링크는 이미 쓰였거나 기한이 지났어요. 새 링크를 받아 주세요."

--- GET /admin/join?token=…
function pages.join(ctx)
  local invite = staff.invite.find(ctx.args.token)
  if not invite then return to_login(ctx, OVER) end
  return join_page(ctx, ctx.args.token, invite)
end

--- POST /admin/join
function pages.accept(ctx)
  local token = ctx.form_fields.token
  local invite = staff.invite.find(token)
  if not invite then return to_login(ctx, OVER) end
  local shape = invite.role == staff.NO_ROLE and forms.rejoin or invite.email and forms.join or forms.join_first
  local values, errors, typed = ctx:form(shape)
  local form = { values = { email = typed.email, name = typed.name }, errors = errors or {} }
  if not values then return join_page(ctx, token, invite, form, nil, 422) end
  local step, refused = invite_staff.accept(ctx, token, values)
  if not step then
    if refused.code == "staff.link_over" then return to_login(ctx, OVER) end
    return join_page(ctx, token, invite, form, ctx:sentence(refused), 422)
  end
  return ctx:redirect(ctx:url("admin." .. step))
end

local function proof_page(ctx, back, problem, status)
  return form_page(ctx, "staff/proof", "다시 확인", { return_to = back, problem = problem }, status)
end

--- GET /admin/proof
function pages.proof(ctx) return proof_page(ctx, target(ctx, ctx.args.return_to)) end

--- POST /admin/proof
function pages.prove(ctx)
  local values, _, typed = ctx:form(forms.code)
  local back = target(ctx, typed.return_to)
  if not values then return proof_page(ctx, back, "인증 코드를 입력해 주세요.", 422) end
  local proof, refused = log_in_staff.prove(ctx, values.code)
  if not proof then return proof_page(ctx, back, ctx:sentence(refused), status_of(refused)) end
  return ctx:redirect(back)
end

--- POST /admin/logout
function pages.log_out(ctx)
  log_in_staff.leave(ctx)
  return ctx:redirect(ctx:url "admin.login")
end

return pages
