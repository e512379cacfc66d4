-- What staff set for a mall, by section: how each is read and how it is written, at the version at which its form was
-- opened, with what changed in the log.

local json = require "json"
local catalog = require "catalog"
local mall = require "mall"
local policy_settings = require "flows.policy_settings"
local shipping = require "shipping"
local editing = require "shared.editing"
local fault = require "shared.fault"
local record_audit = require("flows.record_audit").run
local require_permission = require("flows.require_permission").run
local transaction = require("flows.store").transaction

local edit, rules = mall.edit, mall.rules

local change_settings = {}

---@class change_settings.section
---@field title string
---@field text string|nil
---@field fields fun(row: table): editing.field[]
---@field form fun(row: table): shape_form
---@field read fun(mall_id: string, tx: pg.tx|nil): table  the form's values, with their version
---@field write fun(tx: pg.tx, mall_id: string, version: integer, values: table, row: table): true|nil, fault|nil

---@type table<string, change_settings.section>
local sections = {}
for name, section in pairs(policy_settings) do sections[name] = section end

-- The sections in the order of their tabs.
change_settings.order = { "facts", "payment", "shipping", "fulfilment", "claims", "home", "popular", "points", "dormancy" }

local function constant(value) return function() return value end end

sections.facts = {
  title = "기본 정보", text = "몰 이름과, 법에 따라 모든 페이지 아래에 보여 주는 사업자 정보예요.",
  fields = constant(rules.facts.fields), form = constant(mall.forms.facts),
  read = function(mall_id, tx)
    local row = edit.facts(mall_id, tx)
    for name, value in pairs(row.footer) do row[name] = value end
    row.hosts = table.concat(row.hosts, "\n")
    return row
  end,
  write = function(tx, mall_id, version, values, row)
    local hosts = rules.facts.lines(values.hosts)
    local taken = edit.taken_host(tx, mall_id, hosts)
    if taken then
      return nil, fault("web.invalid", { fields = { hosts = ("“%s”는 다른 몰이 쓰는 주소예요."):format(taken) } })
    end
    local footer = row.footer -- what no form knows stays
    for _, name in ipairs(rules.facts.footer) do footer[name] = values[name] end
    edit.write_facts(tx, mall_id, version, { name = values.name, tagline = values.tagline or "",
      description = values.description or "", footer = footer })
    edit.write_hosts(tx, mall_id, hosts)
    return true
  end,
}

sections.payment = {
  title = "결제", text = "무통장입금을 받을 계좌와 기다리는 날수, 보신 금액을 지켜 드리는 시간이에요. 들어온 주문은 바뀌지 않아요.",
  fields = constant(rules.payment.fields), form = constant(mall.forms.payment),
  read = function(mall_id, tx)
    local due = edit.setting(mall_id, "due_days", tx)
    local promised = edit.setting(mall_id, "quote_minutes", tx)
    local row = rules.payment.values(due.value or mall.DEFAULTS.due_days, promised.value or mall.DEFAULTS.quote_minutes,
      edit.all_accounts(mall_id, tx))
    row.version, row.promised = due.version, promised.version
    return row
  end,
  write = function(tx, mall_id, version, values, row)
    local accounts = rules.payment.accounts(values, function(name) error("payment: " .. name .. " passed its form") end)
    edit.write_setting(tx, mall_id, "due_days", version, values.due_days)
    edit.write_setting(tx, mall_id, "quote_minutes", row.promised, values.quote_minutes)
    edit.write_accounts(tx, mall_id, accounts)
    return true
  end,
}

