-- The log, for who may read it: the list, one entry with what it was before and after, and whether the chain holds.

local json = require "json"
local audit = require "audit"
local grid = require "audit.grid"
local show_grid = require("flows.show_grid").run
local verify_audit = require("flows.verify_audit").run

local pages = {}

local reasons = {
  missing = "앞에 있어야 할 기록이 빠졌어요.",
  unlinked = "앞 기록과 이어지지 않아요. 앞 기록이 바뀌었거나 사이에 끼워 넣은 기록이에요.",
  changed = "처음 쓰인 내용과 달라요.",
  replaced = "적어 둔 값과 달라요.",
  cut = "여기부터 끝까지 지워졌어요.",
}

local function labelled(list)
  for _, entry in ipairs(list) do entry.action_label = audit.action_label(entry.action) end
  return list
end

local function rows(ask) return labelled(audit.list(ask)) end
local function all(ask) return labelled(audit.all(ask)) end

local function kinds()
  local options = {}
  for i, kind in ipairs(audit.kinds()) do options[i] = { value = kind, label = kind } end
  return options
end

local function list_page(ctx, verdict)
  return show_grid(ctx, grid, { rows = rows, count = audit.count, all = all, options = { kind = kinds() } },
    { title = "기록", text = "관리 화면에서 누가 무엇을 바꾸고 살펴보았는지 모두 남겨요. 지우거나 고칠 수 없어요.", verdict = verdict },
    "audit/list")
end

--- GET /admin/audit
function pages.list(ctx) return list_page(ctx) end

--- POST /admin/audit/verify: walks the whole chain.
function pages.verify(ctx)
  local verdict, refused = verify_audit(ctx)
  if not verdict then return nil, refused end
  return list_page(ctx, { sound = verdict.sound, entries = verdict.entries, head = verdict.head, broken = verdict.broken,
    reason = reasons[verdict.reason] })
end

local function plain(value)
  if value == nil or value == json.null then return nil end
  return type(value) == "table" and json.encode(value) or tostring(value)
end

-- What changed, a line a field, in their order.
local function changes_view(changes)
  local names, list = {}, {}
  for name in pairs(changes) do names[#names + 1] = name end
  table.sort(names)
  for i, name in ipairs(names) do
    local change = changes[name]
    local both = type(change) == "table" and (change.before ~= nil or change.after ~= nil)
    list[i] = { name = name, before = both and plain(change.before) or nil }
    if both then list[i].after = plain(change.after) else list[i].after = plain(change) end
  end
  return list
end

--- GET /admin/audit/:seq
function pages.show(ctx)
  local seq = #ctx.params.seq < 15 and ctx.params.seq:match "^%d+$" and tonumber(ctx.params.seq)
  local entry = seq and audit.find(seq)
  if not entry then return ctx:not_found() end
  local title = audit.action_label(entry.action)
  return ctx:render("audit/entry", { entry = entry, title = title, changes = changes_view(entry.changes),
    page = { title = title, crumbs = { { name = "기록", url = ctx:url "admin.audit" }, { name = ("%d번"):format(seq) } } } })
end

return pages
