-- Toss Payments' numbers for card companies and banks (API version 2022-11-16), by the names a shopper knows. Theirs are the
-- clearing codes but for one: KB국민은행 is 06 there and 04 everywhere else.

local codes = {}

codes.cards = {
  ["11"] = "국민", ["15"] = "카카오뱅크", ["21"] = "하나", ["24"] = "토스뱅크", ["30"] = "산업", ["31"] = "비씨", ["33"] = "우리",
  ["34"] = "수협", ["35"] = "전북", ["36"] = "씨티", ["37"] = "우체국", ["38"] = "새마을", ["39"] = "저축", ["3A"] = "케이뱅크",
  ["3C"] = "유니온페이", ["3K"] = "기업비씨", ["41"] = "신한", ["42"] = "제주", ["46"] = "광주", ["4J"] = "JCB", ["4M"] = "마스터",
  ["4V"] = "비자", ["51"] = "삼성", ["61"] = "현대", ["62"] = "신협", ["6D"] = "다이너스", ["6I"] = "다이너스", ["71"] = "롯데",
  ["91"] = "농협", W1 = "우리",
}

codes.banks = {
  ["02"] = "KDB산업은행", ["03"] = "IBK기업은행", ["06"] = "KB국민은행", ["07"] = "Sh수협은행", ["11"] = "NH농협은행",
  ["12"] = "지역농축협", ["20"] = "우리은행", ["23"] = "SC제일은행", ["27"] = "씨티은행", ["31"] = "iM뱅크", ["32"] = "부산은행",
  ["34"] = "광주은행", ["35"] = "제주은행", ["37"] = "전북은행", ["39"] = "경남은행", ["45"] = "새마을금고", ["48"] = "신협",
  ["50"] = "저축은행", ["54"] = "HSBC", ["64"] = "산림조합", ["71"] = "우체국", ["81"] = "하나은행", ["88"] = "신한은행",
  ["89"] = "케이뱅크", ["90"] = "카카오뱅크", ["92"] = "토스뱅크",
}

--- Their code of a bank by its clearing code, of two digits or three: "004" → "06", "88" → "88".
---@param clearing string
---@return string
function codes.to_theirs(clearing)
  local two = clearing:sub(-2)
  return two == "04" and "06" or two
end

--- The clearing code of two digits by theirs.
---@param theirs string
---@return string
function codes.to_clearing(theirs) return theirs == "06" and "04" or theirs end

return codes
