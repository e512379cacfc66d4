-- Options and what is sold of them: each combination of values is a SKU. When options change, what was there stays what it
-- was, new combinations join, and those without a place any more leave.

local matrix = {}

matrix.OPTIONS_MOST, matrix.VALUES_MOST, matrix.SKUS_MOST = 3, 30, 100

---@class catalog.option
---@field name string
---@field labels string[]

--- Reads options as they are typed: a name, and values with commas between them. Empty ones are passed over.
---@param typed {name:string, values:string}[]
---@return catalog.option[]|nil
---@return string|nil sentence
function matrix.read(typed)
  local options, seen_names = {}, {}
  for _, one in ipairs(typed) do
    local labels, seen = {}, {}
    for label in one.values:gmatch("[^,]+") do
      label = label:match("^%s*(.-)%s*$")
      if label ~= "" and seen[label] then return nil, ("‘%s’에 ‘%s’ 값이 두 번 있어요."):format(one.name, label) end
      if label ~= "" then labels[#labels + 1], seen[label] = label, true end
    end
    if one.name == "" and #labels > 0 then return nil, "옵션 이름을 입력해 주세요." end
    if one.name ~= "" and #labels == 0 then return nil, ("‘%s’ 옵션의 값을 입력해 주세요."):format(one.name) end
    if seen_names[one.name] then return nil, ("‘%s’ 옵션이 두 번 있어요."):format(one.name) end
    if #labels > matrix.VALUES_MOST then return nil, ("옵션 값은 %d개까지 넣을 수 있어요."):format(matrix.VALUES_MOST) end
    if one.name ~= "" then
      options[#options + 1], seen_names[one.name] = { name = one.name, labels = labels }, true
    end
  end
  if matrix.count(options) > matrix.SKUS_MOST then
    return nil, ("조합이 %d개예요. %d개까지 만들 수 있어요."):format(matrix.count(options), matrix.SKUS_MOST)
  end
  return options
end

---@param options catalog.option[]
---@return integer
function matrix.count(options)
  local count = 1
  for _, option in ipairs(options) do count = count * #option.labels end
  return count
end

--- All combinations, the last option turning fastest; one without values where there are no options.
---@param options catalog.option[]
---@return string[][]
function matrix.combinations(options)
  local list = { {} }
  for _, option in ipairs(options) do
    local longer = {}
    for _, begun in ipairs(list) do
      for _, label in ipairs(option.labels) do
        local one = { unpack(begun) }
        one[#one + 1] = label
        longer[#longer + 1] = one
      end
    end
    list = longer
  end
  return list
end

local function key(values) return table.concat(values, "\0") end

---@class catalog.matrix.plan
---@field kept {sku:table, position:integer}[]          stay, or come back
---@field added {options:string[], label:string, position:integer}[]
---@field gone table[]                                   SKUs that have no place any more

--- What becomes of a product's SKUs when it gets these options.
---@param options catalog.option[]
---@param skus {options:string[]}[]
---@return catalog.matrix.plan
function matrix.plan(options, skus)
  local plan, by_key = { kept = {}, added = {}, gone = {} }, {}
  for _, sku in ipairs(skus) do by_key[key(sku.options)] = by_key[key(sku.options)] or sku end
  local placed = {}
  for position, values in ipairs(matrix.combinations(options)) do
    local sku = by_key[key(values)]
    if sku then
      placed[sku] = true
      plan.kept[#plan.kept + 1] = { sku = sku, position = position }
    else
      plan.added[#plan.added + 1] = { options = values, label = table.concat(values, " / "), position = position }
    end
  end
  for _, sku in ipairs(skus) do
    if not placed[sku] then plan.gone[#plan.gone + 1] = sku end
  end
  return plan
end

return matrix