sections.shipping = {
  title = "배송", text = "배송비와 추가 배송비 지역이에요. 들어온 주문의 배송비는 바뀌지 않아요.",
  fields = constant(shipping.entry.fields), form = constant(shipping.forms.policy),
  read = function(mall_id, tx)
    local row = shipping.edit.policy(mall_id, tx)
    row.regions = shipping.entry.show_regions(shipping.edit.regions(mall_id, tx))
    return row
  end,
  write = function(tx, mall_id, version, values, row)
    shipping.edit.write_policy(tx, mall_id, row.code, version, values)
    shipping.edit.write_regions(tx, mall_id, (shipping.entry.read_regions(values.regions or "")))
    return true
  end,
}

-- Codes that no product has, by the field they stand in.
local function unknown_products(mall_id, sections_of_home, values)
  local codes = {}
  for _, section in ipairs(sections_of_home) do
    for _, code in ipairs(section.products) do codes[#codes + 1] = code end
  end
  local cards, problems = catalog.cards_by_code(mall_id, codes), nil
  for i = 1, rules.home.MOST_SECTIONS do
    for _, code in ipairs(values["title_" .. i] and rules.facts.lines(values["products_" .. i] or "") or {}) do
      if not cards[code] then
        problems = problems or {}
        problems["products_" .. i] = ("“%s”는 팔고 있는 상품의 코드가 아니에요."):format(code)
      end
    end
  end
  return problems
end

sections.home = {
  title = "첫 화면", text = "배너와 상품 진열이에요. 저장하면 바로 바뀌어요.",
  fields = function(row) return rules.home.fields(#row.stored.heroes, #row.stored.sections) end,
  form = function(row) return mall.forms.home(row.stored) end,
  read = function(mall_id, tx)
    local setting = edit.setting(mall_id, "home", tx)
    local stored = setting.value or mall.DEFAULTS.home
    local row = rules.home.values(stored)
    row.version, row.stored = setting.version, stored
    return row
  end,
  write = function(tx, mall_id, version, values, row)
    local home = rules.home.read(values, row.stored, function(name) error("home: " .. name .. " passed its form") end)
    local problems = unknown_products(mall_id, home.sections, values)
    if problems then return nil, fault("web.invalid", { fields = problems }) end
    edit.write_setting(tx, mall_id, "home", version,
      { heroes = json.array(home.heroes), sections = json.array(home.sections) })
    return true
  end,
}

sections.popular = {
  title = "인기 검색어", text = "검색창 아래에 보여 주는 말이에요.",
  fields = constant { { name = "popular", label = "인기 검색어", kind = "area", rows = 10, max = 700, wide = true,
    hint = "한 줄에 하나씩 10개까지." } },
  form = constant(mall.forms.popular),
  read = function(mall_id, tx)
    local setting = edit.setting(mall_id, "popular", tx)
    return { popular = table.concat(setting.value or {}, "\n"), version = setting.version }
  end,
  write = function(tx, mall_id, version, values)
    edit.write_setting(tx, mall_id, "popular", version, json.array(rules.facts.lines(values.popular or "")))
    return true
  end,
}

---@param name string
---@return change_settings.section|nil
function change_settings.section(name) return sections[name] end

--- Writes a section.
---@param ctx context
---@param name string
---@param values table
---@param version integer|nil
---@return true|nil
---@return fault|nil form.stale, staff.forbidden, web.invalid with the sentences of its fields
function change_settings.run(ctx, name, values, version)
  local allowed, refused = require_permission(ctx, "malls.write")
  if not allowed then return nil, refused end
  local section, mall_id = sections[name], ctx.mall.id
  return transaction(function(tx)
    local row = section.read(mall_id, tx)
    if row.version ~= version then return nil, editing.stale(row) end
    local fields = section.fields(row)
    local before = {}
    for _, field in ipairs(fields) do before[field.name] = row[field.name] end
    local changes = editing.changes(fields, before, values)
    if not next(changes) then return true end
    local written, problem = section.write(tx, mall_id, version, values, row)
    if not written then return nil, problem end
    record_audit(ctx, "mall." .. name, { kind = "mall", id = mall_id, changes = changes }, tx)
    return true
  end)
end

return change_settings
