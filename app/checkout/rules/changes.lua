-- What differs between what was shown and what it would be now, with old and new side by side: a shopper is never asked to
-- pay another sum without being told why. Pure.

local won = require("shared.money").won

local changes = {}

local function by_sku(lines)
  local found = {}
  for _, line in ipairs(lines) do found[line.sku_id] = line end
  return found
end

local function title(line)
  local label = line.sku_label
  return label and label ~= "" and ("%s (%s)"):format(line.product.name, label) or line.product.name
end

local function add(list, label, before, after)
  if before ~= after then list[#list + 1] = { label = label, before = before, after = after } end
end

local function money(amount) return won(amount):format() end

local function of_lines(list, before, after)
  local was, is = by_sku(before), by_sku(after)
  for _, line in ipairs(before) do
    local now = is[line.sku_id]
    if not now then
      add(list, title(line), line.qty .. "개", "빠졌어요")
    else
      add(list, title(line) .. " 가격", money(line.unit_price), money(now.unit_price))
      add(list, title(line) .. " 수량", line.qty .. "개", now.qty .. "개")
    end
  end
  for _, line in ipairs(after) do
    if not was[line.sku_id] then add(list, title(line), "없었어요", line.qty .. "개") end
  end
end

--- What changed, as rows of a table; the last one is what is to be paid. None where nothing did.
---@param before checkout.promise
---@param after checkout.promise
---@return {label:string, before:string, after:string}[]
function changes.between(before, after)
  local list, was, is = {}, before.totals, after.totals
  of_lines(list, before.lines, after.lines)
  add(list, "배송비", money(was.shipping), money(is.shipping))
  add(list, "쿠폰 할인", money(was.discount), money(is.discount))
  add(list, "적립금", money(was.points), money(is.points))
  if #list > 0 or was.charge ~= is.charge then
    list[#list + 1] = { label = "결제 금액", before = money(was.charge), after = money(is.charge), total = true }
  end
  return list
end

return changes
