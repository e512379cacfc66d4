-- The form of an address: one that came back with errors, and a new one.

return {
  full = { title = "배송지 수정", my = "addresses",
    url = "/my/addresses/address-1",
    form = { values = { label = "집", name = "김견본", phone = "01012345678", postcode = "0623", address1 = "서울 강남구 본보기로 1",
      address2 = "101동", is_default = true },
      errors = { postcode = "우편번호는 숫자 5자리로 입력해 주세요.", address1 = "주소를 입력해 주세요." } },
    page = { title = "배송지 수정 | 견본상회", robots = "noindex" },
  },
  least = { title = "배송지 수정", my = "addresses", url = "/my/addresses", form = { values = {}, errors = {} } },
}
