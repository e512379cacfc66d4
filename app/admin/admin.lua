-- The first page of the back office, and what belongs to its frame: the search, the lists one saved.

local forms = require "admin.forms"
local keep_view = require "flows.keep_view"
local search_office = require("flows.search_office").run
local show_today = require("flows.show_today").run
local korean = require "shared.korean"

local pages = {}

--- GET /admin
---@param ctx context
function pages.home(ctx)
  local boxes, orders = show_today(ctx)
  return ctx:render("admin/home", { boxes = boxes, orders = orders, page = { title = "오늘" } })
end

--- GET /admin/search
function pages.search(ctx)
  local typed = type(ctx.args.q) == "string" and #ctx.args.q <= 400 and korean.squeeze(ctx.args.q) or ""
  local found = typed ~= "" and search_office(ctx, typed) or { groups = {} }
  if found.only then return ctx:redirect(found.only) end
  local title = typed == "" and "찾기" or "“" .. typed .. "” 찾기"
  return ctx:render("admin/search", { q = typed, groups = found.groups, page = { title = title, search_q = typed } })
end

--- POST /admin/views
function pages.keep_view(ctx)
  local values, errors = ctx:form(forms.view)
  if not values then
    ctx:flash("error", errors.name or errors.query and "조건을 걸거나 열을 고른 뒤에 저장할 수 있어요." or "보기를 저장하지 못했어요.")
    return ctx:redirect(ctx:local_url(ctx.form_fields.path, "/admin"))
  end
  local id, refused = keep_view.keep(ctx, values)
  if not id then return nil, refused end
  ctx:flash("ok", ("“%s” 보기를 저장했어요."):format(values.name))
  return ctx:redirect(values.path .. values.query)
end

--- POST /admin/views/:id/forget
function pages.forget_view(ctx)
  local values, errors = ctx:form(forms.forget)
  if not values then return ctx:invalid(errors) end
  local view, refused = keep_view.forget(ctx, ctx.params.id)
  if not view then return nil, refused end
  ctx:flash("undo", ("“%s” 보기를 지웠어요."):format(view.name), { label = "되돌리기", url = "/admin/views",
    fields = { grid = view.grid, name = view.name, query = view.query, shared = view.shared and "1" or "0",
      path = values.path } })
  return ctx:redirect(values.path)
end

return pages
