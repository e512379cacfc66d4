-- The letter about goods that were held back and are not any more.

return {
  full = { name = "김견본", number = "261129-4CDDDF5", url = "/orders/261129-4CDDDF5",
    goods = { { name = "맑은 갈비탕 700g", label = "두 봉지", qty = 2, image = { id = "picture-1" } },
      { name = "새벽 블렌드 원두 200g", qty = 1 } } },
  least = { name = "김", number = "261129-4CDDDF5", url = "/orders/261129-4CDDDF5", goods = { { name = "견본", qty = 1 } } },
}
