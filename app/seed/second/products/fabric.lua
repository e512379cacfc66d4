-- 침구·패브릭.

local weaver = "햇솜 / 대구광역시 서구 햇솜로 00"

return {
  {
    code = "duvet-set", brand = "haetsom", best = true,
    name = "[햇솜] 바람 드는 면 이불 커버 세트 (이불 커버 + 베개 커버 2)",
    summary = "육십수 고밀도 면, 사각거리지 않고 차분하게",
    tags = { "침구", "이불커버", "세트" }, origin = "대한민국", maker = weaver,
    options = { { name = "색", values = { "안개", "모래" } }, { name = "크기", values = { "싱글", "퀸", "킹" } } },
    skus = {
      { code = "FB301-A1", values = { "안개", "싱글" }, price = 99000, stock = 31, weight_g = 1700 },
      { code = "FB301-A2", values = { "안개", "퀸" }, price = 129000, list_price = 149000, stock = 44, weight_g = 2200 },
      { code = "FB301-A3", values = { "안개", "킹" }, price = 145000, list_price = 165000, stock = 20, weight_g = 2500 },
      { code = "FB301-S1", values = { "모래", "싱글" }, price = 99000, stock = 26, weight_g = 1700 },
      { code = "FB301-S2", values = { "모래", "퀸" }, price = 129000, list_price = 149000, stock = 2, weight_g = 2200 },
      { code = "FB301-S3", values = { "모래", "킹" }, price = 145000, list_price = 165000, stock = 0, weight_g = 2500 },
    },
    description = {
      { kind = "headline", text = "빨수록 얇아지지 않고 부드러워지는" },
      { kind = "paragraph", text = "육십수 면을 한 번 씻어서 지어 처음부터 뻣뻣하지 않습니다. 모서리마다 끈을 달아 솜이 돌아가지 않고, 지퍼는 안으로 숨겼어요." },
      { kind = "table", title = "크기", items = { { "싱글", "이불 150×210cm, 베개 50×70cm 2장" }, { "퀸", "이불 200×230cm, 베개 50×70cm 2장" }, { "킹", "이불 220×240cm, 베개 50×70cm 2장" } } },
    },
    notice = { "bedding", material = "면 100%(60수)", color = "안개, 모래", size = "상품 상세 참조", composition = "이불 커버 1, 베개 커버 2", care = "40℃ 이하 물세탁, 약하게 건조 가능" },
  },
  {
    code = "down-pillow", brand = "haetsom",
    name = "[햇솜] 높이를 더는 베개솜 50×70cm",
    summary = "속통을 빼고 넣어 내 목에 맞추는 세 단계",
    tags = { "베개", "침구" }, origin = "대한민국", maker = weaver,
    options = { { name = "수량", values = { "1개", "2개" } } },
    skus = {
      { code = "FB302-1", values = { "1개" }, price = 39000, stock = 68, weight_g = 1100 },
      { code = "FB302-2", values = { "2개" }, price = 72000, list_price = 78000, stock = 37, weight_g = 2200 },
    },
    description = {
      { kind = "headline", text = "남의 높이에 맞추지 마세요" },
      { kind = "paragraph", text = "지퍼를 열면 얇은 속통이 세 겹입니다. 한 겹을 빼면 2cm씩 낮아져요. 겉감은 순면, 속은 세탁기에 돌릴 수 있는 미세섬유입니다." },
    },
    notice = { "bedding", material = "겉감 면 100%, 충전재 폴리에스터 100%(미세섬유)", color = "흰색", size = "50×70cm", composition = "베개솜 1개 또는 2개", care = "30℃ 물세탁, 그늘에 뉘어 말리기" },
  },
  {
    code = "linen-cushion", brand = "haetsom",
    name = "[햇솜] 물들인 리넨 쿠션 커버",
    summary = "황토와 쪽, 감으로 물들여 조금씩 다른 색",
    tags = { "쿠션", "리넨" }, origin = "대한민국", maker = weaver,
    options = { { name = "색", values = { "붉은흙", "마른풀", "솔잎" } }, { name = "크기", values = { "45×45cm", "30×50cm" } } },
    skus = {
      { code = "FB303-R4", values = { "붉은흙", "45×45cm" }, price = 28000, stock = 40, weight_g = 200 },
      { code = "FB303-R3", values = { "붉은흙", "30×50cm" }, price = 25000, stock = 22, weight_g = 160 },
      { code = "FB303-D4", values = { "마른풀", "45×45cm" }, price = 28000, stock = 35, weight_g = 200 },
      { code = "FB303-D3", values = { "마른풀", "30×50cm" }, price = 25000, stock = 27, weight_g = 160 },
      { code = "FB303-P4", values = { "솔잎", "45×45cm" }, price = 28000, stock = 0, weight_g = 200 },
      { code = "FB303-P3", values = { "솔잎", "30×50cm" }, price = 25000, stock = 31, weight_g = 160 },
    },
    description = {
      { kind = "headline", text = "해가 지나며 더 곱게 바랩니다" },
      { kind = "paragraph", text = "리넨 실을 물들인 뒤 짜서 빛깔이 깊습니다. 처음 두 번은 찬물에 따로 빨아 주세요. 속통은 들어 있지 않아요." },
    },
    notice = { "bedding", material = "리넨 100%", color = "붉은흙, 마른풀, 솔잎", size = "45×45cm, 30×50cm", composition = "쿠션 커버 1장", care = "30℃ 이하 단독 손세탁 권장" },
  },
  {
    code = "wool-blanket", brand = "haetsom", new = true,
    name = "[햇솜] 재생 양모 담요 130×170cm",
    summary = "무릎에도 어깨에도, 소파 위에 던져 두어도",
    tags = { "담요", "양모", "겨울" }, origin = "대한민국", maker = weaver,
    options = { { name = "색", values = { "귀리", "새벽" } } },
    skus = {
      { code = "FB304-O", values = { "귀리" }, price = 79000, list_price = 95000, stock = 33, weight_g = 1150 },
      { code = "FB304-D", values = { "새벽" }, price = 79000, list_price = 95000, stock = 25, weight_g = 1150 },
    },
    description = {
      { kind = "headline", text = "다시 태어난 스웨터" },
      { kind = "paragraph", text = "헌 니트를 색으로 나누어 풀고 다시 꼬아 짠 양모 담요입니다. 새로 물들이지 않아 물과 색소를 아꼈어요. 가장자리는 손으로 꼬아 술을 만들었습니다." },
    },
    notice = { "bedding", material = "재생 양모 70%, 재생 폴리에스터 30%", color = "귀리, 새벽", size = "130×170cm", composition = "담요 1장", care = "드라이클리닝 또는 찬물 손세탁" },
  },
  {
    code = "linen-curtain", brand = "haetsom",
    name = "[햇솜] 빛을 거르는 리넨 커튼 1장 (140×230cm)",
    summary = "낮에는 햇살을 고르게, 밤에는 그림자만",
    tags = { "커튼", "리넨" }, origin = "대한민국", maker = weaver,
    options = { { name = "길이", values = { "230cm", "250cm" } } },
    skus = {
      { code = "FB305-23", values = { "230cm" }, price = 69000, stock = 29, weight_g = 900 },
      { code = "FB305-25", values = { "250cm" }, price = 75000, stock = 21, weight_g = 980 },
    },
    description = {
      { kind = "headline", text = "오후 네 시의 거실을 위해" },
      { kind = "paragraph", text = "성글게 짠 리넨이라 바람이 들고 빛이 부서집니다. 고리와 끈 두 가지로 걸 수 있어요. 창 너비의 두 배를 잡아야 주름이 예쁩니다." },
    },
    notice = { "bedding", material = "리넨 55%, 면 45%", color = "귀리", size = "140×230cm 또는 140×250cm", composition = "커튼 1장(고리 14개 포함)", care = "30℃ 이하 물세탁, 젖은 채 널어 주름 펴기" },
  },
  {
    code = "tea-towel", brand = "haetsom",
    name = "[햇솜] 줄무늬 부엌 수건 네 장",
    summary = "그릇을 닦아도 보풀이 묻지 않는 면·리넨",
    tags = { "행주", "키친타월", "세트" }, origin = "대한민국", maker = weaver,
    skus = { { code = "FB306", price = 22000, list_price = 26000, stock = 94, weight_g = 320 } },
    description = {
      { kind = "headline", text = "걸어 두기만 해도 부엌이 밝아져요" },
      { kind = "paragraph", text = "리넨이 섞여 빨리 마르고 삶아도 됩니다. 모서리 고리를 사슬뜨기로 달아 걸기 좋아요." },
    },
    notice = { "bedding", material = "면 60%, 리넨 40%", color = "네 가지 줄무늬", size = "45×65cm", composition = "수건 4장", care = "60℃ 이하 물세탁, 삶음 가능" },
  },
  {
    code = "wool-rug", brand = "haetsom",
    name = "[햇솜] 구름 무늬 양모 러그 140×200cm",
    summary = "털을 깎아 높낮이를 낸 손터프팅",
    tags = { "러그", "양모" }, origin = "대한민국", maker = weaver,
    skus = { { code = "FB307", price = 249000, list_price = 298000, stock = 5, weight_g = 8600 } },
    description = {
      { kind = "headline", text = "맨발이 먼저 알아요" },
      { kind = "paragraph", text = "양모를 심고 무늬의 경계를 가위로 깎아 구름의 높이를 다르게 했습니다. 처음 한 달은 잔털이 빠지니 청소기 솔을 빼고 밀어 주세요." },
    },
    notice = { "bedding", material = "파일 양모 100%, 바탕 면", color = "귀리·흙", size = "140×200cm, 두께 1.4cm", composition = "러그 1장", care = "전문 세탁 권장, 얼룩은 찬물로 두드려 닦기" },
  },
  {
    code = "floor-cushion", brand = "haetsom",
    name = "[햇솜] 둥글린 네모 방석 55cm",
    summary = "가운데를 누벼 꺼지지 않는 도톰한 솜",
    tags = { "방석", "좌식" }, origin = "대한민국", maker = weaver,
    options = { { name = "색", values = { "솔잎", "마른풀" } } },
    skus = {
      { code = "FB308-P", values = { "솔잎" }, price = 34000, stock = 46, weight_g = 950 },
      { code = "FB308-D", values = { "마른풀" }, price = 34000, stock = 39, weight_g = 950 },
    },
    description = {
      { kind = "headline", text = "바닥에 앉는 집을 위해" },
      { kind = "paragraph", text = "목화솜을 손으로 켜켜이 넣고 가운데를 단추로 눌렀습니다. 볕 좋은 날 널면 다시 부풀어요. 겉감은 지퍼를 열어 벗길 수 있습니다." },
    },
    notice = { "bedding", material = "겉감 면 100%, 충전재 목화솜 100%", color = "솔잎, 마른풀", size = "55×55cm", composition = "방석 1개", care = "겉감 30℃ 물세탁, 솜은 볕에 말리기" },
  },
}
