-- What members type about themselves.

local clock = require "shared.clock"
local password = require "password"
local rules = require "member.rules"
local shape = require "shared.shape"

local forms = {}

local function name() return shape.text("name", { label = "이름", min = 2, max = 40 }) end
local function phone() return shape.phone("phone", { label = "휴대전화", mobile = true }) end
local function return_to() return shape.text("return_to", { label = "돌아갈 곳", max = 2000, required = false }) end
local function token() return shape.text("t", { label = "링크", max = 60, pattern = "^[%w_-]+$" }) end

-- Addresses that differ in capitals reach the same person.
local function email(field, label)
  local made = shape.email(field or "email", { label = label or "이메일" })
  local read = made.read
  made.read = function(self, typed)
    local value, sentence = read(self, typed)
    return value and value:lower(), sentence
  end
  return made
end

local function new_password(field, label)
  return shape.secret(field, { label = label, min = rules.SHORTEST_PASSWORD, max = rules.LONGEST_PASSWORD,
    check = function(plain)
      return password.is_common(plain) and "너무 많은 분이 쓰는 비밀번호예요. 다른 비밀번호로 정해 주세요." or nil
    end })
end

local function current_password()
  return shape.secret("current_password", { label = "지금 비밀번호", max = rules.LONGEST_PASSWORD })
end

forms.TOO_YOUNG = "만 14세 미만은 법정대리인의 동의가 있어야 해서 가입을 받지 않아요."

local MISSING = { age = forms.TOO_YOUNG, terms = "가입하시려면 이용약관에 동의해 주세요.",
  privacy = "가입하시려면 개인정보 수집과 이용에 동의해 주세요." }

local join = { email(), new_password("password", "비밀번호"), name(), phone(),
  shape.date("birth_date", { label = "생년월일" }), return_to() }
for _, consent in ipairs(rules.consents()) do
  join[#join + 1] = shape.flag(consent.name, { label = consent.label, must = consent.required,
    sentence = MISSING[consent.kind] })
end

function join.check(values, fail)
  if values.birth_date and not rules.is_old_enough(values.birth_date, clock.day(clock.now())) then
    fail("birth_date", forms.TOO_YOUNG)
  end
  local problem = values.password and rules.password_problem(values.password, values)
  if problem then fail("password", problem) end
end

forms.join = shape.form(join)

forms.verify = shape.form { token(),
  shape.secret("password", { label = "비밀번호", max = rules.LONGEST_PASSWORD, required = false }) }

forms.log_in = shape.form { email(), shape.secret("password", { label = "비밀번호", max = rules.LONGEST_PASSWORD }),
  shape.flag("remember", { label = "로그인 유지" }), return_to() }

forms.forgot = shape.form { email() }

forms.reset = shape.form { token(), new_password("password", "새 비밀번호") }

forms.profile = shape.form { name(), phone(), shape.integer("version", { label = "판", min = 1, max = 1e15 }) }

forms.password = shape.form { current_password(), new_password("password", "새 비밀번호"),
  check = function(values, fail)
    if values.password and values.password == values.current_password then
      fail("password", "지금 비밀번호와 다른 비밀번호로 정해 주세요.")
    end
  end }

forms.email = shape.form { email("email", "새 이메일"), current_password() }

forms.token = shape.form { token() }

--- Why staff need to see what is masked, what they note, and why they shut somebody out.
forms.unmask = shape.form { shape.text("why", { label = "보는 이유", min = 2, max = 200 }) }
forms.note = shape.form { shape.text("note", { label = "메모", max = 1000, lines = true }) }
forms.block = shape.form { shape.text("block_why", { label = "사유", min = 2, max = 200 }) }

--- A press that says all there is to say.
forms.nothing = shape.form {}

local id = shape.uuid("id", { label = "번호" })

--- An id that stands in an address; nil when it is none.
---@param typed string
---@return string|nil
function forms.id(typed) return (id:read(typed)) end

local marketing = {}
for i, consent in ipairs(rules.marketing()) do marketing[i] = shape.flag(consent.name, { label = consent.label }) end
forms.consents = shape.form(marketing)

forms.withdraw = shape.form { current_password(),
  shape.flag("agree_withdraw", { label = "안내를 읽었고 탈퇴할게요", must = true, sentence = "안내를 읽고 체크해 주세요." }) }

return forms
