-- The letter about a parcel that was said to be on its way and is not.

local goods = { { name = "맑은 갈비탕 700g", label = "두 봉지", qty = 2, image = { id = "picture-1" } },
  { name = "새벽 블렌드 원두 200g", qty = 1 } }

return {
  full = { name = "김견본", number = "261129-4CDDDF5", url = "/orders/261129-4CDDDF5", goods = goods,
    parcel = { seq = 1, carrier = "CJ대한통운", number = "1234-5678-9012",
      track_url = "https://trace.example/?no=123456789012" },
    recipient = { name = "이*음", phone = "010-****-4321" },
    address = { postcode = "06236", address1 = "서울 강남구 본보기로 1", address2 = "101동 1001호" } },
  exchange = { name = "김견본", number = "261129-4CDDDF5", url = "/orders/261129-4CDDDF5/claims/1",
    exchange = true, goods = goods, parcel = { seq = 2, carrier = "CJ대한통운", number = "1234-5678-9012" },
    recipient = { name = "이*음", phone = "010-****-4321" },
    address = { postcode = "06236", address1 = "서울 강남구 본보기로 1" } },
  least = { name = "김", number = "261129-4CDDDF5", url = "/orders/261129-4CDDDF5", goods = { { name = "견본",
    qty = 1 } },
    parcel = { seq = 1, carrier = "직접 배송" }, recipient = { name = "김", phone = "010-****-4321" },
      address = { postcode = "06236", address1 = "서울 강남구 본보기로 1" } },
}
