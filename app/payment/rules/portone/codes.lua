-- PortOne's words for banks, card companies and carriers (V2), by clearing codes, by the names a shopper knows and by our
-- codes. Pure.

local codes = {}

codes.cards = { KOREA_DEVELOPMENT_BANK = "산업", KFCC = "새마을", SHINHYUP = "신협", EPOST = "우체국", SAVINGS_BANK_KOREA = "저축",
  KAKAO_BANK = "카카오뱅크", WOORI_CARD = "우리", BC_CARD = "비씨", GWANGJU_CARD = "광주", SAMSUNG_CARD = "삼성",
  SHINHAN_CARD = "신한", HYUNDAI_CARD = "현대", LOTTE_CARD = "롯데", SUHYUP_CARD = "수협", CITI_CARD = "씨티", NH_CARD = "농협",
  JEONBUK_CARD = "전북", JEJU_CARD = "제주", HANA_CARD = "하나", KOOKMIN_CARD = "국민", K_BANK = "케이뱅크",
  TOSS_BANK = "토스뱅크", MIRAE_ASSET_SECURITIES = "미래에셋증권" }

--- Carriers as an escrow's delivery names them; any other is "ETC".
codes.carriers = { cj = "CJ", hanjin = "HANJIN", lotte = "LOTTE", epost = "POST", logen = "LOGEN", kyungdong = "KYUNGDONG",
  daesin = "DAESIN", hapdong = "HAPDONG", chunil = "CHUNIL", kunyoung = "KUNYOUNG", ilyang = "ILYANG", honam = "WOORI",
  gs25 = "GS", ems = "EMS", dhl = "DHL", fedex = "FEDEX", ups = "UPS" }

local BANKS = {
  { "KDB", "02", "KDB산업은행" }, { "IBK", "03", "IBK기업은행" }, { "KOOKMIN", "04", "KB국민은행" },
  { "SUHYUP", "07", "Sh수협은행" }, { "NONGHYUP", "11", "NH농협은행" }, { "LOCAL_NONGHYUP", "12", "지역농축협" },
  { "WOORI", "20", "우리은행" }, { "STANDARD_CHARTERED", "23", "SC제일은행" }, { "CITI", "27", "씨티은행" },
  { "DAEGU", "31", "iM뱅크" }, { "BUSAN", "32", "부산은행" }, { "KWANGJU", "34", "광주은행" }, { "JEJU", "35", "제주은행" },
  { "JEONBUK", "37", "전북은행" }, { "KYONGNAM", "39", "경남은행" }, { "KFCC", "45", "새마을금고" }, { "SHINHYUP", "48", "신협" },
  { "SAVINGS_BANK", "50", "저축은행" }, { "HSBC", "54", "HSBC" }, { "NFCF", "64", "산림조합" }, { "POST", "71", "우체국" },
  { "HANA", "81", "하나은행" }, { "SHINHAN", "88", "신한은행" }, { "K_BANK", "89", "케이뱅크" }, { "KAKAO", "90", "카카오뱅크" },
  { "TOSS", "92", "토스뱅크" },
}

local by_theirs, by_clearing = {}, {}
for _, bank in ipairs(BANKS) do
  by_theirs[bank[1]], by_clearing[bank[2]] = { code = bank[2], name = bank[3] }, bank
end

--- What a bank is by their word; one that is not known is called by it.
---@param theirs string
---@return { code: string, name: string }
function codes.bank(theirs) return by_theirs[theirs] or { code = "", name = theirs } end

--- Their word for a bank by its clearing code, of two digits or three.
---@param clearing string
---@return string|nil
function codes.to_theirs(clearing)
  local bank = by_clearing[clearing:sub(-2)]
  return bank and bank[1]
end

--- The name of a bank by its clearing code, of two digits or three.
---@param clearing string
---@return string|nil
function codes.name(clearing)
  local bank = by_clearing[clearing:sub(-2)]
  return bank and bank[3]
end

return codes
