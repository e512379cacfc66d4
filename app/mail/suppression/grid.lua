-- Addresses that get no mail, as staff lists them.

local korean = require "shared.korean"
local listing = require "shared.listing"
local rules = require "mail.rules"

local reasons, choices = {}, {}
for i, key in ipairs { "bounce", "complaint", "manual" } do
  reasons[key] = { label = rules.reason_text(key), tone = key == "manual" and "plain" or "bad" }
  choices[i] = { value = key, label = rules.reason_text(key) }
end

return listing.new {
  name = "stopped", key = "s.address", sort = "-at",
  id = function(row) return row.digest end,
  columns = {
    { name = "address", label = "주소", kind = "link", value = function(row) return korean.mask_email(row.address) end,
      url = function(row) return "/admin/mail/stopped/" .. row.digest end },
    { name = "reason", label = "사유", kind = "badge", sql = "s.reason", states = reasons, sortable = true },
    { name = "detail", label = "응답 내용", kind = "text",
      value = function(row) return row.detail ~= "" and row.detail or nil end },
    { name = "at", label = "막은 일시", kind = "date", sql = "s.at", sortable = true },
  },
  filters = {
    { name = "q", label = "주소", kind = "text", placeholder = "name@example.com", sql = { "s.address" } },
    { name = "reason", label = "사유", kind = "choice", sql = "s.reason", options = choices },
  },
  empty = { icon = "mail", title = "막은 주소가 없어요", text = "메일이 반송되거나 스팸으로 신고되면 여기에 쌓여요." },
}
