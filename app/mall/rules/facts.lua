-- What a mall says of itself: its name, and what the law wants to be read at the foot of every page. Pure.

local facts = {}

-- 전자상거래법 제10조·제13조, 개인정보 보호법 제30조.
facts.legal = { "company", "ceo", "address", "phone", "email", "business_no", "mail_order_no", "mail_order_office",
  "privacy_officer", "hosting" }

--- The fields of its form, in the order of reading.
---@type editing.field[]
facts.fields = {
  { name = "name", label = "몰 이름", need = true, max = 40 },
  { name = "tagline", label = "한 줄 소개", max = 80 },
  { name = "description", label = "소개", kind = "area", rows = 3, max = 300, hint = "검색 결과와 공유 화면에 나와요." },
  { name = "hosts", label = "호스트 이름", kind = "area", rows = 3, max = 1000, need = true,
    hint = "한 줄에 하나씩. 맨 위가 대표 주소예요. 빼면 그 주소로는 바로 열리지 않아요." },
  { name = "company", label = "상호", max = 60 },
  { name = "ceo", label = "대표자", max = 40 },
  { name = "business_no", label = "사업자등록번호", max = 20, placeholder = "000-00-00000" },
  { name = "mail_order_no", label = "통신판매업 신고번호", max = 40 },
  { name = "mail_order_office", label = "신고 기관", max = 40 },
  { name = "address", label = "사업장 주소", max = 120 },
  { name = "phone", label = "전화번호", max = 20, inputmode = "tel" },
  { name = "email", label = "이메일", kind = "email", max = 100 },
  { name = "hours", label = "상담 시간", max = 100 },
  { name = "privacy_officer", label = "개인정보 보호책임자", max = 40 },
  { name = "hosting", label = "호스팅 제공자", max = 60 },
  { name = "business_check_url", label = "사업자 정보 확인 주소", max = 200, placeholder = "https://www.ftc.go.kr/…" },
  { name = "escrow_url", label = "구매안전 서비스 안내 주소", max = 200 },
}

-- The fields that stand in the footer.
facts.footer = {}
for i = 5, #facts.fields do facts.footer[i - 4] = facts.fields[i].name end

--- How much of what the law wants is there.
---@param footer table<string, string>
---@return { done: integer, of: integer, missing: string[] }  missing: in words
function facts.completeness(footer)
  local labels, missing = {}, {}
  for _, field in ipairs(facts.fields) do labels[field.name] = field.label end
  for _, name in ipairs(facts.legal) do
    if (footer[name] or "") == "" then missing[#missing + 1] = labels[name] end
  end
  return { done = #facts.legal - #missing, of = #facts.legal, missing = missing }
end

--- The lines of a text, without empty ones and spaces around them.
---@param typed string
---@return string[]
function facts.lines(typed)
  local list = {}
  for line in (typed .. "\n"):gmatch("(.-)\r?\n") do
    local bare = line:match("^%s*(.-)%s*$")
    if bare ~= "" then list[#list + 1] = bare end
  end
  return list
end

return facts
