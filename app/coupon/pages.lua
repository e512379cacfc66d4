-- A member's coupons.

local coupon = require "coupon"
local clock = require "shared.clock"

local pages = {}

-- More than anybody ever had; the oldest spent ones fall off the end.
local MOST = 200

function pages.list(ctx)
  local usable, gone, now = {}, {}, clock.now()
  for _, row in ipairs(coupon.of_member(ctx.mall.id, ctx.member.id, MOST)) do
    local view = coupon.view(row, now)
    local list = view.state.key == "usable" and usable or gone
    list[#list + 1] = view
  end
  return ctx:render("my/coupons", { title = "쿠폰", my = "coupons", usable = usable, gone = gone,
    page = { title = "쿠폰 | " .. ctx.mall.name, robots = "noindex" } })
end

return pages
