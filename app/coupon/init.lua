-- The public face of coupons.

local rules = require "coupon.rules"
local store = require "coupon.store"

local coupon = { state = rules.state, view = rules.view, saving = rules.saving, offers = rules.offers }

for name, fn in pairs(store) do coupon[name] = fn end

--- How long one can be used at least that comes back because the shop was at fault.
coupon.BACK_DAYS = 30

return coupon
