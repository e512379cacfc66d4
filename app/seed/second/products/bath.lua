-- 욕실·세탁.

local lab = "맑은물연구소"
local weaver = "햇솜 / 대구광역시 서구 햇솜로 00"

return {
  {
    code = "towel-five", brand = "haetsom", best = true,
    name = "[햇솜] 사십수 코마사 호텔 수건 다섯 장 (170g)",
    summary = "첫 빨래부터 물을 잘 먹는 도톰한 면",
    tags = { "수건", "선물", "세트" }, origin = "대한민국", maker = weaver,
    options = { { name = "색", values = { "다섯 색 섞음", "모래 다섯 장", "이끼 다섯 장" } } },
    skus = {
      { code = "BT201-M", values = { "다섯 색 섞음" }, price = 32900, list_price = 39000, stock = 90, weight_g = 900 },
      { code = "BT201-S", values = { "모래 다섯 장" }, price = 32900, list_price = 39000, stock = 74, weight_g = 900 },
      { code = "BT201-G", values = { "이끼 다섯 장" }, price = 32900, list_price = 39000, stock = 3, weight_g = 900 },
    },
    description = {
      { kind = "headline", text = "섬유유연제 없이 부드럽게" },
      { kind = "paragraph", text = "짧은 섬유를 빗어 낸 코마사를 느슨하게 꼬아 짰습니다. 유연제를 쓰면 물을 덜 먹으니 세제만으로 빨고, 널기 전에 두 번 털어 주세요." },
    },
    notice = { "bedding", material = "면 100%(40수 코마사)", color = "선택 색상 참조", size = "40×80cm", composition = "수건 5장", care = "40℃ 이하 물세탁, 처음 두 번은 단독 세탁" },
  },
  {
    code = "hand-wash", brand = "malgeunmul",
    name = "[맑은물연구소] 고요한 손비누 300ml (쑥·편백)",
    summary = "씻고 나면 풀 냄새만 조금 남는 순한 거품",
    tags = { "핸드워시", "욕실", "선물" }, origin = "대한민국", maker = lab,
    options = { { name = "구성", values = { "본품", "리필 600ml" } } },
    skus = {
      { code = "BT202-B", values = { "본품" }, price = 15900, stock = 110, weight_g = 420, unit = { label = "100ml", size = 100, quantity = 300 } },
      { code = "BT202-R", values = { "리필 600ml" }, price = 19900, list_price = 23900, stock = 82, weight_g = 660, unit = { label = "100ml", size = 100, quantity = 600 } },
    },
    description = {
      { kind = "headline", text = "하루 열 번 씻는 손을 위해" },
      { kind = "paragraph", text = "코코넛에서 얻은 세정 성분에 강화 쑥 추출물을 넣었습니다. 용기는 세 번까지 채워 쓰는 것을 권하고, 펌프는 따로 살 수 있어요." },
    },
    notice = { "household", size = "300ml 또는 600ml", name = "고요한 손비누 (화장품: 인체세정용)", certificate = "화장품법에 따른 전성분은 용기 표시 참조" },
  },
  {
    code = "soap-bar", brand = "malgeunmul",
    name = "[맑은물연구소] 여섯 주 말린 저온 비누 110g",
    summary = "천천히 굳혀 쉽게 무르지 않는 네모 비누",
    tags = { "비누", "제로웨이스트" }, origin = "대한민국", maker = lab,
    options = { { name = "종류", values = { "귀리", "쑥", "황토", "우유" } } },
    skus = {
      { code = "BT203-O", values = { "귀리" }, price = 8900, stock = 66, weight_g = 130, unit = { label = "100g", size = 100, quantity = 110 } },
      { code = "BT203-M", values = { "쑥" }, price = 8900, stock = 71, weight_g = 130, unit = { label = "100g", size = 100, quantity = 110 } },
      { code = "BT203-H", values = { "황토" }, price = 8900, stock = 0, weight_g = 130, unit = { label = "100g", size = 100, quantity = 110 } },
      { code = "BT203-U", values = { "우유" }, price = 8900, stock = 48, weight_g = 130, unit = { label = "100g", size = 100, quantity = 110 } },
    },
    description = {
      { kind = "headline", text = "서두르지 않아 단단합니다" },
      { kind = "paragraph", text = "올리브유와 코코넛유를 낮은 온도에서 섞어 여섯 주를 말렸습니다. 색은 재료에서 온 것이라 햇볕에 조금씩 바래요." },
    },
    notice = { "household", size = "110g, 약 7.5×5×2.5cm", name = "저온 비누 (화장품: 화장비누)", certificate = "화장품법에 따른 전성분은 포장 표시 참조" },
  },
  {
    code = "laundry-wash", brand = "malgeunmul", best = true,
    name = "[맑은물연구소] 맑은 세제 1.5L (중성, 향 줄임)",
    summary = "울과 면을 함께 빨아도 되는 묽고 맑은 세제",
    tags = { "세탁세제", "중성세제", "리필" }, origin = "대한민국", maker = lab,
    options = { { name = "구성", values = { "1.5L", "1.5L × 3" } } },
    skus = {
      { code = "BT204-1", values = { "1.5L" }, price = 14900, stock = 130, weight_g = 1650, unit = { label = "100ml", size = 100, quantity = 1500 } },
      { code = "BT204-3", values = { "1.5L × 3" }, price = 39900, list_price = 44700, stock = 45, weight_g = 4950, unit = { label = "100ml", size = 100, quantity = 4500 } },
    },
    description = {
      { kind = "headline", text = "옷장을 열었을 때 아무 냄새도 나지 않게" },
      { kind = "paragraph", text = "형광증백제와 색소를 넣지 않고 향은 흔적만 남겼습니다. 빨래 5kg에 뚜껑 반, 찬물에도 잘 풀려요." },
    },
    notice = { "household_chemical", use = "세탁용 세제 / 액상형(일반용)", dates = "제조일로부터 36개월", amount = "1.5L 또는 1.5L × 3", chemicals = "정제수, 라우릴글루코사이드, 소듐코코일글루타메이트, 구연산, 향료", caution = "어린이 손이 닿지 않는 곳에 두고, 눈에 들어가면 흐르는 물로 씻으세요.", report_no = "CB00-00-0000 (가상의 번호)" },
  },
  {
    code = "dish-wash", brand = "malgeunmul",
    name = "[맑은물연구소] 주방 비누물 500ml (1종)",
    summary = "과일과 채소까지 씻는, 헹굼이 빠른 세제",
    tags = { "주방세제", "1종" }, origin = "대한민국", maker = lab, new = true,
    skus = { { code = "BT205", price = 7900, stock = 150, weight_g = 560, unit = { label = "100ml", size = 100, quantity = 500 } } },
    description = {
      { kind = "headline", text = "거품은 적게, 헹굼은 두 번에" },
      { kind = "paragraph", text = "쌀뜨물을 발효한 성분으로 기름을 풀고 레몬껍질 향을 아주 조금 더했습니다. 물 1L에 두 번 누르면 채소를 씻는 농도입니다." },
    },
    notice = { "household_chemical", use = "주방용 세척제(1종) / 액상형", dates = "제조일로부터 30개월", amount = "500ml", chemicals = "정제수, 데실글루코사이드, 쌀발효여과물, 구연산, 레몬껍질오일", caution = "용도 외에 쓰지 말고 어린이 손이 닿지 않는 곳에 두세요.", report_no = "위생용품 제조업 신고 제0000호 (가상의 번호)" },
  },
  {
    code = "bath-mat", brand = "haetsom",
    name = "[햇솜] 골지 면 욕실 매트 50×75cm",
    summary = "발가락 사이까지 닦이는 도톰한 골",
    tags = { "욕실매트", "패브릭" }, origin = "대한민국", maker = weaver,
    options = { { name = "색", values = { "이슬", "모래" } } },
    skus = {
      { code = "BT206-D", values = { "이슬" }, price = 28000, stock = 47, weight_g = 700 },
      { code = "BT206-S", values = { "모래" }, price = 28000, stock = 52, weight_g = 700 },
    },
    description = {
      { kind = "headline", text = "밟을 때마다 조금 폭신하게" },
      { kind = "paragraph", text = "굵은 실로 골을 세워 물이 골 사이로 빠집니다. 바닥에는 미끄럼을 막는 천연고무 점을 찍었어요. 세탁기에 그대로 돌려도 됩니다." },
    },
    notice = { "bedding", material = "면 100%, 바닥 천연고무", color = "이슬, 모래", size = "50×75cm", composition = "매트 1장", care = "30℃ 이하 물세탁, 건조기 사용 금지" },
  },
  {
    code = "toothbrush", brand = "namugyeol",
    name = "[나무곁] 대나무 칫솔 세 자루 + 도자 컵",
    summary = "손잡이는 대나무, 머리는 작고 솔은 촘촘하게",
    tags = { "칫솔", "제로웨이스트", "욕실" }, origin = "대한민국", maker = "나무곁 / 강원특별자치도 원주시 나무길 00",
    skus = { { code = "BT207", price = 19800, stock = 61, weight_g = 420 } },
    description = {
      { kind = "headline", text = "석 달에 한 번 바꾸는 물건이니까" },
      { kind = "paragraph", text = "다 쓴 칫솔은 솔을 뽑고 손잡이를 흙에 묻을 수 있습니다. 컵은 바닥에 구멍을 내어 물이 고이지 않아요." },
    },
    notice = { "household", size = "칫솔 18cm(대나무, 나일론모), 컵 지름 8cm(도자기)", name = "대나무 칫솔 세트" },
  },
  {
    code = "laundry-basket", brand = "badeul",
    name = "[바들공방] 라탄 빨래 바구니 45L",
    summary = "바람이 통해 젖은 수건을 넣어도 냄새가 덜한",
    tags = { "바구니", "라탄", "수납" }, origin = "대한민국 (라탄: 인도네시아산)", maker = "바들공방 / 충청남도 서산시 바들길 00",
    skus = { { code = "BT208", price = 89000, list_price = 105000, stock = 4, weight_g = 2600 } },
    description = {
      { kind = "headline", text = "사흘을 엮어야 하나가 됩니다" },
      { kind = "paragraph", text = "물에 불린 라탄을 손으로 당겨 엮어 크기와 빛깔이 조금씩 다릅니다. 안감은 빼서 빨 수 있는 리넨이에요." },
    },
    notice = { "household", size = "지름 42cm, 높이 45cm / 라탄, 소가죽 손잡이, 리넨 안감", name = "라탄 빨래 바구니" },
  },
}
