-- Members in the back office: the list, one of them with all that is known, and what may be done to an account.

local forms = require "member.forms"
local member = require "member"
local manage = require "flows.manage_member"
local show_grid = require("flows.show_grid").run
local show_member = require("flows.show_member").run

local pages = {}

--- GET /admin/members
function pages.list(ctx)
  local mall_id = ctx.mall.id
  return show_grid(ctx, member.grid, { rows = function(ask) return member.desk.list(mall_id, ask) end,
    count = function(ask) return member.desk.count(mall_id, ask) end,
    all = function(ask) return member.desk.all(mall_id, ask) end }, { title = "회원" })
end

local function detail(ctx, id, given, status)
  given = given or {}
  local view, refused = show_member(ctx, id, given.why)
  if not view then return nil, refused end
  return ctx:render("member/detail", { member = view, form = { values = given.typed or {}, errors = given.errors or {} },
    may = { write = ctx.staff.can "members.write", unmask = ctx.staff.can "members.unmask",
      points = ctx.staff.can "points.read" },
    page = { title = "회원 " .. view.title, crumbs = { { name = "회원", url = "/admin/members" }, { name = view.title } } } },
    status)
end

--- GET /admin/members/:id
function pages.show(ctx)
  local id = forms.id(ctx.params.id)
  if not id then return ctx:not_found() end
  return detail(ctx, id)
end

--- POST /admin/members/:id/unmask: the answer alone shows it; nothing is remembered.
function pages.unmask(ctx)
  local id = forms.id(ctx.params.id)
  if not id then return ctx:not_found() end
  local values, errors = ctx:form(forms.unmask)
  if not values then return detail(ctx, id, { errors = errors }, 422) end
  return detail(ctx, id, { why = values.why })
end

-- Does one thing, and goes back with a sentence.
local function act(ctx, form, deed, sentence)
  local id = forms.id(ctx.params.id)
  if not id then return ctx:not_found() end
  local values, errors, typed = ctx:form(form or forms.nothing)
  if not values then return detail(ctx, id, { errors = errors, typed = typed }, 422) end
  local done, refused = deed(ctx, id, values)
  if not done then return nil, refused end
  ctx:flash("ok", sentence)
  return ctx:redirect(ctx:url("admin.member", { id = id }))
end

--- POST /admin/members/:id/block
function pages.block(ctx)
  return act(ctx, forms.block, function(_, id, values) return manage.block(ctx, id, values.block_why) end,
    "이용을 제한하고 모든 기기에서 로그아웃했어요.")
end

--- POST /admin/members/:id/unblock
function pages.unblock(ctx) return act(ctx, nil, manage.unblock, "이용 제한을 풀었어요.") end

--- POST /admin/members/:id/reset
function pages.send_reset(ctx) return act(ctx, nil, manage.send_reset, "비밀번호를 다시 정하는 링크를 메일로 보냈어요.") end

--- POST /admin/members/:id/logout
function pages.log_out(ctx) return act(ctx, nil, manage.log_out, "모든 기기에서 로그아웃했어요.") end

--- POST /admin/members/:id/notes
function pages.note(ctx)
  return act(ctx, forms.note, function(_, id, values) return manage.note(ctx, id, values.note) end, "메모를 남겼어요.")
end

return pages
