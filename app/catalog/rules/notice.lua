-- 상품정보제공고시: which facts the law wants shown for which kind of goods. A product gives its facts by key; here they
-- get the labels of the official lists in the official order. What a kind demands and a product has not is told, so that no
-- product reaches the shelf with a hole in its notice.

local notice = {}

local kinds = {
  processed_food = {
    { "name", "제품명" },
    { "type", "식품의 유형" },
    { "maker", "생산자 및 소재지" },
    { "dates", "제조연월일, 소비기한 또는 품질유지기한" },
    { "amount", "포장단위별 내용물의 용량(중량), 수량" },
    { "ingredients", "원재료명 및 함량" },
    { "nutrition", "영양성분" },
    { "gmo", "유전자변형식품에 해당하는 경우의 표시" },
    { "caution", "소비자안전을 위한 주의사항" },
    { "imported", "수입식품 여부" },
    { "phone", "소비자상담 관련 전화번호" },
  },
  fresh_food = {
    { "name", "품목 또는 명칭" },
    { "amount", "포장단위별 내용물의 용량(중량), 수량, 크기" },
    { "maker", "생산자, 수입품의 경우 수입자" },
    { "origin", "원산지" },
    { "dates", "제조연월일(포장일 또는 생산연도), 소비기한" },
    { "law", "농수축산물 관련법상 표시사항" },
    { "composition", "상품구성" },
    { "keeping", "보관방법 또는 취급방법" },
    { "caution", "소비자안전을 위한 주의사항" },
    { "phone", "소비자상담 관련 전화번호" },
  },
  kitchenware = {
    { "name", "품명 및 모델명" },
    { "material", "재질" },
    { "composition", "구성품" },
    { "size", "크기" },
    { "released", "동일모델의 출시년월" },
    { "maker", "제조자(수입자)" },
    { "country", "제조국" },
    { "imported", "수입식품안전관리특별법에 따른 수입신고 여부" },
    { "warranty", "품질보증기준" },
    { "phone", "A/S 책임자와 전화번호" },
  },
  bedding = {
    { "material", "제품소재(섬유의 조성 또는 혼용률)" },
    { "color", "색상" },
    { "size", "치수" },
    { "composition", "제품구성" },
    { "maker", "제조자(수입자)" },
    { "country", "제조국" },
    { "care", "세탁방법 및 취급시 주의사항" },
    { "warranty", "품질보증기준" },
    { "phone", "A/S 책임자와 전화번호" },
  },
  household_chemical = {
    { "name", "품목 및 제품명" },
    { "use", "용도 및 제형" },
    { "dates", "제조연월 및 유통기한" },
    { "amount", "중량·용량·매수" },
    { "effect", "효과·효능(승인대상 제품에 한함)" },
    { "maker", "제조자(수입자) 및 제조국" },
    { "child_safe", "어린이보호포장 대상 제품 유무" },
    { "chemicals", "제품에 사용된 화학물질 명칭" },
    { "caution", "사용상 주의사항" },
    { "report_no", "안전기준 적합확인 신고번호" },
    { "phone", "소비자상담 관련 전화번호" },
  },
  household = {
    { "name", "품명 및 모델명" },
    { "certificate", "법에 의한 인증·허가 사항" },
    { "size", "크기·재질" },
    { "country", "제조국 또는 원산지" },
    { "maker", "제조자(수입자)" },
    { "phone", "A/S 책임자와 전화번호 또는 소비자상담 관련 전화번호" },
  },
}

--- The kinds there are, in the order in which they are offered.
---@type {name:string, label:string}[]
notice.KINDS = {
  { name = "processed_food", label = "가공식품" }, { name = "fresh_food", label = "농·축·수산물" },
  { name = "kitchenware", label = "주방용품" }, { name = "bedding", label = "침구류·커튼" },
  { name = "household_chemical", label = "생활화학제품" }, { name = "household", label = "기타 생활용품" },
}

--- What a kind demands, in the official order; nil for what is no kind.
---@param kind string
---@return {key:string, label:string}[]|nil
function notice.fields(kind)
  local list = kinds[kind]
  if not list then return nil end
  local fields = {}
  for i, entry in ipairs(list) do fields[i] = { key = entry[1], label = entry[2] } end
  return fields
end

local function is_said(value) return type(value) == "string" and value ~= "" end

--- What a kind demands and these facts do not say.
---@param kind string
---@param facts table<string, string>
---@return {key:string, label:string}[]
function notice.missing(kind, facts)
  local missing = {}
  for _, field in ipairs(notice.fields(kind) or {}) do
    if not is_said(facts[field.key]) then missing[#missing + 1] = field end
  end
  return missing
end

--- Rows for a page: what is said, in the official order.
---@param kind string
---@param facts table<string, string>
---@return {label:string, value:string}[]
function notice.said(kind, facts)
  local rows = {}
  for _, field in ipairs(notice.fields(kind) or {}) do
    if is_said(facts[field.key]) then rows[#rows + 1] = { label = field.label, value = facts[field.key] } end
  end
  return rows
end

--- The kind and the facts that rows were made of: what was written before kinds were kept.
---@param rows {label:string, value:string}[]
---@return string kind  "" when no kind has these labels
---@return table<string, string> facts
function notice.recognize(rows)
  local values, best, most = {}, "", 0
  for _, row in ipairs(rows) do values[row.label] = row.value end
  for _, kind in ipairs(notice.KINDS) do
    local count = 0
    for _, entry in ipairs(kinds[kind.name]) do count = count + (values[entry[2]] and 1 or 0) end
    if count > most then best, most = kind.name, count end
  end
  local facts = {}
  for _, entry in ipairs(kinds[best] or {}) do facts[entry[1]] = values[entry[2]] end
  return best, facts
end

--- All rows of a product's notice. A hole, or a fact that has no place, is an error: the demo malls are written by hand.
---@param kind string                          one of the kinds above
---@param facts table<string, string>
---@return {label:string, value:string}[]
function notice.rows(kind, facts)
  local known = {}
  for _, field in ipairs(notice.fields(kind) or error("no such kind of notice: " .. tostring(kind), 2)) do
    known[field.key] = true
    if not is_said(facts[field.key]) then
      error(("notice of kind %s lacks %s (%s)"):format(kind, field.key, field.label), 2)
    end
  end
  for key in pairs(facts) do
    if not known[key] then error(("notice of kind %s has no place for %s"):format(kind, key), 2) end
  end
  return notice.said(kind, facts)
end

return notice
