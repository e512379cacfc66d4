-- The guards and effects that the code of this release knows by name, so that it can be told without running it whether it
-- could carry out the machine of another. `order.rules.lint` refuses a list that says more or less than there is.

return {
  guards = {
    "amount_matches", "asks_within", "claimed", "comes_back", "completes", "in_time", "is_cancel", "is_exchange",
    "is_return", "no_other_attempt", "nobody_approves", "nobody_pays", "not_begun", "not_held", "nothing_kept",
    "nothing_stays", "of_points", "of_provider", "order_lapsed_or_waits", "order_paid", "order_waits",
    "paid_in_full", "past_expiry", "some_stays", "something_came", "unclaimed", "units_are_free", "within_captured",
  },
  effects = {
    "book_capture", "book_recall", "book_refund", "book_sale", "book_suspense", "book_void", "close_payments",
    "commit_benefits", "free_lines", "give_up_exchange", "grant_points", "hold_benefits", "hold_lines",
    "hold_stock", "lapse_lines", "pay_lines", "release_benefits", "release_stock", "reopen_lines",
    "return_money", "sell_stock", "settle_claim", "take_back_points", "take_back_stock", "take_exchange",
    "tell_of_claim", "tell_paid", "tell_refunded", "tend_receipt", "unsell_stock",
  },
}
