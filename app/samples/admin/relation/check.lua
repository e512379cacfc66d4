-- What the books answer.

return {
  full = { results = { { number = "I1", says = "lines + shipping - discounts = payable, on every order", findings = {} },
    { number = "I3", says = "stock is the sum of its entries", findings = { "SKU 1: on hand 2, ledger 1" } } },
    page = { title = "장부 확인" } },
  least = { results = {}, page = { title = "장부 확인" } },
}
