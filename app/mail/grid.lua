-- Letters as staff lists them: to whom stands there masked, and what one says does not stand there at all.

local korean = require "shared.korean"
local listing = require "shared.listing"
local letters = require "mail.letters"
local rules = require "mail.rules"

local function state(key, tone) return { label = rules.state_text(key), tone = tone } end

local states = { queued = state("queued", "wait"), sent = state("sent", "good"), failed = state("failed", "bad"),
  suppressed = state("suppressed", "plain") }

local function label(template) return letters[template] and letters[template].label or template end

local names, templates, choices = {}, {}, {}
for name in pairs(letters) do names[#names + 1] = name end
table.sort(names)
for i, name in ipairs(names) do templates[i] = { value = name, label = label(name) } end
for i, key in ipairs { "queued", "sent", "failed", "suppressed" } do
  choices[i] = { value = key, label = rules.state_text(key) }
end

return listing.new {
  name = "mail", key = "m.id", sort = "-queued_at",
  columns = {
    { name = "queued_at", label = "등록일시", kind = "date", sql = "m.queued_at", sortable = true },
    { name = "template", label = "메일", kind = "link", value = function(row) return label(row.template) end,
      url = function(row) return "/admin/mail/" .. row.id end },
    { name = "to_address", label = "받는 주소", kind = "text",
      value = function(row) return korean.mask_email(row.to_address) end,
      note = function(row) return row.to_name ~= "" and korean.mask_name(row.to_name) or nil end },
    { name = "state", label = "상태", kind = "badge", sql = "m.state", states = states, sortable = true },
    { name = "error", label = "사유", kind = "text", value = function(row) return row.error ~= "" and row.error or nil end },
    { name = "attempts", label = "시도", kind = "number", sql = "m.attempts", sortable = true },
    { name = "done_at", label = "처리일시", kind = "date", sql = "m.done_at", sortable = true, nullable = true },
    { name = "provider", label = "보낸 곳", kind = "text", hidden = true,
      value = function(row) return row.provider ~= "" and row.provider or nil end },
  },
  filters = {
    { name = "to", label = "받는 주소", kind = "text", placeholder = "name@example.com", sql = { "m.to_address" } },
    { name = "state", label = "상태", kind = "choice", sql = "m.state", options = choices },
    { name = "template", label = "메일", kind = "choice", sql = "m.template", options = templates },
    { name = "queued", label = "등록일", kind = "date", sql = "m.queued_at" },
  },
  views = { { label = "실패", query = "?state=failed" }, { label = "보낼 예정", query = "?state=queued" } },
  empty = { icon = "mail", title = "아직 보낸 메일이 없어요", text = "주문이나 가입이 생기면 여기에서 볼 수 있어요." },
}
