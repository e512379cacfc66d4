-- 홈데코·향.

local forest = "숲의자리"
local kiln = "흙결요 / 경기도 이천시 신둔면 가마길 00"
local bench = "나무곁 / 강원특별자치도 원주시 나무길 00"

return {
  {
    code = "white-vase", brand = "heukgyeol", best = true,
    name = "[흙결요] 마른 가지 화병",
    summary = "유약을 바르지 않은 흙의 살결, 목이 좁아 한 가지도 서는",
    tags = { "화병", "도자기", "선물" }, origin = "대한민국", maker = kiln,
    options = { { name = "색", values = { "흰흙", "이끼" } }, { name = "크기", values = { "큰 것 26cm", "작은 것 12cm" } } },
    skus = {
      { code = "HM401-WL", values = { "흰흙", "큰 것 26cm" }, price = 58000, stock = 24, weight_g = 1400 },
      { code = "HM401-WS", values = { "흰흙", "작은 것 12cm" }, price = 29000, stock = 37, weight_g = 520 },
      { code = "HM401-ML", values = { "이끼", "큰 것 26cm" }, price = 58000, stock = 3, weight_g = 1400 },
      { code = "HM401-MS", values = { "이끼", "작은 것 12cm" }, price = 29000, stock = 26, weight_g = 520 },
    },
    description = {
      { kind = "headline", text = "꽃이 없어도 비어 보이지 않게" },
      { kind = "paragraph", text = "물레 자국을 지우지 않고 초벌 뒤에 사포로 결만 골랐습니다. 안쪽에는 유약을 발라 물이 배지 않아요. 길에서 주운 마른 가지 하나면 됩니다." },
    },
    notice = { "household", size = "높이 26cm 또는 12cm / 도자기", name = "마른 가지 화병" },
  },
  {
    code = "soy-candle", brand = "sup", best = true,
    name = "[숲의자리] 소이 캔들 220g",
    summary = "불을 끄고 나서 더 오래 남는 향",
    tags = { "캔들", "향", "선물" }, origin = "대한민국", maker = forest,
    options = { { name = "향", values = { "비 온 뒤 숲", "햇볕 마른 이불", "저녁 난로" } } },
    skus = {
      { code = "HM402-F", values = { "비 온 뒤 숲" }, price = 34000, stock = 58, weight_g = 520, unit = { label = "100g", size = 100, quantity = 220 } },
      { code = "HM402-L", values = { "햇볕 마른 이불" }, price = 34000, stock = 49, weight_g = 520, unit = { label = "100g", size = 100, quantity = 220 } },
      { code = "HM402-S", values = { "저녁 난로" }, price = 34000, stock = 0, weight_g = 520, unit = { label = "100g", size = 100, quantity = 220 } },
    },
    description = {
      { kind = "headline", text = "방 하나에 계절 하나" },
      { kind = "paragraph", text = "콩 왁스에 면 심지를 세웠습니다. 처음 켤 때는 표면이 다 녹을 때까지 두 시간쯤, 그 뒤로는 심지를 5mm로 자르고 켜 주세요. 다 쓴 컵은 뜨거운 물로 씻어 연필꽂이로." },
    },
    notice = { "household_chemical", use = "초 / 고체형", dates = "제조일로부터 36개월", amount = "220g", chemicals = "콩 왁스, 향료(제품별 성분은 용기 표시 참조)", caution = "자리를 비울 때는 반드시 불을 끄고, 어린이와 반려동물의 손이 닿지 않게 하세요.", report_no = "CB00-00-0001 (가상의 번호)" },
  },
  {
    code = "diffuser", brand = "sup",
    name = "[숲의자리] 고요한 방 디퓨저 200ml (백단·무화과잎)",
    summary = "들어설 때만 알아차리는 옅은 향",
    tags = { "디퓨저", "향", "선물" }, origin = "대한민국", maker = forest,
    skus = { { code = "HM403", price = 42000, list_price = 48000, stock = 41, weight_g = 560, unit = { label = "100ml", size = 100, quantity = 200 } } },
    description = {
      { kind = "headline", text = "향이 먼저 말을 걸지 않도록" },
      { kind = "paragraph", text = "백단을 바닥에 두고 무화과잎의 풋내를 조금 얹었습니다. 스틱 일곱 개 중 네 개부터 시작해 방 크기에 맞추세요. 두 달쯤 갑니다." },
    },
    notice = { "household_chemical", use = "방향제 / 액상형(비분사형)", dates = "제조일로부터 36개월", amount = "200ml", chemicals = "에탄올, 향료, 정제수(제품별 성분은 용기 표시 참조)", caution = "화기를 멀리하고 가구에 흘렸을 때는 바로 닦으세요. 먹지 마세요.", report_no = "CB00-00-0002 (가상의 번호)" },
  },
  {
    code = "table-lamp", brand = "goyo",
    name = "[고요살림] 한지 갓 탁상등",
    summary = "닥종이를 세 겹 발라 눈부심 없이 번지는 빛",
    tags = { "조명", "한지" }, origin = "대한민국", maker = "고요살림 / 서울특별시 종로구 고요길 00",
    options = { { name = "받침", values = { "솔잎", "흰흙" } } },
    skus = {
      { code = "HM404-P", values = { "솔잎" }, price = 118000, list_price = 138000, stock = 16, weight_g = 1900 },
      { code = "HM404-W", values = { "흰흙" }, price = 118000, list_price = 138000, stock = 2, weight_g = 1900 },
    },
    description = {
      { kind = "headline", text = "책 읽기엔 어둡고 쉬기엔 알맞은" },
      { kind = "paragraph", text = "전주 한지를 결을 엇갈려 세 겹 발랐습니다. 전구는 E26 소켓에 6W 전구색 LED가 들어 있고, 밝기는 줄에 달린 다이얼로 세 단계예요." },
    },
    notice = { "household", size = "지름 24cm, 높이 38cm / 한지, 도자기", name = "한지 갓 탁상등 GY-L1", certificate = "KC 전기용품 안전인증 (가상의 번호 HU00000-00000)" },
  },
  {
    code = "walnut-tray", brand = "namugyeol",
    name = "[나무곁] 호두나무 둥근 쟁반 36cm",
    summary = "찻상도 되고 침대 위 아침상도 되는",
    tags = { "쟁반", "원목", "선물" }, origin = "대한민국 (원목: 미국산 월넛)", maker = bench,
    skus = { { code = "HM405", price = 72000, stock = 27, weight_g = 1250 } },
    description = {
      { kind = "headline", text = "한 판을 돌려 깎은 테두리" },
      { kind = "paragraph", text = "두꺼운 판을 통째로 깎아 이음매가 없습니다. 물자국이 남지 않게 천연 왁스로 마감했고 바닥에는 얇은 코르크를 붙였어요." },
    },
    notice = { "kitchenware", material = "월넛 원목, 천연 왁스, 코르크", composition = "쟁반 1개", size = "지름 36cm, 높이 3.5cm" },
  },
  {
    code = "rattan-basket", brand = "badeul",
    name = "[바들공방] 왕골 바구니 두 개 세트",
    summary = "빵도 실타래도 열쇠도, 늘어놓지 않게",
    tags = { "바구니", "수납", "세트" }, origin = "대한민국", maker = "바들공방 / 충청남도 서산시 바들길 00",
    skus = { { code = "HM406", price = 39000, list_price = 45000, stock = 53, weight_g = 620 } },
    description = {
      { kind = "headline", text = "마른 풀 냄새가 납니다" },
      { kind = "paragraph", text = "서산 갯벌 가장자리에서 벤 왕골을 그늘에 말려 엮었습니다. 젖으면 그늘에서 말리고, 가시가 일어나면 사포로 살짝 문질러 주세요." },
    },
    notice = { "household", size = "큰 것 지름 28cm, 작은 것 지름 20cm / 왕골", name = "왕골 바구니 세트" },
  },
  {
    code = "wall-clock", brand = "namugyeol",
    name = "[나무곁] 소리 없는 참나무 벽시계 30cm",
    summary = "초침이 흐르듯 움직여 잠든 방에서도 조용해요",
    tags = { "시계", "원목", "집들이" }, origin = "대한민국", maker = bench,
    skus = { { code = "HM407", price = 68000, stock = 35, weight_g = 1300 } },
    description = {
      { kind = "headline", text = "똑딱이지 않는 시계" },
      { kind = "paragraph", text = "무소음 무브먼트를 넣고 테두리는 참나무를 둥글게 이어 깎았습니다. 숫자 대신 막대만 두어 멀리서도 읽힙니다. AA 건전지 한 개로 일 년쯤 가요." },
    },
    notice = { "household", size = "지름 30cm, 두께 4.5cm / 참나무, 유리", name = "참나무 벽시계 NG-C30", certificate = "해당 사항 없음 (건전지식)" },
  },
  {
    code = "incense", brand = "sup",
    name = "[숲의자리] 저녁 한 개비 인센스 세트 (40개비 + 받침)",
    summary = "한 개비가 타는 이십오 분 동안만",
    tags = { "인센스", "향", "선물" }, origin = "대한민국", maker = forest, new = true,
    options = { { name = "향", values = { "백단", "침향" } } },
    skus = {
      { code = "HM408-B", values = { "백단" }, price = 32000, stock = 44, weight_g = 480 },
      { code = "HM408-C", values = { "침향" }, price = 38000, stock = 5, weight_g = 480 },
    },
    description = {
      { kind = "headline", text = "하루를 닫는 작은 절차" },
      { kind = "paragraph", text = "나뭇가루를 느릅나무 껍질로만 뭉쳐 숯 냄새가 적습니다. 받침은 재가 밖으로 떨어지지 않도록 가운데를 깊게 팠어요. 창을 조금 열고 피워 주세요." },
    },
    notice = { "household_chemical", use = "방향제 / 고체형(연소형)", dates = "제조일로부터 60개월", amount = "40개비, 받침 1개", chemicals = "백단 또는 침향 분말, 느릅나무껍질 분말", caution = "환기하며 사용하고 불이 완전히 꺼졌는지 확인하세요.", report_no = "CB00-00-0003 (가상의 번호)" },
  },
  {
    code = "plant-pot", brand = "heukgyeol",
    name = "[흙결요] 숨 쉬는 토분",
    summary = "물이 마르는 것이 겉에서 보이는 낮은 온도의 흙",
    tags = { "화분", "토분", "식물" }, origin = "대한민국", maker = kiln,
    options = { { name = "색", values = { "붉은흙", "흰흙" } }, { name = "크기", values = { "12cm", "16cm" } } },
    skus = {
      { code = "HM409-R2", values = { "붉은흙", "12cm" }, price = 16000, stock = 70, weight_g = 620 },
      { code = "HM409-R6", values = { "붉은흙", "16cm" }, price = 24000, stock = 52, weight_g = 1100 },
      { code = "HM409-W2", values = { "흰흙", "12cm" }, price = 16000, stock = 48, weight_g = 620 },
      { code = "HM409-W6", values = { "흰흙", "16cm" }, price = 24000, stock = 0, weight_g = 1100 },
    },
    description = {
      { kind = "headline", text = "색이 옅어지면 물 줄 때" },
      { kind = "paragraph", text = "낮은 온도로 구워 흙이 숨을 쉽니다. 젖으면 짙어지고 마르면 옅어져 초보도 물 때를 놓치지 않아요. 하얗게 피는 것은 물속 석회이니 솔로 문지르면 됩니다. 식물은 들어 있지 않습니다." },
    },
    notice = { "household", size = "지름 12cm 또는 16cm / 토기", name = "숨 쉬는 토분" },
  },
}
