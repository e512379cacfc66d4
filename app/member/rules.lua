-- Who may be a member, what they agree to and in which words, what makes a password too easy, and what a withdrawal leaves.

local rules = {}

--- Younger people need their parents' consent to an account, which we do not ask for: they are told so.
rules.YOUNGEST = 14

--- How old somebody is on a day, by the Korean civil code: the day of birth counts.
---@param birth string  "2012-11-29"
---@param today string  "2026-11-29"
---@return integer years
function rules.age(birth, today)
  local years = tonumber(today:sub(1, 4)) - tonumber(birth:sub(1, 4))
  return today:sub(6) < birth:sub(6) and years - 1 or years
end

---@param birth string
---@param today string
---@return boolean
function rules.is_old_enough(birth, today) return birth <= today and rules.age(birth, today) >= rules.YOUNGEST end

local MARKETING = {
  { name = "agree_marketing_email", kind = "marketing_email", required = false,
    label = "이메일로 할인과 새 상품 소식을 받을게요",
    text = "동의하지 않아도 쇼핑몰을 그대로 이용할 수 있고, 언제든지 무료로 그만 받을 수 있어요." },
  { name = "agree_marketing_sms", kind = "marketing_sms", required = false,
    label = "문자로 할인과 새 상품 소식을 받을게요",
    text = "아래 야간 수신에 따로 동의하지 않으면 밤 9시부터 아침 8시까지는 보내지 않아요." },
  { name = "agree_night", kind = "night", required = false,
    label = "밤 9시부터 아침 8시 사이에도 문자 소식을 받을게요" },
}

local REQUIRED = {
  { name = "agree_age", kind = "age", required = true, label = "만 14세 이상이에요",
    text = "만 14세 미만은 가입하실 수 없어요." },
  { name = "agree_terms", kind = "terms", required = true, url = "/terms", label = "이용약관에 동의해요" },
  { name = "agree_privacy", kind = "privacy", required = true, url = "/privacy",
    label = "회원 관리에 필요한 개인정보 수집·이용에 동의해요",
    text = "수집 항목: 이메일, 비밀번호, 이름, 휴대전화, 생년월일 / 이용 목적: 회원 확인과 관리, 주문과 상담 / 보유 기간: 탈퇴할 때까지. "
      .. "동의하지 않을 수 있지만, 동의하지 않으면 가입하실 수 없어요." },
}

---@class member.consent
---@field name string      of the field
---@field kind string      what it is recorded as
---@field required boolean
---@field label string
---@field url string|nil
---@field text string|nil

--- What is asked at sign-up: required and optional apart, advertising by channel, the night on its own. Nothing is ticked
--- for the shopper.
---@return member.consent[]
function rules.consents()
  local list = {}
  for i, consent in ipairs(REQUIRED) do list[i] = consent end
  for _, consent in ipairs(MARKETING) do list[#list + 1] = consent end
  return list
end

--- What each kind is called in a list.
rules.KINDS = { age = "만 14세 이상", terms = "이용약관", privacy = "개인정보 수집·이용", marketing_email = "이메일 소식",
  marketing_sms = "문자 소식", night = "야간 문자 소식" }

--- Where something was agreed to or refused.
rules.CHANNELS = { join = "회원가입", my = "마이페이지", import = "이전 쇼핑몰에서 옮김", link = "메일의 수신 거부", staff = "고객센터",
  withdrawal = "탈퇴" }

--- What may be changed at any time.
---@return member.consent[]
function rules.marketing() return MARKETING end

--- The words that a consent is recorded with.
---@param consent member.consent
---@return string
function rules.wording(consent) return consent.text and consent.label .. "\n" .. consent.text or consent.label end

--- Consents as they are recorded: a refusal is a record too. Without text messages there are none at night.
---@param consents member.consent[]
---@param values table<string, any>  by field name
---@return {kind:string, agreed:boolean, wording:string}[]
function rules.recorded(consents, values)
  local list = {}
  for i, consent in ipairs(consents) do
    local agreed = values[consent.name] == true
    if consent.kind == "night" and values.agree_marketing_sms ~= true then agreed = false end
    list[i] = { kind = consent.kind, agreed = agreed, wording = rules.wording(consent) }
  end
  return list
end

rules.SHORTEST_PASSWORD, rules.LONGEST_PASSWORD = 8, 128

-- "aaaaaaaa", "12345678", "hgfedcba".
local function is_row(plain)
  local bytes, first = { plain:byte(1, -1) }, nil
  for i = 2, #bytes do
    local step = bytes[i] - bytes[i - 1]
    if step < -1 or step > 1 or first and step ~= first then return false end
    first = first or step
  end
  return true
end

--- What makes a password too easy for this person, apart from being everybody's.
---@param plain string
---@param person { email: string|nil, phone: string|nil, birth_date: string|nil }
---@return string|nil sentence
function rules.password_problem(plain, person)
  if is_row(plain) then return "같은 글자나 이어지는 글자로만 된 비밀번호는 쓸 수 없어요." end
  local lower = plain:lower()
  local user = (person.email or ""):match("^[^@]+") or ""
  local parts = { #user >= 4 and user:lower() or "", person.phone or "", (person.phone or ""):sub(-8),
    ((person.birth_date or ""):gsub("%-", "")) }
  for _, part in ipairs(parts) do
    if #part >= 4 and lower:find(part, 1, true) then
      return "이메일, 휴대전화, 생년월일이 들어간 비밀번호는 쓸 수 없어요."
    end
  end
  return nil
end

--- What a browser says it is, in words that its owner knows it by.
---@param agent string
---@return string
function rules.device(agent)
  local place = agent:find("iPhone", 1, true) and "아이폰" or agent:find("iPad", 1, true) and "아이패드"
    or agent:find("Android", 1, true) and "안드로이드" or agent:find("Windows", 1, true) and "윈도우"
    or agent:find("Mac OS X", 1, true) and "맥" or agent:find("CrOS", 1, true) and "크롬북"
    or agent:find("Linux", 1, true) and "리눅스"
  local browser = agent:find("Whale/", 1, true) and "웨일" or agent:find("SamsungBrowser/", 1, true) and "삼성 인터넷"
    or agent:find("KAKAOTALK", 1, true) and "카카오톡" or agent:find("NAVER(", 1, true) and "네이버 앱"
    or agent:find("Edg/", 1, true) and "엣지" or agent:find("OPR/", 1, true) and "오페라"
    or agent:find("Firefox/", 1, true) and "파이어폭스" or agent:find("Chrome/", 1, true) and "크롬"
    or agent:find("Safari/", 1, true) and "사파리"
  if place and browser then return browser .. " · " .. place end
  return browser or place or "알 수 없는 기기"
end

--- What stays after a withdrawal, why and for how long.
rules.KEPT = {
  { what = "계약과 청약철회, 대금 결제와 상품 공급 기록 (주문 내역)", why = "전자상거래 등에서의 소비자보호에 관한 법률", years = "5년" },
  { what = "소비자 불만과 분쟁 처리 기록 (문의 내역)", why = "전자상거래 등에서의 소비자보호에 관한 법률", years = "3년" },
  { what = "동의하거나 거절하신 기록", why = "동의를 받았다는 사실을 확인하기 위해", years = "5년" },
}

return rules
