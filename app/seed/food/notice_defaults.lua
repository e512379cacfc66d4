-- What most notices of the food mall have in common, so that a product states only what is its own.

local phone = "모락상회 고객센터 1588-0000"
local allergy = "알레르기 유발물질 및 보관방법은 원재료명과 상품 설명을 확인해 주세요. "
  .. "이미 냉동된 바 있으니 해동 후 재냉동하지 마세요."
local caution = {
  ["상온"] = "직사광선과 습기를 피해 보관하고 개봉 후에는 밀봉하여 빠르게 드세요.",
  ["냉장"] = "0~10℃에서 냉장 보관하고 개봉 후에는 소비기한과 관계없이 빠르게 드세요.",
  ["냉동"] = allergy,
}
local keeping = {
  ["상온"] = "서늘하고 통풍이 잘되는 곳에 보관",
  ["냉장"] = "0~5℃ 냉장 보관",
  ["냉동"] = "-18℃ 이하 냉동 보관",
}

---@param product table
---@param kind string
---@return table<string, string>
return function(product, kind)
  local facts = {
    name = product.name,
    maker = product.maker,
    dates = product.expiry,
    caution = caution[product.storage],
    phone = phone,
  }
  if kind == "processed_food" then
    facts.gmo = "해당 사항 없음"
    facts.imported = "해당 사항 없음"
  else
    facts.origin = product.origin
    facts.keeping = keeping[product.storage]
    facts.law = "해당 사항 없음"
  end
  return facts
end
