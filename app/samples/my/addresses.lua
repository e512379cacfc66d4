-- A member's addresses.

local function address(id, label, changes)
  local made = { id = id, label = label, name = "김견본", phone = "01012345678", postcode = "06236",
    address1 = "서울 강남구 본보기로 1", address2 = "101동 1001호", is_default = false }
  for name, value in pairs(changes or {}) do made[name] = value end
  return made
end

return {
  full = { title = "배송지 관리", my = "addresses",
    addresses = { address("address-1", "집", { is_default = true }),
      address("address-2", "", { name = "이받음", phone = "01043214321", postcode = "63100", address1 = "제주 제주시 노연로 1",
        address2 = "" }) },
    most = 20, full = false, page = { title = "배송지 관리 | 견본상회", robots = "noindex" },
  },
  crowded = { title = "배송지 관리", my = "addresses", addresses = { address("address-1", "집", { is_default = true }) },
    most = 20, full = true },
  least = { title = "배송지 관리", my = "addresses", addresses = {}, most = 20, full = false },
}
