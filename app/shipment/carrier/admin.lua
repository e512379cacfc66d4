-- Carriers in the back office: which there are, where their parcels can be looked at, and what their numbers look like.

local forms = require "shipment.forms"
local rules = require "shipment.rules.carrier"
local store = require "shipment.carrier.store"
local change_carrier = require "flows.change_carrier"
local save_form = require("flows.save_form").run
local editing = require "shared.editing"

local pages = {}

local URL, TITLE = "/admin/carriers", "택배사"

-- What a link looks like with a number in it.
local SAMPLE = "123456789012"

function pages.list(ctx)
  local list = {}
  for i, one in ipairs(store.carriers(ctx.mall.id)) do
    list[i] = { code = one.code, name = one.name, aliases = one.aliases:gsub(",", ", "), url = URL .. "/" .. one.code,
      track_url = rules.track(one.url, SAMPLE), enabled = one.enabled,
      digits = one.number_least == one.number_most and one.number_most .. "자리"
        or one.number_least .. "–" .. one.number_most .. "자리" }
  end
  return ctx:render("shipment/carriers", { carriers = list, may_write = ctx.staff.can "malls.write",
    page = { title = TITLE, crumbs = { { name = "설정", url = "/admin/settings/shipping" }, { name = TITLE } } } })
end

local CODE = { name = "code", label = "코드", need = true, max = 30, hint = "나중에 바꿀 수 없어요. 예: cj, my_truck" }

local function show(ctx, title, fields, form, action, status)
  return ctx:render("shipment/carrier", { title = title, fields = fields, form = form, action = action, cancel_url = URL,
    may_write = ctx.staff.can "malls.write",
    page = { title = title, crumbs = { { name = TITLE, url = URL }, { name = title } } } }, status)
end

local function new_fields()
  local fields = { CODE }
  for _, field in ipairs(forms.carrier_fields) do fields[#fields + 1] = field end
  return fields
end

function pages.new(ctx)
  local fields = new_fields()
  return show(ctx, "택배사 더하기", fields, editing.open(fields, { number_least = 9, number_most = 16, position = 50,
    enabled = true }),
    URL .. "/new")
end

function pages.create(ctx)
  local fields = new_fields()
  local values, errors = ctx:form(forms.new_carrier)
  local made, fault
  if values then
    made, fault = change_carrier.create(ctx, values)
    if not made and not fault.fields then return nil, fault end
    errors = not made and fault.fields
  end
  if errors then return show(ctx, "택배사 더하기", fields, editing.again(fields, ctx.form_fields, errors), URL .. "/new", 422) end
  ctx:flash("ok", "택배사를 더했어요.")
  return ctx:redirect(URL)
end

local function find(ctx)
  local code = ctx.params.code
  return #code <= 30 and code:find "^%l[%l%d_]+$" and store.carrier(ctx.mall.id, code) or nil
end

function pages.edit(ctx)
  local found = find(ctx)
  if not found then return ctx:not_found() end
  return show(ctx, found.name, forms.carrier_fields, editing.open(forms.carrier_fields, found), URL .. "/" .. found.code)
end

function pages.save(ctx)
  local found = find(ctx)
  if not found then return ctx:not_found() end
  local action = URL .. "/" .. found.code
  return save_form(ctx, { fields = forms.carrier_fields, form = forms.carrier, title = found.name, action = action,
    cancel_url = URL,
    save = function(values, version) return change_carrier.run(ctx, found.code, values, version) end,
    again = function(form) return show(ctx, found.name, forms.carrier_fields, form, action, 422) end,
    done = function()
      ctx:flash("ok", "저장했어요.")
      return ctx:redirect(URL)
    end })
end

return pages
