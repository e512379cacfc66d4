-- A member's coupons: to use, used, expired.

local function coupon(name, off, terms, key, label)
  return { name = name, off = off, terms = terms, issued_at = 1795897667.905, expires_at = 1798699199,
    state = { key = key, label = label } }
end

return {
  full = { title = "쿠폰", my = "coupons",
    usable = { coupon("골드 감사 쿠폰", "5,000원 할인", "50,000원 이상 구매 시", "usable", "사용 가능") },
    gone = { coupon("VIP 10% 쿠폰", "10% 할인", "최대 20,000원", "used", "사용 완료"),
      coupon("실버 감사 쿠폰", "2,000원 할인", "구매 금액 제한 없음", "expired", "기간 만료") },
    page = { title = "쿠폰 | 견본상회", robots = "noindex" },
  },
  least = { title = "쿠폰", my = "coupons", usable = {}, gone = {} },
}
