-- I9: every amount of money that is kept anywhere is a whole number of won, from nothing to 10^12.

-- Table, what a row of it is called, and its amounts.
local AMOUNTS = {
  { '"order"', "'order ' || number", { "goods_amount", "discount_amount", "shipping_amount", "payable_amount",
    "tax_free_amount", "vat_amount", "points_amount" } },
  { "order_line", "'line ' || position || ' of order ' || order_id",
    { "unit_price", "list_price", "discount_amount", "amount" } },
  { "order_discount", "'discount ' || id", { "amount" } },
  { "order_discount_share", "'share of discount ' || discount_id", { "amount" } },
  { "budget", "'budget ' || key", { "used", "max" } },
  { "budget_use", "'use of budget ' || key", { "amount" } },
  { "payment", "'payment ' || reference",
    { "amount", "tax_free_amount", "vat_amount", "captured_amount", "returned_amount" } },
  { "refund", "'refund ' || id", { "amount", "tax_free_amount", "vat_amount" } },
  { "claim", "'claim ' || number", { "fee_amount" } },
  { "ledger_entry", "'ledger entry ' || id", { "debit", "credit" } },
  { "deposit", "'deposit ' || id", { "amount" } },
  { "cash_receipt", "'cash receipt ' || id", { "amount", "tax_free_amount", "vat_amount" } },
  { "settlement_difference", "'difference of settlement ' || id", { "ours", "theirs" } },
  { "settlement_line", "'settlement ' || line_key", { "gross", "fee", "fee_vat", "net", "expected_fee", "expected_vat" } },
  { "sku", "'SKU ' || code", { "price", "list_price" } },
  { "product_listing", "'listing of product ' || product_id", { "price" } },
  { "shipping_policy", "'shipping policy ' || code", { "fee", "free_from", "jeju_surcharge", "island_surcharge" } },
  { "cart_line", "'line ' || id || ' of cart ' || cart_id", { "price_seen" } },
  { "coupon", "'coupon ' || key", { "amount", "most", "least_order" } },
  { "grade_move", "'move to ' || to_grade", { "purchase_sum" } },
}

local parts = {}
for i, one in ipairs(AMOUNTS) do
  parts[i] = ("SELECT %s AS what, unnest(ARRAY[%s]) AS amount FROM %s"):format(one[2], table.concat(one[3], ", "), one[1])
end

return {
  { number = "I9", name = "money_is_in_bounds", says = "every amount is a whole number from 0 to 10^12", amounts = AMOUNTS,
    sql = "SELECT what || ': ' || amount AS what FROM (" .. table.concat(parts, " UNION ALL ")
      .. ") AS amounts WHERE amount < 0 OR amount > 1000000000000" },
}
