-- What raw editing must not show. A secret (a password's hash, a key, what stands for a token) is never shown, typed, kept
-- in the history or put into an address: only that it is there, and how long it is. Personal data is masked until somebody
-- says why they have to see it. Names decide, so that a table made tomorrow is covered; what a name decides wrongly stands
-- in the list of exceptions.

local text = require "text"
local korean = require "shared.korean"

local find, match = string.find, string.match

local hidden = {}

-- By the column's name, wherever it is.
local secret_names = { "^password", "_password$", "passphrase", "secret", "token", "_hash$", "^hash$", "^cipher",
  "_cipher$", "ciphertext", "encrypted", "sealed", "private_key", "recovery_code", "_salt$", "^salt$", "^otp", "_otp$" }
local personal_names = { "email", "phone", "birth", "address", "postcode", "account_number", "depositor", "^recipient_",
  "^orderer_", "account_holder", "cash_receipt_no", "^ip$", "_ip$", "user_agent", "real_name" }

-- "table.column": what it is after all; false: nothing that has to be hidden.
local declared = {
  ["audit_entry.hash"] = false, ["audit_entry.prev_hash"] = false, ["audit_head.hash"] = false,
  ["bank_account.number"] = false,
  ["checkout_draft.form"] = "personal",
  ["claim.refund_account"] = "secret", ["claim.reason_text"] = "personal",
  ["idempotency.who"] = "secret", ["idempotency.key"] = "secret", ["idempotency.headers"] = "personal",
  ["idempotency.cookies"] = "secret", ["idempotency.body"] = "personal", ["idempotency.request_hash"] = false,
  ["inquiry.title"] = "personal", ["inquiry.body"] = "personal", ["inquiry.answer"] = "personal",
  ["job_limit.tokens"] = false,
  ["mail.to_name"] = "personal", ["mail_report.body"] = "personal",
  ["member.name"] = "personal", ["member_address.name"] = "personal", ["member_note.note"] = "personal",
  ["member_vault.facts"] = "personal",
  ["order.memo"] = "personal", ["order_note.note"] = "personal", ["order.quote_hash"] = false,
  ["product_question.author"] = "personal", ["product_question.body"] = "personal", ["review.author"] = "personal",
  ["row_change.before"] = "personal", ["row_change.after"] = "personal",
  ["session.data"] = "secret",
  ["shipping_region.postcode_from"] = false, ["shipping_region.postcode_to"] = false,
  ["staff.email"] = false,
}

local function named(name, patterns)
  for _, pattern in ipairs(patterns) do
    if find(name, pattern) then return true end
  end
  return false
end

-- A flag or a time that says something of a secret is none: password_changed_at, email_verified.
local telling = { boolean = true, time = true, date = true }

--- Whether a column is hidden, and how.
---@param table_name string
---@param column { name: string, kind: relation.kind }
---@return "secret"|"personal"|nil
function hidden.of(table_name, column)
  local known = declared[table_name .. "." .. column.name]
  if known ~= nil then return known or nil end
  local tells = telling[column.kind]
  if named(column.name, secret_names) then return not tells and column.kind ~= "integer" and "secret" or nil end
  local is_personal = named(column.name, personal_names) and (not tells or find(column.name, "birth"))
  return is_personal and "personal" or nil
end

--- A secret as far as it is shown.
---@param bytes integer
---@return string
function hidden.secret(bytes) return ("••• (%d바이트)"):format(bytes) end

--- Personal data masked: enough to recognise whom one knows, too little to learn who it is.
---@param value string
---@return string
function hidden.mask(value)
  if match(value, "^[^@%s]+@[^@%s]+$") then return korean.mask_email(value) end
  if match(value, "^0%d+$") and #value >= 9 and #value <= 12 then return korean.mask_phone(value) end
  if find(value, "^[%d%-]+$") then return ("*"):rep(math.min(#value, 12)) end
  local length = text.length(value)
  if length > 20 or find(value, "^[%[{]") then return "***" end
  return length <= 4 and korean.mask_name(value) or text.clip(value, 2, "") .. "***"
end

return hidden
