-- What may be sent to whom, and how long it is kept.

local korean = require "shared.korean"

local rules = {}

--- How long an attempt may last before another worker may take the message up, in seconds; the slowest server is given
--- less (adapters/).
rules.CLAIM = 120

--- Days that rows are kept once they are done, that what a failed one says is kept for another try, and that what
--- providers told us is kept.
rules.KEEP, rules.KEEP_FAILED_VALUES, rules.KEEP_REPORTS = 90, 14, 30

-- For each reason not to write to an address: the kinds of letters that stop.
local STOPPED = {
  bounce = { security = true, notice = true, marketing = true },
  complaint = { notice = true, marketing = true },
  manual = { security = true, notice = true, marketing = true },
}

--- Whether a letter stays unsent because of what is known of the address.
---@param kind "security"|"notice"|"marketing"
---@param reason "bounce"|"complaint"|"manual"|nil
---@return boolean
function rules.is_stopped(kind, reason)
  return reason ~= nil and STOPPED[reason][kind] == true
end

local REASONS = { bounce = "반송된 주소", complaint = "스팸으로 신고한 주소", manual = "직접 막은 주소" }

--- Why an address gets no mail, in words.
---@param reason string
---@return string
function rules.reason_text(reason) return REASONS[reason] or reason end

local STATES = { queued = "보낼 예정", sent = "보냄", failed = "실패", suppressed = "보내지 않음" }

---@param state string
---@return string
function rules.state_text(state) return STATES[state] or state end

--- What a server said, without the addresses that it repeats: it comes into lists and logs.
---@param text string
---@return string
function rules.without_addresses(text)
  return (text:gsub("[%w.!#$%%&'*+/=?^_`{|}~-]+@[%w.-]+%w", korean.mask_email))
end

return rules
