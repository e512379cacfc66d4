-- All that is held of a member, as its owner may take it along: one list of sections, of which the page shows every field by
-- its Korean name and the file holds every value under a plain key. Secrets (hashes, links) are nobody's data: they stay.

local json = require "json"
local cart = require "cart"
local member = require "member"
local order = require "order"
local session = require "session"
local clock = require "shared.clock"
local belongings = require("flows.gather_belongings").run
local korean = require "shared.korean"

local gather_member = {}

---@class gathered  a section
---@field key string
---@field title string
---@field fields { key: string, label: string, kind: "time"|"phone"|"won"|nil }[]  in a page's order
---@field rows table<string, any>[]  times in epoch seconds

-- Of these rows, these fields and no other.
local function section(key, title, fields, rows)
  local named, list = {}, {}
  for i, field in ipairs(fields) do named[i] = { key = field[1], label = field[2], kind = field[3] } end
  for i, row in ipairs(rows) do
    list[i] = {}
    for _, field in ipairs(named) do list[i][field.key] = row[field.key] end
  end
  return { key = key, title = title, fields = named, rows = list }
end

local ACCOUNT = { { "email", "이메일" }, { "name", "이름" }, { "phone", "휴대전화", "phone" }, { "birth_date", "생년월일" },
  { "grade", "등급" }, { "joined_at", "가입", "time" }, { "verified_at", "이메일 확인", "time" },
  { "last_login_at", "마지막 로그인", "time" }, { "password_set_at", "비밀번호 설정", "time" } }

local CONSENTS = { { "what", "종류" }, { "agreed", "동의" }, { "at", "일시", "time" }, { "where", "경로" }, { "wording", "문구" } }

local function consents(mall, member_id)
  local rows = member.consent.history(mall.id, member_id)
  for _, row in ipairs(rows) do row.what, row.where = member.KINDS[row.kind], member.CHANNELS[row.channel] end
  return rows
end

local SESSIONS = { { "device", "기기" }, { "address", "접속 주소" }, { "logged_in_at", "로그인", "time" },
  { "seen_at", "마지막 사용", "time" }, { "remembered", "로그인 유지" }, { "user_agent", "브라우저" } }

local function sessions(mall, member_id)
  local rows = session.of_member(mall.id, member_id, "")
  for _, row in ipairs(rows) do row.device = member.device(row.user_agent) end
  return rows
end

local CART = { { "name", "상품" }, { "option", "옵션" }, { "qty", "수량" }, { "sku", "상품 코드" } }

local function goods(mall, cart_id)
  local rows = {}
  for i, line in ipairs(cart.read(mall.id, cart_id)) do
    rows[i] = { sku = line.sku_code, name = line.product.name, option = line.sku_label, qty = line.qty }
  end
  return rows
end

local ORDERS = { { "number", "주문번호" }, { "placed_at", "주문", "time" }, { "label", "상태" }, { "payable_amount", "금액", "won" },
  { "orderer_name", "주문하신 분" }, { "orderer_phone", "연락처", "phone" }, { "orderer_email", "이메일" },
  { "recipient_name", "받는 분" }, { "recipient_phone", "받는 분 연락처", "phone" }, { "postcode", "우편번호" },
  { "address1", "주소" }, { "address2", "상세 주소" }, { "memo", "배송 메모" }, { "depositor", "입금자명" },
  { "cash_receipt_no", "현금영수증 번호" } }

local function orders(mall, member_id)
  local rows = order.all_of_member(mall.id, member_id)
  for _, row in ipairs(rows) do row.label = order.state(row.status).label end
  return rows
end

--- Everything.
---@param mall mall
---@param shopper shopper  ctx.member
---@return gathered[]
function gather_member.run(mall, shopper)
  local all = {
    section("account", "회원 정보", ACCOUNT, { member.by_id(mall.id, shopper.id) }),
    section("consents", "동의 기록", CONSENTS, consents(mall, shopper.id)),
    section("orders", "주문", ORDERS, orders(mall, shopper.id)),
    section("cart", "장바구니", CART, goods(mall, shopper.cart_id)),
    section("sessions", "로그인한 기기", SESSIONS, sessions(mall, shopper.id)),
  }
  for _, part in ipairs(belongings(mall.id, shopper.id)) do all[#all + 1] = part end
  return all
end

local function shown(field, value)
  local fact = { label = field.label }
  if type(value) == "boolean" then value = value and "예" or "아니요" end
  if field.kind == "time" then
    fact.at = value
  elseif field.kind == "won" then
    fact.won = value
  else
    fact.text = field.kind == "phone" and korean.show_phone(value) or tostring(value)
  end
  return fact
end

--- The same for a page: of each row what there is, by its name.
---@param gathered gathered[]
---@return { key: string, title: string, rows: { label: string, text: string|nil, at: number|nil, won: integer|nil }[][] }[]
function gather_member.page(gathered)
  local sections = {}
  for i, part in ipairs(gathered) do
    sections[i] = { key = part.key, title = part.title, rows = {} }
    for j, row in ipairs(part.rows) do
      local facts = {}
      for _, field in ipairs(part.fields) do
        local value = row[field.key]
        if value ~= nil and value ~= "" then facts[#facts + 1] = shown(field, value) end
      end
      sections[i].rows[j] = facts
    end
  end
  return sections
end

--- The same for a file: by key, with times that other programs read.
---@param mall mall
---@param gathered gathered[]
---@return table
function gather_member.file(mall, gathered)
  local all = { format = 1, mall = mall.name, made_at = clock.iso(clock.now()) }
  for _, part in ipairs(gathered) do
    for _, row in ipairs(part.rows) do
      for _, field in ipairs(part.fields) do
        if field.kind == "time" and row[field.key] then row[field.key] = clock.iso(row[field.key]) end
      end
    end
    all[part.key] = json.array(part.rows)
  end
  return all
end

return gather_member
