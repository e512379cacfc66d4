-- What staff type: on the way in, about themselves, about others.

local password = require "password"
local permissions = require "staff.permissions"
local shape = require "shared.shape"

local forms = {}

local LONGEST, SHORTEST = 128, 10

-- Addresses that differ in capitals reach the same person.
local function email()
  local made = shape.email("email", { label = "이메일" })
  local read = made.read
  made.read = function(self, typed)
    local value, sentence = read(self, typed)
    return value and value:lower(), sentence
  end
  return made
end

local function secret(name, label) return shape.secret(name, { label = label, max = LONGEST }) end

local function new_password(name, label)
  return shape.secret(name, { label = label, min = SHORTEST, max = LONGEST, check = function(plain)
    return password.is_common(plain)
      and "너무 많은 분이 쓰는 비밀번호예요. 다른 비밀번호로 정해 주세요." or nil
  end })
end

local function return_to() return shape.text("return_to", { label = "돌아갈 곳", max = 2000, required = false }) end
local function code() return shape.text("code", { label = "인증 코드", max = 40 }) end

-- A password that is the address or the name is none.
local function not_oneself(values, fail)
  local plain = values.password and values.password:lower()
  local user = values.email and values.email:match("^[^@]+")
  if plain and user and #user >= 4 and plain:find(user, 1, true) then
    fail("password", "비밀번호에 이메일 주소를 넣지 마세요.")
  end
end

forms.log_in = shape.form { email(), secret("password", "비밀번호"), return_to() }

forms.code = shape.form { code(), return_to() }

local function name() return shape.text("name", { label = "이름", max = 40, min = 2 }) end

-- Who is invited has an address already; who makes the first owner says it; who forgot the password has a name as well.
forms.join = shape.form { name(), new_password("password", "비밀번호") }
forms.join_first = shape.form { email(), name(), new_password("password", "비밀번호"), check = not_oneself }

forms.rejoin = shape.form { new_password("password", "새 비밀번호") }

forms.password = shape.form { secret("current_password", "지금 비밀번호"), new_password("password",
  "새 비밀번호"),
  check = function(values, fail)
    if values.password and values.password == values.current_password then
      fail("password", "지금 비밀번호와 다른 비밀번호로 정해 주세요.")
    end
  end }

local roles = {}
for i, role in ipairs(permissions.roles) do roles[i] = role.name end

--- A role, and where: the id of a mall, or all of them.
local function role() return shape.choice("role", { label = "역할", of = roles }) end
local function mall_id() return shape.uuid("mall_id", { label = "가게", required = false }) end

forms.invite = shape.form { email(), role(), mall_id() }

local roles_or_none = { "none", unpack(roles) }
forms.role = shape.form { shape.choice("role", { label = "역할", of = roles_or_none }), mall_id() }

forms.why = shape.form { shape.text("why", { label = "사유", max = 200 }) }
forms.session = shape.form { shape.uuid("session_id", { label = "기기", required = false }) }
forms.network = shape.form { shape.text("network", { label = "주소", max = 50 }),
  shape.text("note", { label = "메모", max = 100, default = "" }) }
forms.remove_network = shape.form { shape.text("network", { label = "주소", max = 50 }) }
forms.mall = shape.form { shape.uuid("mall_id", { label = "가게" }), return_to() }

return forms
