-- What Inicis calls banks, cards and ways to pay.

local codes = {}

codes.banks = {
  ["03"] = "기업은행", ["04"] = "국민은행", ["05"] = "외환은행", ["07"] = "수협은행", ["11"] = "농협은행", ["20"] = "우리은행",
  ["23"] = "SC제일은행", ["31"] = "iM뱅크(대구)", ["32"] = "부산은행", ["34"] = "광주은행", ["37"] = "전북은행", ["39"] = "경남은행",
  ["53"] = "씨티은행", ["71"] = "우체국", ["81"] = "하나은행", ["88"] = "신한은행", ["89"] = "케이뱅크", ["90"] = "카카오뱅크",
  ["92"] = "토스뱅크",
}

codes.cards = {
  ["01"] = "하나카드(외환)", ["03"] = "롯데카드", ["04"] = "현대카드", ["06"] = "국민카드", ["11"] = "BC카드", ["12"] = "삼성카드",
  ["14"] = "신한카드", ["15"] = "한미카드", ["16"] = "NH농협카드", ["17"] = "하나카드", ["21"] = "VISA", ["22"] = "Mastercard",
  ["23"] = "JCB", ["93"] = "토스머니", ["97"] = "카카오머니", ["98"] = "페이코",
}

--- Our methods as the windows of both products take them.
codes.pc = { card = "Card", account_transfer = "DirectBank", virtual_account = "VBank", phone = "HPP" }
codes.mobile = { card = "CARD", account_transfer = "BANK", virtual_account = "VBANK", phone = "MOBILE" }

--- Theirs, of either product and of the inquiry, as ours.
codes.methods = {
  Card = "card", VCard = "card", CARD = "card", ISP = "card",
  DirectBank = "account_transfer", Acct = "account_transfer", BANK = "account_transfer",
  VBank = "virtual_account", Vacct = "virtual_account", VBANK = "virtual_account",
  HPP = "phone", MOBILE = "phone",
}

--- Carriers as an escrow's delivery names them; any other is "9999".
codes.carriers = { cj = "cjgls", hanjin = "hanjin", lotte = "hyundai", logen = "kgb", epost = "EPOST", kyungdong = "kdexp",
  daesin = "daesin", chunil = "chunil" }

--- A refund that is asked for although everything has gone back already.
codes.CANCELLED_BEFORE = "500626"

return codes
