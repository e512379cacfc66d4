-- Where an order goes, changed by its buyer: sent back, and as a guest gets it.

return {
  full = { number = "261129-4CDDDF5", url = "/orders/261129-4CDDDF5/address", back = "/orders/261129-4CDDDF5",
    form = { values = { recipient_name = "이받음", recipient_phone = "01087654321", postcode = "63000", address1 = "제주 본보기로 1",
      address2 = "1층", memo = "문 앞" }, errors = { postcode = "배송비가 다른 지역이에요." } },
    page = { title = "배송지 바꾸기 | 견본상회", robots = "noindex", postcode = true } },
  least = { number = "261129-4CDDDF5", url = "/orders/261129-4CDDDF5/address", back = "/orders/261129-4CDDDF5",
    form = { values = {}, errors = {} } },
}
