-- The public face of coupons.

local rules = require "coupon.rules"
local store = require "coupon.store"

return { state = rules.state, view = rules.view, issue = store.issue, of_member = store.of_member, usable = store.usable,
  end_all = store.end_all }
