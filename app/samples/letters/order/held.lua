-- The letter about goods that are held back, with the reason that is meant for whoever ordered and without one.

return {
  full = { name = "김견본", number = "261129-4CDDDF5", url = "/orders/261129-4CDDDF5",
    say = "입고가 늦어져 12월 3일쯤 보내 드릴 수 있어요.",
    goods = { { name = "맑은 갈비탕 700g", label = "두 봉지", qty = 2, image = { id = "picture-1" } },
      { name = "새벽 블렌드 원두 200g", qty = 1 } } },
  least = { name = "김", number = "261129-4CDDDF5", url = "/orders/261129-4CDDDF5", goods = { { name = "견본", qty = 1 } } },
}
