-- Coupons, points and gift budgets of an order: held while it waits, spent once it is paid, given back when it comes to
-- nothing. No order has any yet.

local effects = {}

function effects.hold_benefits() return true end

function effects.commit_benefits() return true end

function effects.release_benefits() return true end

return effects
