-- What an attempt's states and its provider are called in the back office, and what looks after one by hand. Pure.

local states = {}

states.badges = {
  ready = { label = "결제대기", tone = "plain" }, requested = { label = "결제중", tone = "wait" },
  approving = { label = "확인중", tone = "wait" }, waiting = { label = "입금대기", tone = "wait" },
  paid = { label = "결제완료", tone = "good" }, partially_cancelled = { label = "부분취소", tone = "good" },
  cancelled = { label = "결제취소", tone = "plain" }, failed = { label = "실패", tone = "plain" },
  expired = { label = "기한만료", tone = "plain" }, voided = { label = "승인취소", tone = "plain" },
  quarantined = { label = "확인필요", tone = "bad" },
}

states.options = {}
for i, key in ipairs { "quarantined", "approving", "waiting", "requested", "ready", "paid", "partially_cancelled",
  "cancelled",
  "failed", "expired", "voided" } do
  states.options[i] = { value = key, label = states.badges[key].label }
end

local PROVIDERS = { bank = "무통장입금", points = "적립금", inicis = "KG이니시스",
  toss_payments = "토스페이먼츠", tosspay = "토스페이",
  kakaopay = "카카오페이", naverpay = "네이버페이", portone = "포트원", portone_v1 = "포트원 V1" }

--- What a provider is called.
---@param name string
---@return string
function states.provider(name) return PROVIDERS[name] or name end

states.provider_options = {}
for i, key in ipairs { "inicis", "toss_payments", "tosspay", "kakaopay", "naverpay", "portone", "portone_v1", "bank" } do
  states.provider_options[i] = { value = key, label = PROVIDERS[key] }
end

local WHO = { shopper = "구매자", member = "회원", clock = "자동", staff = "직원" }

--- Who caused an event, in words.
---@param actor string
---@return string
function states.who(actor)
  local kind, name = actor:match "^(%l+) (.+)$"
  if kind == "provider" then return states.provider(name) end
  return kind == "staff" and name or WHO[actor] or actor
end

--- What staff may do about an attempt as it stands: accept what came, look again at the provider, give all of it back there,
--- say that nothing came, say that a deposit that was called back has come again.
---@param attempt table  a row of payment.store
---@return table<string, true>
function states.acts(attempt)
  local acts, kept = {}, attempt.captured_amount - attempt.returned_amount
  local outside = attempt.provider ~= "bank" and attempt.provider ~= "points"
  if attempt.status == "quarantined" then
    if attempt.problem == "recalled" then acts.restore = true end
    if kept > 0 then acts.accept = true end
    if kept > 0 and outside then acts.take_back = true end
    if kept == 0 then acts.dismiss = true end
  end
  if outside and (attempt.status == "approving" or attempt.status == "waiting" or attempt.status == "failed"
    or attempt.status == "expired" or attempt.status == "requested") then
    acts.ask = true
  end
  return acts
end

return states
