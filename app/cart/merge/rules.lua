-- A guest logs in and has two carts: what becomes of each line, and what is said of it. Quantities are added up within stock
-- and limits; nothing that a member had gets fewer, and nothing vanishes without a word.

local text = require "text"

local rules = {}

---@class cart.merge.line
---@field sku_id string
---@field name string
---@field qty integer        in the guest's cart
---@field have integer       in the member's; 0: not in it
---@field most integer       what can be bought: stock or limit
---@field on_sale boolean

---@class cart.merge.plan
---@field lines { sku_id: string, qty: integer }[]  what the member's cart holds of each
---@field put integer        how many goods came into the cart or became more
---@field cut { name: string, qty: integer }[]  of these not all could be added
---@field left string[]      for these the cart had no room

-- What cannot be bought now is kept as it was wanted: the cart's page says why, and tomorrow may be another day.
local function quantity(line)
  if not line.on_sale or line.most <= 0 then return math.max(line.have, line.qty) end
  return math.max(line.have, math.min(line.have + line.qty, line.most))
end

--- What a merge would do.
---@param lines cart.merge.line[]  of the guest's cart
---@param room integer  how many other goods the member's cart can take
---@return cart.merge.plan
function rules.plan(lines, room)
  local plan = { lines = {}, put = 0, cut = {}, left = {} }
  for _, line in ipairs(lines) do
    if line.have == 0 and room <= 0 then
      plan.left[#plan.left + 1] = line.name
    else
      if line.have == 0 then room = room - 1 end
      local qty = quantity(line)
      plan.lines[#plan.lines + 1] = { sku_id = line.sku_id, qty = qty }
      if qty > line.have then plan.put = plan.put + 1 end
      if line.on_sale and line.most > 0 and qty < line.have + line.qty then
        plan.cut[#plan.cut + 1] = { name = line.name, qty = qty }
      end
    end
  end
  return plan
end

--- What is said of a merge on the next page.
---@param plan cart.merge.plan
---@return string
function rules.notice(plan)
  local parts = { "로그인하기 전에 담은 상품을 회원님의 장바구니에 합쳤어요." }
  for i, cut in ipairs(plan.cut) do
    if i > 3 then break end
    parts[#parts + 1] = ("%s 살 수 있는 만큼인 %d개로 맞췄어요."):format(text.particle(cut.name, "은/는"), cut.qty)
  end
  if #plan.left > 0 then
    parts[#parts + 1] = ("장바구니가 가득 차서 %d종은 담지 못했어요."):format(#plan.left)
  end
  return table.concat(parts, " ")
end

return rules
