-- Taking settlements over: a file that is uploaded, or a provider's own list; what it would do; and that it is done.

local contracts = require "payment.contracts"
local forms = require "payment.settlement.forms"
local settlements = require "payment.rules.settlements"
local states = require "payment.rules.states"
local store = require "payment.settlement.store"
local clock = require "shared.clock"
local take_settlements = require "flows.take_settlements"

local pages = {}

local URL, FILES, SHOWN, RECENT = "/admin/settlements", "/admin/settlements/files", 500, 20

local function crumbs(last, between) return { { name = "정산", url = URL }, between, { name = last } } end

-- Those that we have contracts with first, and of them those that can be asked.
local function choices(mall)
  local found, files, lists, seen = contracts.of(mall.code), {}, {}, {}
  for _, contract in ipairs(found and found.contracts or {}) do
    local one = { value = contract.provider, label = states.provider(contract.provider) }
    files[#files + 1], seen[contract.provider] = one, true
    if contracts.adapter(contract.provider).settlements then lists[#lists + 1] = one end
  end
  for _, one in ipairs(states.provider_options) do
    if not seen[one.value] and one.value ~= "bank" then files[#files + 1] = one end
  end
  return files, lists
end

local function files_page(ctx, form, status)
  local recent, now = {}, clock.now()
  for i, file in ipairs(store.files(ctx.mall.id, RECENT)) do
    recent[i] = { id = file.id, name = file.name, provider = states.provider(file.provider), actor = file.actor,
      at = file.created_at, taken = file.taken }
  end
  local providers, lists = choices(ctx.mall)
  form = form or { values = { from = clock.day(clock.start_of_day(now, -7)), to = clock.day(now) }, errors = {} }
  return ctx:render("payment/settlement_files", { form = form, recent = recent, providers = providers, lists = lists,
    page = { title = "정산 내역 올리기", crumbs = crumbs "정산 내역 올리기" } }, status)
end

function pages.list(ctx) return files_page(ctx) end

-- Back to the form, or on to what it would do.
local function answer(ctx, kept, refused, field, typed)
  if kept then return ctx:redirect(FILES .. "/" .. kept.id) end
  if refused.code:find "^staff%." or refused.code:find "^db%." then return nil, refused end
  return files_page(ctx, { values = typed, errors = { [field] = ctx:sentence(refused) } }, 422)
end

--- POST a file.
function pages.upload(ctx)
  local values, errors, typed = ctx:form(forms.file)
  local sent = (ctx.req:files().file or {})[1]
  if values and (not sent or sent.size == 0) then errors = { file = "파일을 골라 주세요." } end
  if errors then return files_page(ctx, { values = typed or values, errors = errors }, 422) end
  local kept, refused = take_settlements.read(ctx, values.provider, sent)
  return answer(ctx, kept, refused, "file", values)
end

--- POST: ask the provider itself.
function pages.fetch(ctx)
  local values, errors, typed = ctx:form(forms.fetch)
  if values and not take_settlements.is_span(values.from, values.to) then
    errors, typed = { to = "석 달 안에서 골라 주세요." }, values
  end
  if errors then return files_page(ctx, { values = typed, errors = errors }, 422) end
  local kept, refused = take_settlements.fetch(ctx, values.provider, values.from, values.to)
  return answer(ctx, kept, refused, "to", values)
end

local function words_of(differences)
  local list = {}
  for i, one in ipairs(differences) do list[i] = settlements.words[one.what] end
  return table.concat(list, ", ")
end

local function badge_of(row)
  if row.known then return { label = "이미 적힌 줄", tone = "plain" } end
  if #row.differences > 0 then return { label = words_of(row.differences), tone = "bad" } end
  return { label = "맞음", tone = "good" }
end

local function preview_of(ctx, kept)
  local rows, sums = {}, { new = 0, matched = 0, known = 0, different = 0 }
  for _, row in ipairs(take_settlements.preview(ctx.mall, kept)) do
    if row.known then sums.known = sums.known + 1 else sums.new = sums.new + 1 end
    if not row.known and row.number then sums.matched = sums.matched + 1 end
    if not row.known and #row.differences > 0 then sums.different = sums.different + 1 end
    if #rows < SHOWN then
      rows[#rows + 1] = { line = row.line, day = row.sold_on, kind = row.kind == "cancel" and "취소" or "결제",
        gross = row.gross, charged = row.fee + row.fee_vat, net = row.net, badge = badge_of(row), number = row.number,
        reference = row.reference ~= "" and row.reference or row.transaction_id }
    end
  end
  return rows, sums
end

--- GET what a file would do, or has done.
function pages.show(ctx)
  local kept = store.file(ctx.mall.id, ctx.params.id)
  if not kept then return ctx:not_found() end
  local rows, sums = {}, kept.taken
  if not kept.taken_at then rows, sums = preview_of(ctx, kept) end
  return ctx:render("payment/settlement_file", { file = { name = kept.name, provider = states.provider(kept.provider),
    actor = kept.actor, at = kept.taken_at or kept.created_at, taken = kept.taken_at ~= nil }, rows = rows, sums = sums,
    problems = kept.rows.problems, skipped = kept.rows.skipped, url = FILES .. "/" .. kept.id, desk = URL,
    page = { title = kept.name, crumbs = crumbs(kept.name, { name = "정산 내역 올리기", url = FILES }) } })
end

--- POST: take it over.
function pages.take(ctx)
  local taken, refused = take_settlements.carry_out(ctx, ctx.params.id)
  if not taken then return nil, refused end
  ctx:flash("ok", ("새 줄 %d개를 반영했어요. 다른 점이 있는 줄은 %d개예요."):format(taken.new, taken.different))
  return ctx:redirect(URL)
end

return pages
