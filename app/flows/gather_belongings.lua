-- What hangs on a member, for who takes their data along: sections like those of gather_member.

local address = require "address"
local coupon = require "coupon"
local inquiry = require "inquiry"
local points = require "points"
local question = require "question"
local review = require "review"
local wish = require "wish"

local gather_belongings = {}

-- More than anybody has.
local MOST = 100000

-- A field: its key, what it is called, and how it is shown if not as it is.
local function section(key, title, fields, found)
  local list, rows = {}, {}
  for i, one in ipairs(fields) do list[i] = { key = one[1], label = one[2], kind = one[3] } end
  for i, row in ipairs(found) do
    rows[i] = {}
    for _, one in ipairs(fields) do rows[i][one[1]] = row[one[1]] end
  end
  return { key = key, title = title, fields = list, rows = rows }
end

local AT, ANSWER, ANSWERED = { "at", "쓴 때", "time" }, { "answer", "답변" }, { "answered_at", "답변한 때", "time" }

---@param mall_id string
---@param member_id string
---@return gathered[]
function gather_belongings.run(mall_id, member_id)
  return {
    section("addresses", "배송지", { { "label", "배송지 이름" }, { "name", "받으시는 분" }, { "phone", "연락처", "phone" },
      { "postcode", "우편번호" }, { "address1", "주소" }, { "address2", "상세 주소" } }, address.of_member(mall_id, member_id)),
    section("points", "적립금 내역", { { "at", "때", "time" }, { "amount", "적립금", "won" }, { "reason", "사유" },
      { "expires_at", "유효기간", "time" } }, (points.history(mall_id, member_id, MOST, 0))),
    section("coupons", "쿠폰", { { "name", "쿠폰" }, { "issued_at", "받은 때", "time" }, { "expires_at", "유효기간", "time" },
      { "used_at", "쓴 때", "time" } }, coupon.of_member(mall_id, member_id, MOST)),
    section("wishes", "찜한 상품", { { "name", "상품" }, { "added_at", "찜한 때", "time" } }, wish.all(mall_id, member_id)),
    section("reviews", "상품 후기", { { "product_name", "상품" }, { "rating", "별점" }, { "body", "후기" }, AT },
      (review.of_member(mall_id, member_id, MOST, 0))),
    section("questions", "상품 문의", { { "product_name", "상품" }, { "body", "문의" }, AT, ANSWER, ANSWERED },
      (question.of_member(mall_id, member_id, MOST, 0))),
    section("inquiries", "1:1 문의", { { "title", "제목" }, { "body", "문의" }, AT, ANSWER, ANSWERED },
      inquiry.all(mall_id, member_id)),
  }
end

return gather_belongings
