-- 신선·정육, second half: meat, fish, milk and bean curd.

local farm = "청솔목장 / 강원특별자치도 평창군 대관령면 청솔길 70"
local port = "물결수산 / 경상남도 통영시 산양읍 물결길 00"

return {
  {
    code = "hanwoo-steak", tax_free = true, brand = "cheongsol",
    name = "[청솔목장] 1++ 한우 채끝 스테이크 250g",
    summary = "스무 날 저온 숙성, 두께 2.5cm",
    tags = { "한우", "정육", "선물", "냉장" },
    origin = "강원 평창 (국내산 한우)", maker = farm, storage = "냉장", expiry = "발송일 기준 5일 이상 남은 상품", perishable = true, best = true,
    options = { { name = "부위", values = { "채끝", "안심", "등심" } } },
    skus = {
      { code = "FR609-C", values = { "채끝" }, price = 38900, list_price = 44000, stock = 28, weight_g = 340, unit = { label = "100g", size = 100, quantity = 250 } },
      { code = "FR609-A", values = { "안심" }, price = 45900, stock = 3, weight_g = 340, unit = { label = "100g", size = 100, quantity = 250 } },
      { code = "FR609-D", values = { "등심" }, price = 36900, list_price = 41000, stock = 35, weight_g = 340, unit = { label = "100g", size = 100, quantity = 250 } },
    },
    description = {
      { kind = "headline", text = "센불에 뒤집기를 여덟 번" },
      { kind = "paragraph", text = "영상 1도 숙성실에서 스무 날, 수분이 빠지고 맛이 진해진 뒤 두껍게 썰어 진공으로 담습니다." },
      { kind = "steps", title = "굽는 법", items = { "굽기 40분 전에 꺼내 물기를 닦습니다.", "연기가 오른 팬에 1분씩 뒤집으며 8분 굽습니다.", "포일을 덮어 5분 두었다가 결 반대로 썹니다." } },
    },
    notice = { "fresh_food", amount = "250g", law = "등급 1++, 축산물이력번호 포장재 표시, 도축장·포장처리업소 포장재 표시", composition = "한우 1팩" },
  },
  {
    code = "samgyeopsal", tax_free = true, brand = "cheongsol",
    name = "[청솔목장] 무항생제 한돈 삼겹살 500g",
    summary = "솔잎 먹인 돼지, 비계와 살이 다섯 겹",
    tags = { "한돈", "정육", "냉장" },
    origin = "강원 평창 (국내산 돼지고기)", maker = farm, storage = "냉장", expiry = "발송일 기준 5일 이상 남은 상품", perishable = true,
    options = { { name = "두께", values = { "구이용 1cm", "수육용 통" } } },
    skus = {
      { code = "FR610-G", values = { "구이용 1cm" }, price = 17900, stock = 92, weight_g = 600, unit = { label = "100g", size = 100, quantity = 500 } },
      { code = "FR610-T", values = { "수육용 통" }, price = 17500, stock = 38, weight_g = 600, unit = { label = "100g", size = 100, quantity = 500 } },
    },
    description = {
      { kind = "headline", text = "두 번만 뒤집으세요" },
      { kind = "paragraph", text = "두께 1cm라 자주 뒤집지 않아야 육즙이 남습니다. 한 면이 갈색이 될 때까지 기다렸다가 뒤집고, 자른 뒤 한 번 더. 잔비계는 손질해서 보냅니다." },
    },
    notice = { "fresh_food", amount = "500g", law = "무항생제 인증, 축산물이력번호 포장재 표시", composition = "삼겹살 1팩" },
  },
  {
    code = "mackerel", brand = "mulgyeol",
    name = "[물결수산] 순살 고등어 100g × 5팩",
    summary = "가시를 다 바르고 비린내 없이 염지한 통영 고등어",
    tags = { "생선", "냉동", "아이반찬" },
    origin = "고등어: 국내산(통영)", maker = port, storage = "냉동", expiry = "발송일 기준 180일 이상 남은 상품",
    skus = { { code = "FR611", price = 16900, list_price = 19500, stock = 88, weight_g = 620, unit = { label = "100g", size = 100, quantity = 500 } } },
    description = {
      { kind = "headline", text = "한 팩에 한 사람 한 끼" },
      { kind = "paragraph", text = "위판장에서 산 그날 포를 떠 잔가시까지 뽑고, 쌀뜨물에 담갔다가 간을 합니다. 냉동 상태로 껍질 쪽부터 중불에 6분, 뒤집어 3분이면 됩니다." },
    },
    notice = { "fresh_food", amount = "500g (100g × 5팩)", law = "원산지 표시, 냉동 수산물", composition = "순살 고등어 5팩", caution = "가시가 일부 남아 있을 수 있습니다. 해동 후 재냉동하지 마세요. 고등어 함유" },
  },
  {
    code = "shrimp", brand = "mulgyeol",
    name = "[물결수산] 등 내장까지 손질한 새우살 400g",
    summary = "껍질 벗기고 등을 갈라, 씻어서 바로 팬에",
    tags = { "새우", "해물", "냉동" },
    origin = "새우: 베트남산(국내 가공)", maker = port, storage = "냉동", expiry = "발송일 기준 180일 이상 남은 상품",
    options = { { name = "크기", values = { "26/30", "16/20" } } },
    skus = {
      { code = "FR612-S", values = { "26/30" }, price = 12900, stock = 116, weight_g = 460, unit = { label = "100g", size = 100, quantity = 400 } },
      { code = "FR612-L", values = { "16/20" }, price = 16900, stock = 59, weight_g = 460, unit = { label = "100g", size = 100, quantity = 400 } },
    },
    description = {
      { kind = "headline", text = "물 코팅 무게는 빼고 담았어요" },
      { kind = "paragraph", text = "얼음막을 뺀 새우만의 무게가 400g입니다. 소금물에 10분 담가 해동하면 탱글함이 살아나요. 볶음밥과 파스타, 감바스에 두루 씁니다." },
    },
    notice = { "fresh_food", amount = "400g", law = "원산지 표시, 냉동 수산물", composition = "새우살 1봉", caution = "해동 후 재냉동하지 마세요. 새우(갑각류) 함유" },
  },
  {
    code = "tofu", brand = "deulnyeok",
    name = "[들녘곳간] 국산콩 두부 420g",
    summary = "천연 간수로 천천히 굳힌 고소한 모두부",
    tags = { "두부", "비건", "냉장" },
    origin = "대두: 국내산", maker = "들녘곳간 / 충청남도 서천군 한산면 곳간길 17", storage = "냉장", expiry = "발송일 기준 7일 이상 남은 상품", perishable = true,
    skus = { { code = "FR613", price = 4500, stock = 150, weight_g = 620, unit = { label = "100g", size = 100, quantity = 420 } } },
    description = {
      { kind = "headline", text = "그냥 먹어도 콩 맛이 나는 두부" },
      { kind = "paragraph", text = "서천과 보령에서 거둔 콩만 씁니다. 소포제와 유화제 없이 거품을 손으로 걷어 만들어요. 부칠 때는 소금을 뿌려 10분 두면 물기가 빠져 잘 부서지지 않습니다." },
    },
    notice = { "processed_food", type = "두부", amount = "420g", ingredients = "대두 100%(국내산), 조제해수염화마그네슘(천연 간수). 대두 함유", nutrition = "100g당 84kcal, 나트륨 8mg, 탄수화물 2g, 단백질 9g, 지방 5g" },
  },
  {
    code = "milk", brand = "cheongsol",
    name = "[청솔목장] 평창 저온살균 우유 900ml",
    summary = "63도에서 30분, 목장에서 나온 그대로의 단맛",
    tags = { "우유", "유제품", "냉장" },
    origin = "원유: 강원 평창", maker = farm, storage = "냉장", expiry = "발송일 기준 7일 이상 남은 상품", perishable = true,
    skus = { { code = "FR614", price = 4900, stock = 170, weight_g = 960, unit = { label = "100ml", size = 100, quantity = 900 } } },
    description = {
      { kind = "headline", text = "끓이지 않은 우유의 맛" },
      { kind = "paragraph", text = "높은 온도에서 순간 살균한 우유와 달리 낮은 온도에서 천천히 살균해 고소함보다 단맛이 먼저 옵니다. 균질하지 않아 위에 크림이 뜨니 흔들어 드세요." },
    },
    notice = { "processed_food", type = "우유(저온살균제품)", amount = "900ml", ingredients = "원유 100%(국내산). 우유 함유", nutrition = "100ml당 66kcal, 나트륨 40mg, 탄수화물 5g, 당류 5g, 단백질 3g, 지방 4g" },
  },
}
