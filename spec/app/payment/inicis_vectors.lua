--- What is published of Inicis' hashes, or was reckoned from the published recipes: key, merchant and answer by answer. Both the
--- adapter and its stand-in are held against these, each by its own means.

local vectors = { mid = "INIpayTest", sign_key = "SU5JTElURV9UUklQTEVERVNfS0VZU1RS", api_key = "ItEQKi3rY7uvDS8l", api_iv = "HYb3yQ4f65QL89==",
  oid = "INIpayTest_1516249231375", price = 1000, timestamp = "1516249231375", auth_token = "TOKEN" }

vectors.window = { key = "3a9503069192f207491d4b19bd743fc249a761ed94246c8c42fed06c3cd15a33",
  signature = "cfbd4f3d2d1d2508e9921076ec0b680a6226cd6434d0014a39694ce5006ce069",
  verification = "606774b7c10e9089237ba932377ab7ff3da6c58d29ff5602109e8c82c52e8fe5" }

vectors.approval = { signature = "c51106fed3a6d48cc87930d969169ff98850d718efdffa74d1ad24a27d7d3071",
  verification = "51e9d379c39c4477cf26ca0fe0c79260a20e8ead7bb3c137981b5b448bdce698" }

-- by the last digit of the answer's time, 151624923137 and that digit
vectors.answers = {
  ["1"] = "05f560b6c560b963f45052a6ecc7b326b07480bdd0359a215b8fcbee9f35986d",
  ["2"] = "b6c70d551ee4046cc5a3f265f676e6819d660ca72e86a86f0aaad47a3fb69fc5",
  ["3"] = "cfa5ee92b40338ca70c0eb47e8765d9ffc9cb1f46b715134fd8ddad282a7f9fe",
  ["4"] = "bd4471b813cdeb040a576970eb58548c249f4f99b8220124260168d14a3f2c71",
  ["5"] = "6081e1fd215c0422e7aa14adc0b438930207487a754814b4e461a052cbad4c4e",
  ["6"] = "a79d2c642fb1b3e81574048c665a8e0013f8f01e20266eb01b4fb116d923ea24",
  ["7"] = "b9facb43685a948076d21525ca7b570fe98690dd7618c5c6a9c053d408925353",
  ["8"] = "cf9f3bf98fccf0ece0b60b1b69b519e11e6b1ea63e6cbcc90384053fef814286",
  ["9"] = "855f29fe052fb6247692bef12c2a97487261d7433f1f3fc42087dfc93d9aed54",
  ["0"] = "e72157a1d799d4adaa5a1e00bc2f5955b68b5b2c11fa4eb5a2defca3f7a1377b",
}

vectors.check_fake = { amount = 1000, oid = "url_99120", timestamp = "1640061760611", key = "3CB8183A4BE283555ACC8363C0360223",
  value = "bKVddmNY3kUqWWbeffnPN6r9NatBqhNZe7bx677NyxeLvb42wCRCxEjGx+aH2CATMm0BE8PEKw1x2PqFQbgrsA==" }

vectors.sealed = { plain = "123456789", value = "qwMHVJqsmXKoR+d8wQTS4g==" }

local CARD, ACCOUNT = "StdpayCARDINIpayTest20240101111111111111", "StdpayVBNKINIpayTest20240101111111111111"

vectors.v1 = {
  { parts = { "Refund", "Card", "20240101120000", "192.0.2.1", "INIpayTest", CARD },
    hash = "e246f6f8771cc669a8112d7e3314f542ce282cf0f8023779ba4eac89299c2c781a4197000e34434a9fe848bc17ec37195d45138144b6be737f1466f7db6e08b9" },
  { parts = { "PartialRefund", "Card", "20240101120000", "192.0.2.1", "INIpayTest", CARD, "300", "700" },
    hash = "8c7739416249cb00faec5744d7fe0cea049fdcde100973e4401b4c2abdfbbc6d83a1197d97c4d124da0e79ddfcdcac1ab0d9e142bf2eb6f1e087f93cd1b13c02" },
}

local GIVEN_BACK_TO = { { "refundAcctNum", "qwMHVJqsmXKoR+d8wQTS4g==" }, { "refundBankCode", "88" }, { "refundAcctName", "홍길동" } }

local function data(...)
  local list = {}
  for _, pairs_in_order in ipairs { ... } do
    for _, pair in ipairs(pairs_in_order) do list[#list + 1] = pair end
  end
  return list
end

vectors.v2 = {
  { type = "refund", data = { { "tid", CARD }, { "msg", "test" } }, text = '{"tid":"' .. CARD .. '","msg":"test"}',
    hash = "eec4675ca0270ab45346bb8f1eb1c120db9336b069c5126ae637ab755fa4b43796af2378405ba0744757a965051774e0f772e05482245bb9ee7ce0c602f0aeb4" },
  { type = "refund", data = data({ { "tid", ACCOUNT }, { "msg", "test" } }, GIVEN_BACK_TO),
    text = '{"tid":"' .. ACCOUNT .. '","msg":"test","refundAcctNum":"qwMHVJqsmXKoR+d8wQTS4g==","refundBankCode":"88","refundAcctName":"홍길동"}',
    hash = "9f4a3962fccf37486e7eb6d3dbcd3f4be61acb66c1fd01bf282379f198995128426c3410d8ee490fadb53f943f13ad1688602d8838915ea319196858da8af1c6" },
  { type = "partialRefund", data = data({ { "tid", ACCOUNT }, { "msg", "test" }, { "price", "300" }, { "confirmPrice", "700" } }, GIVEN_BACK_TO),
    text = '{"tid":"' .. ACCOUNT .. '","msg":"test","price":"300","confirmPrice":"700","refundAcctNum":"qwMHVJqsmXKoR+d8wQTS4g==",'
      .. '"refundBankCode":"88","refundAcctName":"홍길동"}',
    hash = "44f3f8f35dd2006bce17bd22da46d4c8a093cd8f5f8b48381830bba3db71253ead596323f537912a6e73d2fd35743c404fdfdffb677d314028c95237310bb6c6" },
  { type = "inquiry", data = { { "tid", ACCOUNT } }, text = '{"tid":"' .. ACCOUNT .. '"}',
    hash = "1af8b9e928ade387fef4f909788ad5b804cab2eacb368e9044260edeb64686cf6a6dec512d6365f7cb6b451e762ef8c615f11ad28fa9d704e5b967e55b56a383" },
  { type = "refund", data = { { "tid", "fixture-provider-tid" } }, text = '{"tid":"fixture-provider-tid"}',
    key = "fixture-iniapi-key", mid = "fixture-mid", timestamp = "20260730133122",
    hash = "d5882f0bec6d2aa0a0c53ec81f5379cc4d1fd68f2db9f704c5355905322ac99518e98000426e2690ce582377fc911d9d3a3bc9eb89353dadf2e574055f03a656" },
  { type = "partialRefund", data = { { "tid", "fixture-provider-tid" }, { "price", "5000" }, { "confirmPrice", "7000" } },
    text = '{"tid":"fixture-provider-tid","price":"5000","confirmPrice":"7000"}', key = "fixture-iniapi-key", mid = "fixture-mid",
    timestamp = "20260730133122",
    hash = "14098b88408bf8b28b4dce1cecb61340508e4e6c493647338f42d31e89120b0ae779d8515a83b776e3e633a9d215ec191403c253669e872e94034d4b85ca8aa1" },
}

for _, one in ipairs(vectors.v2) do
  one.key, one.mid, one.timestamp = one.key or vectors.api_key, one.mid or vectors.mid, one.timestamp or "20240101120000"
end

return vectors
