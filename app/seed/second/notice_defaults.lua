-- What most notices of the living mall have in common, so that a product states only what is its own.

local phone = "고요살림 고객센터 1599-0000"
local warranty = "소비자분쟁해결기준(공정거래위원회 고시)에 따름"

---@param product table
---@param kind string
---@return table<string, string>
return function(product, kind)
  local facts = { maker = product.maker, phone = phone }
  if kind == "kitchenware" then
    facts.name, facts.country, facts.warranty = product.name, product.origin, warranty
    facts.imported = "해당 없음 (국내 제조)"
    facts.released = "2026년 3월"
  elseif kind == "bedding" then
    facts.country, facts.warranty = product.origin, warranty
  elseif kind == "household_chemical" then
    facts.name, facts.maker = product.name, product.maker .. " / " .. product.origin
    facts.effect = "해당 없음"
    facts.child_safe = "해당 없음"
  else
    facts.name, facts.country = product.name, product.origin
    facts.certificate = "해당 사항 없음"
  end
  return facts
end
