-- All that is held of a member, as its owner may take it along: one list of sections, of which the page shows every field by
-- its Korean name and the file holds every value under a plain key. Secrets (hashes, links) are nobody's data and stay here.

local cart = require "cart"
local member = require "member"
local order = require "order"
local session = require "session"
local clock = require "shared.clock"

local gather_member = {}

--- A section: what it is, the names of its fields in order, and its rows.
---@class gathered
---@field key string
---@field title string
---@field fields { key: string, label: string }[]
---@field rows table<string, any>[]

local function section(key, title, fields, rows)
  local list = {}
  for i, pair in ipairs(fields) do list[i] = { key = pair[1], label = pair[2] } end
  return { key = key, title = title, fields = list, rows = rows }
end

local function when(at) return at and clock.iso(at) or nil end

local function account(mall, member_id)
  local found = member.by_id(mall.id, member_id)
  return section("account", "회원 정보", { { "email", "이메일" }, { "name", "이름" }, { "phone", "휴대전화" },
    { "birth_date", "생년월일" }, { "grade", "등급" }, { "joined_at", "가입한 때" }, { "verified_at", "이메일을 확인한 때" },
    { "last_login_at", "마지막 로그인" }, { "password_set_at", "비밀번호를 정한 때" } },
    { { email = found.email, name = found.name, phone = found.phone, birth_date = found.birth_date, grade = found.grade,
      joined_at = when(found.joined_at), verified_at = when(found.verified_at), last_login_at = when(found.last_login_at),
      password_set_at = when(found.password_set_at) } })
end

local function consents(mall, member_id)
  local rows = {}
  for i, row in ipairs(member.consent.history(mall.id, member_id)) do
    rows[i] = { at = when(row.at), kind = row.kind, agreed = row.agreed, wording = row.wording, channel = row.channel }
  end
  return section("consents", "동의 기록", { { "at", "때" }, { "kind", "종류" }, { "agreed", "동의" }, { "wording", "문구" },
    { "channel", "곳" } }, rows)
end

local function sessions(mall, member_id)
  local rows = {}
  for i, row in ipairs(session.of_member(mall.id, member_id, "")) do
    rows[i] = { logged_in_at = when(row.logged_in_at), seen_at = when(row.seen_at), address = row.address,
      user_agent = row.user_agent, remembered = row.remembered }
  end
  return section("sessions", "로그인한 기기", { { "logged_in_at", "로그인한 때" }, { "seen_at", "마지막 사용" }, { "address", "주소" },
    { "user_agent", "브라우저" }, { "remembered", "로그인 유지" } }, rows)
end

local function goods(mall, cart_id)
  local rows = {}
  for i, line in ipairs(cart.read(mall.id, cart_id)) do
    rows[i] = { sku = line.sku_code, name = line.product.name, option = line.sku_label, qty = line.qty }
  end
  return section("cart", "장바구니", { { "sku", "상품 코드" }, { "name", "상품" }, { "option", "옵션" }, { "qty", "수량" } }, rows)
end

local function orders(mall, member_id)
  local rows = {}
  for i, row in ipairs(order.all_of_member(mall.id, member_id)) do
    rows[i] = { number = row.number, placed_at = when(row.placed_at), status = order.state(row.status).label,
      payable = row.payable_amount, orderer_name = row.orderer_name, orderer_phone = row.orderer_phone,
      orderer_email = row.orderer_email, recipient_name = row.recipient_name, recipient_phone = row.recipient_phone,
      postcode = row.postcode, address1 = row.address1, address2 = row.address2, memo = row.memo }
  end
  return section("orders", "주문", { { "number", "주문번호" }, { "placed_at", "주문한 때" }, { "status", "상태" },
    { "payable", "금액" }, { "orderer_name", "주문하신 분" }, { "orderer_phone", "연락처" }, { "orderer_email", "이메일" },
    { "recipient_name", "받는 분" }, { "recipient_phone", "받는 분 연락처" }, { "postcode", "우편번호" }, { "address1", "주소" },
    { "address2", "상세 주소" }, { "memo", "배송 메모" } }, rows)
end

--- Everything.
---@param mall mall
---@param shopper shopper  ctx.member
---@return gathered[]
function gather_member.run(mall, shopper)
  return { account(mall, shopper.id), consents(mall, shopper.id), orders(mall, shopper.id), goods(mall, shopper.cart_id),
    sessions(mall, shopper.id) }
end

--- The same by key, for a file.
---@param mall mall
---@param gathered gathered[]
---@return table
function gather_member.file(mall, gathered)
  local all = { format = 1, mall = mall.name, made_at = clock.iso(clock.now()) }
  for _, part in ipairs(gathered) do all[part.key] = part.rows end
  return all
end

return gather_member
