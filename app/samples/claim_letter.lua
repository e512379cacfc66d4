-- What the letters about claims have in common: a return of a guest's, changed as each sample wants.

---@param fields table|nil
---@return table
return function(fields)
  local made = { name = "김견본", number = "261129-4CDDDF5-C1", order_number = "261129-4CDDDF5", what = "반품", cancelled = false,
    goods = { { name = "맑은 갈비탕 700g", label = "2팩", qty = 1 } }, reason = "마음이 바뀌었어요",
    url = "/orders/261129-4CDDDF5/claims/1", by_shopper = false }
  for name, value in pairs(fields or {}) do made[name] = value end
  return made
end
