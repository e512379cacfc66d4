-- The public face of budgets: what there is only so much of (gifts, the won of a promotion), and who has taken how much.

return require "budget.store"
