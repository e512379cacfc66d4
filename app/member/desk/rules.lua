-- A member as staff see them: what is a person's is masked until somebody says why they need it.

local korean = require "shared.korean"
local rules = require "member.rules"

local desk = {}

local STATES = { pending = { label = "이메일 확인 전", tone = "wait" }, active = { label = "이용 중", tone = "good" },
  dormant = { label = "휴면" }, withdrawn = { label = "탈퇴" } }

local function same(value) return value end

-- The year tells an age, the day who it is.
local function mask_day(day) return day:sub(1, 4) .. "-**-**" end

local function facts(found, open)
  local name, email, phone = open and same or korean.mask_name, open and same or korean.mask_email,
    open and korean.show_phone or korean.mask_phone
  return {
    { label = "이름", text = found.name ~= "" and name(found.name) or nil },
    { label = "이메일", text = found.email and email(found.email) },
    { label = "휴대전화", text = found.phone and phone(found.phone) },
    { label = "생년월일", text = found.birth_date and (open and same or mask_day)(found.birth_date) },
    { label = "등급", text = found.grade },
    { label = "가입", at = found.joined_at },
    { label = "이메일 확인", at = found.verified_at },
    { label = "마지막 로그인", at = found.last_login_at },
    { label = "비밀번호 설정", at = found.password_set_at },
  }
end

local function consents(history)
  local list = {}
  for i, row in ipairs(history) do
    list[i] = { at = row.at, what = rules.KINDS[row.kind], agreed = row.agreed, channel = rules.CHANNELS[row.channel] }
  end
  return list
end

local function devices(sessions, open)
  local list = {}
  for i, one in ipairs(sessions) do
    list[i] = { id = one.id, device = rules.device(one.user_agent), seen_at = one.seen_at,
      address = open and one.address or one.address:match "^%x+[.:]%x+" .. " …" }
  end
  return list
end

--- The page of a member.
---@param found member
---@param given { orders: table[], consents: table[], sessions: table[], notes: table[] }
---@param open boolean  unmasked
---@return table
function desk.page(found, given, open)
  local badge = found.blocked_at and { label = "이용 제한", tone = "bad" } or STATES[found.status]
  return {
    id = found.id, url = "/admin/members/" .. found.id, open = open, badge = badge, facts = facts(found, open),
    title = found.name ~= "" and (open and same or korean.mask_name)(found.name) or "탈퇴한 회원",
    blocked_at = found.blocked_at, blocked_why = found.blocked_why, gone = found.status == "withdrawn",
    orders = given.orders, consents = consents(given.consents), devices = devices(given.sessions, open), notes = given.notes,
  }
end

return desk
