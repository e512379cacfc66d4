-- What an order is called where one line has to do: "제주 감귤 5kg 외 2건". Pure.

---@param lines { product_name: string }[]
---@return string
return function(lines)
  local first = lines[1].product_name
  return #lines > 1 and ("%s 외 %d건"):format(first, #lines - 1) or first
end
