-- Staff, for who may see and change them: the list with invitations and networks, one person, the matrix of roles.

local forms = require "staff.forms"
local change = require "flows.change_staff"
local change_networks = require "flows.change_networks"
local invite_staff = require "flows.invite_staff"
local show = require "flows.show_staff"

local pages = {}

local function list_page(ctx, given, status)
  local view = show.list()
  view.may_change = ctx.staff.can "staff.write"
  view.choices = show.choices()
  view.invite_form = given and given.invite_form or { values = { role = "cs", mall_id = "" }, errors = {} }
  view.network_form = given and given.network_form or { values = {}, errors = {} }
  view.link = given and given.link
  view.page = { title = "직원" }
  return ctx:render("staff/list", view, status)
end

--- GET /admin/staff
function pages.list(ctx) return list_page(ctx) end

--- POST /admin/staff/invites: the link is on the page that answers, and nowhere else.
function pages.invite(ctx)
  local values, errors, typed = ctx:form(forms.invite)
  if not values then return list_page(ctx, { invite_form = { values = typed, errors = errors } }, 422) end
  local token, refused = invite_staff.run(ctx, values)
  if not token then
    if refused.code ~= "staff.email_taken" then return nil, refused end
    return list_page(ctx, { invite_form = { values = typed, errors = { email = ctx:sentence(refused) } } }, 422)
  end
  return list_page(ctx, { link = { url = ctx.base_url .. invite_staff.path(token), email = values.email } })
end

-- Back to a page with a sentence, whichever way it went.
local function go_back(ctx, url, done, refused, sentence)
  if not done then
    if not refused.code:find "^staff%." or refused.code == "staff.forbidden" then return nil, refused end
    ctx:flash("error", ctx:sentence(refused))
  else
    ctx:flash("ok", sentence)
  end
  return ctx:redirect(url)
end

--- POST /admin/staff/invites/:id/withdraw
function pages.withdraw(ctx)
  local done, refused = invite_staff.withdraw(ctx, ctx.params.id)
  return go_back(ctx, ctx:url "admin.staff", done, refused, "초대를 거뒀어요.")
end

--- POST /admin/staff/networks
function pages.add_network(ctx)
  local values, errors, typed = ctx:form(forms.network)
  local done, refused
  if values then
    done, refused = change_networks.add(ctx, values.network, values.note)
    errors = refused and { network = ctx:sentence(refused) }
  end
  if errors then return list_page(ctx, { network_form = { values = typed, errors = errors } }, 422) end
  return go_back(ctx, ctx:url "admin.staff", done, refused, "이제 이 목록의 주소에서만 관리 화면이 열려요.")
end

--- POST /admin/staff/networks/remove
function pages.remove_network(ctx)
  local values, errors = ctx:form(forms.remove_network)
  if not values then return ctx:invalid(errors) end
  local done, refused = change_networks.remove(ctx, values.network)
  return go_back(ctx, ctx:url "admin.staff", done, refused, "목록에서 뺐어요.")
end

--- POST /admin/staff/:id/link: a link to set another password, on the page that answers.
function pages.password_link(ctx)
  local token, refused = invite_staff.password_link(ctx, ctx.params.id)
  if not token then return nil, refused end
  return list_page(ctx, { link = { url = ctx.base_url .. invite_staff.path(token), email = show.one(ctx.params.id).email } })
end

local function id_of(ctx)
  local id = ctx.params.id
  return #id == 36 and id:match "^%x%x%x%x%x%x%x%x%-%x%x%x%x%-%x%x%x%x%-%x%x%x%x%-%x+$" or nil
end

--- GET /admin/staff/:id
function pages.show(ctx)
  local id = id_of(ctx)
  local person = id and show.one(id)
  if not person then return ctx:not_found() end
  -- the form begins with what is: a press without a choice changes nothing
  local first = person.roles[1] or { role = "none" }
  return ctx:render("staff/person", { person = person, choices = show.choices(), may_change = ctx.staff.can "staff.write",
    oneself = person.id == ctx.staff.id, role_options = show.role_options(),
    form = { values = { mall_id = first.mall_id or "", role = first.role }, errors = {} }, page = { title = person.name,
      crumbs = { { name = "직원", url = ctx:url "admin.staff" }, { name = person.name } } } })
end

-- A change of one person, by what was typed.
local function change_one(ctx, form, carry_out)
  local id = id_of(ctx)
  if not id then return ctx:not_found() end
  local values, errors = ctx:form(form)
  if not values then return ctx:invalid(errors) end
  local done, refused, sentence = carry_out(id, values)
  if not done and refused.code == "staff.not_found" then return ctx:not_found() end
  return go_back(ctx, ctx:url("admin.staff.one", { id = id }), done, refused, sentence)
end

local function saying(sentence, done, refused) return done, refused, sentence end

--- POST /admin/staff/:id/role
function pages.set_role(ctx)
  return change_one(ctx, forms.role, function(id, values)
    local role = values.role ~= "none" and values.role or nil
    return saying("역할을 바꿨어요.", change.set_role(ctx, id, values.mall_id, role))
  end)
end

--- POST /admin/staff/:id/disable
function pages.disable(ctx)
  return change_one(ctx, forms.why, function(id, values)
    return saying("계정을 닫고 모든 기기를 로그아웃했어요.", change.disable(ctx, id, values.why))
  end)
end

--- POST /admin/staff/:id/enable
function pages.enable(ctx)
  return change_one(ctx, forms.session, function(id) return saying("계정을 다시 열었어요.", change.enable(ctx, id)) end)
end

--- POST /admin/staff/:id/reset
function pages.reset(ctx)
  return change_one(ctx, forms.why, function(id, values)
    return saying("인증 앱을 풀었어요. 하루 안에 비밀번호로 들어와 다시 등록해야 해요.", change.reset_totp(ctx, id, values.why))
  end)
end

--- POST /admin/staff/:id/sessions: ends one, or all.
function pages.revoke(ctx)
  return change_one(ctx, forms.session, function(id, values)
    return saying("로그아웃했어요.", change.revoke(ctx, id, values.session_id))
  end)
end

--- GET /admin/roles
function pages.roles(ctx)
  local view = show.matrix()
  view.page = { title = "역할과 권한" }
  return ctx:render("staff/roles", view)
end

return pages
