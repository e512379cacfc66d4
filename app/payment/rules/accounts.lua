-- Accounts at providers that are to take no more money: which they are, and what is said of one on the desk. Pure.

local accounts = {}

local GIVEN_UP = { failed = true, expired = true, quarantined = true }

--- Whether an attempt's account may still be open at its provider although nobody awaits money there. What came once, and
--- was called back, is for a person.
---@param attempt { method: string, status: string, captured_amount: integer }
---@return boolean
function accounts.is_left(attempt)
  return attempt.method == "virtual_account" and GIVEN_UP[attempt.status] == true and attempt.captured_amount == 0
end

local WORDS = {
  unanswered = "닫아 달라고 했지만 결제사의 답이 없어요. 답이 올 때까지 다시 요청해요.",
  refused = "결제사가 계좌를 닫지 않았어요. 결제사 관리자에서 직접 닫아 주세요.",
  foreign = "결제사가 이 번호로 다른 거래를 알려 줘서 닫지 않았어요. 결제사 관리자에서 확인해 주세요.",
  no_contract = "결제사와의 계약 정보가 없어서 닫지 못해요. 결제사 관리자에서 직접 닫아 주세요.",
}

-- What no further question of ours changes: a person has to look.
local HANDED_OVER = { refused = true, foreign = true, no_contract = true }

--- Whether a person has to see to it that an account is closed.
---@param problem string
---@return boolean
function accounts.needs_person(problem) return HANDED_OVER[problem] or false end

--- What became of an account that is to take no more; nil of any other.
---@param attempt table  a row of payment.store
---@return { text: string|nil, at: number|nil, note: string|nil }|nil
function accounts.say(attempt)
  if not accounts.is_left(attempt) then return nil end
  if attempt.account_closed_at then return { at = attempt.account_closed_at } end
  local problem = attempt.account_problem
  if problem == "" then return { text = "아직 열려 있을 수 있어요. 곧 결제사에 닫아 달라고 해요." } end
  return { text = WORDS[problem], note = attempt.account_problem_text ~= "" and attempt.account_problem_text or nil }
end

accounts.options = { { value = "unanswered", label = "답을 기다림" }, { value = "refused", label = "결제사가 거절" },
  { value = "foreign", label = "다른 거래" }, { value = "no_contract", label = "계약 없음" } }

return accounts
