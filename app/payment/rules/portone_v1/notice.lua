-- PortOne's notices of V1, by JSON or as a form. Nothing shows who wrote them: they are a reason to ask. Pure.

local form = require "payment.rules.form"
local json = require "json"
local reading = require "payment.rules.reading"

local notice = {}

local KINDS = { paid = "deposit", ready = "changed", cancelled = "changed", failed = "changed" }

--- nil when it is none. A kind of status that is new is a change.
---@param body string
---@return { kind: string, reference: string, transaction_id: string }|nil
function notice.read(body)
  local said = json.decode(body, 64 * 1024)
  if type(said) ~= "table" then said = form.read(body:sub(1, 4096)) end
  local reference, uid = reading.text(said.merchant_uid, 64), reading.text(said.imp_uid, 50)
  local status = reading.text(said.status, 40)
  if not (reference and uid and status) then return nil end
  return { kind = KINDS[status] or "changed", reference = reference, transaction_id = uid }
end

return notice
