-- One's own account: where one is logged in, the password, the telephone, the recovery codes.

local staff = require "staff"
local forms = require "staff.forms"
local change = require "flows.change_own_account"
local enrol_staff = require "flows.enrol_staff"

local pages = {}

local function me_page(ctx, form, status)
  local sessions = {}
  for i, one in ipairs(staff.session.list(ctx.staff.id)) do
    sessions[i] = { id = one.id, address = one.address, device = staff.describe_agent(one.agent),
      created_at = one.created_at,
      seen_at = one.seen_at, here = one.id == ctx.session.row.id }
  end
  return ctx:render("staff/me", {
    name = ctx.staff.name, email = ctx.staff.email, role = ctx.staff.role_label, sessions = sessions,
    recovery_left = staff.recovery.left(ctx.staff.id), form = form or { values = {}, errors = {} },
    page = { title = "내 계정" },
  }, status)
end

--- GET /admin/me
function pages.show(ctx) return me_page(ctx) end

--- POST /admin/me/password
function pages.password(ctx)
  local values, errors = ctx:form(forms.password)
  if not values then return me_page(ctx, { values = {}, errors = errors }, 422) end
  local done, refused = change.password(ctx, values.current_password, values.password)
  if not done then
    local sentence = refused.code == "staff.wrong" and "지금 비밀번호가 맞지 않아요." or ctx:sentence(refused)
    return me_page(ctx, { values = {}, errors = { current_password = sentence } }, 422)
  end
  ctx:flash("ok", "비밀번호를 바꿨어요. 다른 기기는 로그아웃했어요.")
  return ctx:redirect(ctx:url "admin.me")
end

--- POST /admin/me/sessions: ends one of the others, or all of them.
function pages.revoke(ctx)
  local values, errors = ctx:form(forms.session)
  if not values then return ctx:invalid(errors) end
  local done, refused = change.revoke(ctx, values.session_id)
  if not done then return nil, refused end
  ctx:flash("ok", values.session_id and "그 기기를 로그아웃했어요." or "다른 기기를 모두 로그아웃했어요.")
  return ctx:redirect(ctx:url "admin.me")
end

--- POST /admin/me/recovery
function pages.renew_recovery(ctx)
  local codes, refused = enrol_staff.renew_recovery(ctx)
  if not codes then return nil, refused end
  return ctx:render("staff/recovery", { codes = codes, enrolled = false, page = { title = "복구 코드" } })
end

--- POST /admin/mall: which mall to work on from now on.
function pages.choose_mall(ctx)
  local values, errors = ctx:form(forms.mall)
  if not values then return ctx:invalid(errors) end
  local done, refused = change.choose_mall(ctx, values.mall_id)
  if not done then return nil, refused end
  return ctx:redirect(ctx:local_url(values.return_to, "/admin"))
end

return pages
