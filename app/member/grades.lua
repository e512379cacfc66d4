-- 회원 등급. 매월 1일에 최근 몇 달 동안의 구매 금액으로 등급을 정합니다. 이 파일만 고치면 다음 1일부터 새 기준이 적용됩니다.
--
-- The grades of a mall's members, from the lowest up: plain data for who runs the shop. A month's first day decides by what
-- was paid for goods (after discounts, without delivery) in the `months` before it. `sijang members grades --dry-run`
-- says who would move, before it happens.
--
--   from      from which sum on, in won; the first grade begins at 0 and each next one higher
--   points    what of a purchase comes back as points, in percent
--   delivery  "free": delivery costs nothing, whatever the order comes to
--   coupons   given each month to everybody of the grade: amount or percent (with `most` won at most), for orders of
--             `least_order` won on, good for `days`

return {
  months = 6,

  { name = "basic", label = "웰컴", from = 0, points = 1 },

  { name = "silver", label = "실버", from = 100000, points = 2,
    coupons = { { name = "실버 감사 쿠폰", amount = 2000, least_order = 30000, days = 31 } } },

  { name = "gold", label = "골드", from = 300000, points = 3,
    coupons = { { name = "골드 감사 쿠폰", amount = 5000, least_order = 50000, days = 31 } } },

  { name = "vip", label = "VIP", from = 600000, points = 5, delivery = "free",
    coupons = {
      { name = "VIP 감사 쿠폰", amount = 10000, least_order = 70000, days = 31 },
      { name = "VIP 10% 쿠폰", percent = 10, most = 20000, least_order = 50000, days = 31 },
    } },
}
