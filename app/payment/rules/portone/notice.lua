-- PortOne's notices (webhooks of 2024-04-25, and those of before): what they are about. New kinds come without warning, and
-- are no fault of anybody's: what is about no payment of ours is taken and leads nowhere. Pure.

local reading = require "payment.rules.reading"

local notice = {}

-- Until when a signature holds, on either side of our clock.
notice.TOLERANCE = 5 * 60

-- Of money it is known that it came; of all else that something is another.
local function kind_of(what) return what == "Paid" and "deposit" or "changed" end

local function old(event)
  local reference, status = reading.text(event.payment_id, 64), reading.text(event.status, 40)
  if not reference or not status then return nil end
  return { kind = kind_of(status), reference = reference, transaction_id = reading.text(event.tx_id, 64) }
end

--- nil when it is no notice at all.
---@param event table
---@return { kind: string, reference: string, transaction_id: string|nil, store: string|nil }|nil
function notice.read(event)
  local name, data = reading.text(event.type, 60), reading.object(event.data)
  if not name then return old(event) end
  if not name:find "^%a[%w]*%.%a[%w]*$" then return nil end
  return { kind = kind_of(name:match "^Transaction%.(.*)$"), reference = reading.text(data.paymentId, 64) or "",
    store = reading.text(data.storeId, 64), transaction_id = reading.text(data.transactionId, 64) }
end

return notice
