-- The public face of coupons.

local rules = require "coupon.rules"
local store = require "coupon.store"

local coupon = { state = rules.state, view = rules.view, saving = rules.saving, offers = rules.offers }

for name, fn in pairs(store) do coupon[name] = fn end

--- How long one that comes back can be used at least.
coupon.BACK_DAYS = 7

return coupon
