-- A row of another mall's members, as Django's admin or a spreadsheet writes them: which column is what, and who comes of a
-- row, or what is wrong with it in words that name the cell.

local shape = require "shared.shape"

local rules = {}

-- What each column may be called. Django's names first, then what a spreadsheet would say.
local NAMES = {
  id = { "id", "pk", "user_id", "회원번호", "번호" },
  email = { "email", "이메일", "이메일주소" },
  password = { "password", "비밀번호" },
  name = { "name", "full_name", "이름", "성명" },
  first_name = { "first_name" }, last_name = { "last_name" },
  phone = { "phone", "mobile", "phone_number", "휴대전화", "휴대폰", "전화번호" },
  birth_date = { "birth_date", "birthday", "birth", "생년월일" },
  joined_at = { "date_joined", "joined_at", "가입일", "가입일시" },
  last_login_at = { "last_login", "last_login_at", "마지막로그인" },
  grade = { "grade", "level", "등급", "회원등급" },
  is_active = { "is_active", "active", "사용여부" },
  marketing_email = { "agree_email", "email_agree", "marketing_email", "이메일수신", "이메일수신동의" },
  marketing_sms = { "agree_sms", "sms_agree", "marketing_sms", "문자수신", "문자수신동의", "sms수신동의" },
  consented_at = { "consented_at", "agreed_at", "동의일시" },
}

local REQUIRED = { id = "회원번호(id)", email = "이메일(email)" }

local by_heading = {}
for key, names in pairs(NAMES) do
  for _, name in ipairs(names) do by_heading[name] = key end
end

--- Which column is what.
---@param headings string[]
---@return table<string, integer>|nil columns
---@return string|nil sentence
---@return string[] unknown  headings that nothing is made of
function rules.columns(headings)
  local columns, unknown = {}, {}
  for i, heading in ipairs(headings) do
    local key = by_heading[(heading:lower():gsub("%s", ""))]
    if key and columns[key] then return nil, ("%s 열이 두 번 있어요."):format(heading), unknown end
    if key then columns[key] = i else unknown[#unknown + 1] = heading end
  end
  for _, key in ipairs { "id", "email" } do
    if not columns[key] then return nil, ("첫 줄에 %s 열이 없어요."):format(REQUIRED[key]), unknown end
  end
  return columns, nil, unknown
end

local fields = {
  id = shape.text("id", { label = "회원번호", max = 60, pattern = "^[%w_.:-]+$" }),
  email = shape.email("email", { label = "이메일" }),
  name = shape.text("name", { label = "이름", max = 40 }),
  phone = shape.phone("phone", { label = "휴대전화" }),
  birth_date = shape.date("birth_date", { label = "생년월일" }),
  grade = shape.text("grade", { label = "등급", max = 20, pattern = "^[%w_-]+$" }),
}

-- "2020-01-02 03:04:05.678+00:00", as Python writes a moment; without a zone it is Seoul's.
local function moment(typed, label)
  local day, rest = typed:match "^(%d%d%d%d%-%d%d%-%d%d)(.*)$"
  local valid = day and fields.birth_date:read(day)
  local time, zone = "00:00:00", "+09:00"
  if valid and rest ~= "" then
    local hour, minute, second, tail = rest:match "^[ T](%d%d):(%d%d):?(%d?%d?)(.*)$"
    valid = hour and tonumber(hour) < 24 and tonumber(minute) < 60 and (tonumber(second) or 0) < 60
    tail = valid and tail:gsub("^%.%d+", "")
    if valid and tail ~= "" then
      zone = tail == "Z" and "+00:00" or tail:match "^[+-]%d%d:?%d%d$" or tail:match "^[+-]%d%d$"
      valid = zone ~= nil
    end
    time = valid and ("%s:%s:%s"):format(hour, minute, second ~= "" and second or "00")
  end
  if not valid then return nil, ("%s ‘%s’ 값을 날짜로 읽을 수 없어요."):format(label, typed) end
  return day .. " " .. time .. zone
end

local YES = { ["1"] = true, t = true, ["true"] = true, y = true, yes = true, ["예"] = true, ["동의"] = true, o = true }
local NO = { [""] = true, ["0"] = true, f = true, ["false"] = true, n = true, no = true, ["아니오"] = true, ["아니요"] = true,
  ["거부"] = true, x = true }

local function flag(typed, label)
  local word = typed:lower()
  if YES[word] then return true end
  if NO[word] then return false end
  return nil, ("%s ‘%s’ 값은 예/아니요로 읽을 수 없어요."):format(label, typed)
end

-- Django's hash by PBKDF2 and Argon2 can be verified here; whoever has another one sets a new password by a letter.
local function hash(typed)
  if typed:find "^pbkdf2_sha256%$%d+%$[^$]+%$[%w+/=]+$" and #typed <= 255 then return typed end
  local argon2 = typed:match "^argon2(%$argon2id%$.+)$" or typed:match "^%$argon2id%$.+$"
  if argon2 and #argon2 <= 255 then return argon2 end
  return "!"
end

--- Who comes of a row.
---@param cells string[]
---@param columns table<string, integer>
---@return table|nil person
---@return string[] sentences  what is wrong with it
function rules.person(cells, columns)
  local person, wrong = {}, {}
  local function cell(key) return columns[key] and (cells[columns[key]] or ""):match "^%s*(.-)%s*$" or "" end
  local function take(key, value, sentence)
    if sentence then wrong[#wrong + 1] = sentence else person[key] = value end
  end
  for key, label in pairs(REQUIRED) do
    if cell(key) == "" then wrong[#wrong + 1] = label .. "이 비어 있어요." end
  end
  for _, key in ipairs { "id", "email", "phone", "birth_date", "grade" } do
    if cell(key) ~= "" then take(key, fields[key]:read(cell(key))) end
  end
  local name = cell "name" ~= "" and cell "name" or cell "last_name" .. cell "first_name"
  if name ~= "" then take("name", fields.name:read(name)) end
  for key, label in pairs { joined_at = "가입일", last_login_at = "마지막 로그인", consented_at = "동의일시" } do
    if cell(key) ~= "" then take(key, moment(cell(key), label)) end
  end
  for key, label in pairs { marketing_email = "이메일 수신", marketing_sms = "문자 수신" } do
    if columns[key] then take(key, flag(cell(key), label)) end
  end
  if cell "is_active" ~= "" then take("is_active", flag(cell "is_active", "사용 여부")) end
  if #wrong > 0 then
    table.sort(wrong)
    return nil, wrong
  end
  person.email, person.password_hash = person.email:lower(), hash(cell "password")
  person.grade, person.blocked = (person.grade or "basic"):lower(), person.is_active == false
  return person, wrong
end

return rules
