-- Where an order goes, to be mended.

return {
  full = { number = "261129-4CDDDF5", action = "/admin/orders/261129-4CDDDF5/address",
    cancel_url = "/admin/orders/261129-4CDDDF5",
    form = { values = { recipient_name = "이받음", recipient_phone = "01087654321", postcode = "63000", address1 = "제주 본보기로 1",
      address2 = "1층", memo = "문 앞" }, errors = { postcode = "배송비가 다른 지역이에요." } },
    page = { title = "배송지 고치기", crumbs = { { name = "주문", url = "/admin/orders" }, { name = "배송지 고치기" } } } },
  least = { number = "261129-4CDDDF5", action = "/a", cancel_url = "/b", form = { values = {}, errors = {} },
    page = { title = "배송지 고치기" } },
}
