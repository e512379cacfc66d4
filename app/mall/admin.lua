-- Malls in the back office: all of them with what the law still misses, and what staff set for the one they act on.

local mall = require "mall"
local change_settings = require "flows.change_settings"
local offered_malls = require("flows.offered_malls").run
local save_form = require("flows.save_form").run
local show_history = require("flows.show_history").run
local editing = require "shared.editing"

local pages = {}

-- So many changes are shown below a form.
local HISTORY = 10

--- GET /admin/malls
function pages.list(ctx)
  local may, list = {}, {}
  for _, one in ipairs(offered_malls(ctx)) do may[one.id] = true end
  for _, one in ipairs(mall.edit.overview()) do
    if may[one.id] then
      one.facts, one.active = mall.rules.facts.completeness(one.footer), one.id == ctx.mall.id
      list[#list + 1] = one
    end
  end
  return ctx:render("mall/list", { malls = list, page = { title = "몰" } })
end

local function tabs(ctx, open)
  local list = {}
  for i, name in ipairs(change_settings.order) do
    list[i] = { label = change_settings.section(name).title, url = ctx:url("admin.settings", { section = name }),
      active = name == open }
  end
  return list
end

-- What was changed in a section lately; of the malls' entries only its own.
local function history_of(ctx, name)
  local action, list = "mall." .. name, {}
  for _, entry in ipairs(show_history(ctx.mall.id, "mall", ctx.mall.id, action)) do
    if #list < HISTORY then list[#list + 1] = entry end
  end
  return list
end

local function form_page(ctx, name, row, form, status)
  local section = change_settings.section(name)
  return ctx:render("mall/settings", {
    title = section.title, text = section.text, tabs = tabs(ctx, name), action = ctx.path, form = form,
    history = history_of(ctx, name), fields = section.fields(row), may_write = ctx.staff.can "malls.write",
    facts = name == "facts" and mall.rules.facts.completeness(row.footer) or nil,
    page = { title = section.title .. " 설정",
      crumbs = { { name = "몰", url = ctx:url "admin.malls" }, { name = ctx.mall.name }, { name = section.title } } },
  }, status)
end

--- GET /admin/settings/:section
function pages.settings(ctx)
  local name = ctx.params.section
  local section = change_settings.section(name)
  if not section then return ctx:not_found() end
  local row = section.read(ctx.mall.id)
  return form_page(ctx, name, row, editing.open(section.fields(row), row))
end

--- POST /admin/settings/:section
function pages.save(ctx)
  local name = ctx.params.section
  local section = change_settings.section(name)
  if not section then return ctx:not_found() end
  local row = section.read(ctx.mall.id)
  return save_form(ctx, {
    fields = section.fields(row), form = section.form(row), title = section.title, action = ctx.path, cancel_url = ctx.path,
    save = function(values, version) return change_settings.run(ctx, name, values, version) end,
    again = function(form) return form_page(ctx, name, row, form, 422) end,
    done = function()
      ctx:flash("ok", section.title .. " 설정을 저장했어요. 쇼핑몰에 바로 나타나요.")
      return ctx:redirect(ctx.path)
    end,
  })
end

return pages
