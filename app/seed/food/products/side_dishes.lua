-- 반찬·김치: kimchi and pastes.

local haenam = "뒤란김치 / 전라남도 해남군 황산면 뒤란길 00"
local seasoning = "배추·무·고춧가루·마늘: 국내산"

return {
  {
    code = "baechu-kimchi", brand = "dwiran", best = true,
    name = "[뒤란김치] 해남 포기 배추김치",
    summary = "고흥 멸치젓과 청각으로 버무린 시원한 남도식",
    tags = { "김치", "배추김치", "냉장" },
    origin = seasoning, maker = haenam, storage = "냉장", expiry = "제조일로부터 3일 이내 발송 (발송일 기준 50일 이상 남은 상품)",
    options = { { name = "익힘", values = { "갓 담근 김치", "알맞게 익은 김치" } }, { name = "용량", values = { "1.5kg", "3kg", "5kg" } } },
    skus = {
      { code = "SD401-N1", values = { "갓 담근 김치", "1.5kg" }, price = 15900, stock = 92, weight_g = 1650, unit = { label = "100g", size = 100, quantity = 1500 } },
      { code = "SD401-N3", values = { "갓 담근 김치", "3kg" }, price = 28900, list_price = 31800, stock = 74, weight_g = 3250, unit = { label = "100g", size = 100, quantity = 3000 } },
      { code = "SD401-N5", values = { "갓 담근 김치", "5kg" }, price = 44900, list_price = 53000, stock = 40, weight_g = 5400, unit = { label = "100g", size = 100, quantity = 5000 } },
      { code = "SD401-R1", values = { "알맞게 익은 김치", "1.5kg" }, price = 15900, stock = 61, weight_g = 1650, unit = { label = "100g", size = 100, quantity = 1500 } },
      { code = "SD401-R3", values = { "알맞게 익은 김치", "3kg" }, price = 28900, list_price = 31800, stock = 2, weight_g = 3250, unit = { label = "100g", size = 100, quantity = 3000 } },
      { code = "SD401-R5", values = { "알맞게 익은 김치", "5kg" }, price = 44900, list_price = 53000, stock = 0, weight_g = 5400, unit = { label = "100g", size = 100, quantity = 5000 } },
    },
    description = {
      { kind = "headline", text = "첫맛은 시원하고 뒷맛은 깊게" },
      { kind = "paragraph", text = "해남 황토밭 배추를 천일염에 열네 시간 절이고, 두 해 묵힌 멸치젓과 청각, 갈아 넣은 배로 버무립니다. 찹쌀풀 대신 다시마 육수로 죽을 쑤어 국물이 텁텁하지 않아요." },
      { kind = "points", title = "언제 드실까요", items = { "갓 담근 김치: 겉절이처럼 사흘 안에, 또는 두 주 익혀서", "알맞게 익은 김치: 받으신 날 바로", "한 달이 지나면 김치찌개로 가장 맛있을 때입니다" } },
      { kind = "paragraph", text = "익으면서 가스가 생겨 포장이 부풀 수 있습니다. 상한 것이 아니니 구멍을 내지 말고 냉장 보관해 주세요." },
    },
    notice = { "processed_food", type = "배추김치(비살균제품)", amount = "1.5kg, 3kg, 5kg", ingredients = "절임배추 76%(국내산), 무, 고춧가루(국내산), 멸치액젓(국내산), 마늘, 배, 쪽파, 생강, 청각, 다시마. 멸치 함유", nutrition = "100g당 34kcal, 나트륨 620mg, 탄수화물 6g, 단백질 2g, 지방 1g" },
  },
  {
    code = "kkakdugi", brand = "dwiran",
    name = "[뒤란김치] 도톰 깍두기 1kg",
    summary = "설렁탕집보다 조금 크게 썬 제주 무",
    tags = { "김치", "깍두기", "냉장" },
    origin = "무: 제주, " .. seasoning, maker = haenam, storage = "냉장", expiry = "발송일 기준 40일 이상 남은 상품",
    skus = { { code = "SD402", price = 10900, stock = 110, weight_g = 1120, unit = { label = "100g", size = 100, quantity = 1000 } } },
    description = {
      { kind = "headline", text = "국밥 옆자리" },
      { kind = "paragraph", text = "무를 도톰하게 썰어 사이다도 사카린도 없이 무 제 물로 국물을 잡았습니다. 상온에 반나절 두었다가 냉장고에서 사흘, 국물이 발갛게 돌면 제맛이에요." },
    },
    notice = { "processed_food", type = "기타김치(비살균제품)", amount = "1kg", ingredients = "무 78%(국내산), 고춧가루(국내산), 새우젓(국내산), 마늘, 쪽파, 생강, 매실청. 새우 함유", nutrition = "100g당 38kcal, 나트륨 590mg, 탄수화물 8g, 단백질 1g, 지방 0g" },
  },
  {
    code = "chonggak-kimchi", brand = "dwiran",
    name = "[뒤란김치] 무청까지 총각김치 1kg",
    summary = "손가락 굵기 알타리만 골라 한입에 아삭하게",
    tags = { "김치", "총각김치", "냉장" },
    origin = seasoning, maker = haenam, storage = "냉장", expiry = "발송일 기준 40일 이상 남은 상품",
    skus = { { code = "SD403", price = 13900, list_price = 15500, stock = 56, weight_g = 1120, unit = { label = "100g", size = 100, quantity = 1000 } } },
    description = {
      { kind = "headline", text = "무보다 무청이 먼저 없어지는" },
      { kind = "paragraph", text = "무는 두 시간, 무청은 한 시간. 따로 절여 무르지 않게 했습니다. 까나리액젓을 써서 배추김치보다 국물이 가벼워요." },
    },
    notice = { "processed_food", type = "기타김치(비살균제품)", amount = "1kg", ingredients = "알타리무 79%(국내산), 고춧가루(국내산), 까나리액젓, 마늘, 쪽파, 찹쌀풀, 생강", nutrition = "100g당 41kcal, 나트륨 640mg, 탄수화물 8g, 단백질 2g, 지방 1g" },
  },
  {
    code = "white-kimchi", brand = "dwiran",
    name = "[뒤란김치] 배와 밤 넣은 백김치 1.2kg",
    summary = "맵지 않아 아이도 먹는, 국물까지 맑은 김치",
    tags = { "김치", "아이반찬", "냉장" },
    origin = "배추·배·밤: 국내산", maker = haenam, storage = "냉장", expiry = "발송일 기준 30일 이상 남은 상품", new = true,
    skus = { { code = "SD404", price = 14500, stock = 48, weight_g = 1350, unit = { label = "100g", size = 100, quantity = 1200 } } },
    description = {
      { kind = "headline", text = "국물부터 한 숟갈" },
      { kind = "paragraph", text = "고춧가루 없이 배와 무를 갈아 국물을 내고 대추, 밤, 실고추를 잎 사이에 켜켜이 넣었습니다. 고기 구운 날 동치미 대신 내기 좋아요." },
    },
    notice = { "processed_food", type = "기타김치(비살균제품)", amount = "1.2kg", ingredients = "절임배추 62%(국내산), 정제수, 무, 배 6%(국내산), 밤, 대추, 마늘, 생강, 천일염", nutrition = "100g당 22kcal, 나트륨 480mg, 탄수화물 5g, 단백질 1g, 지방 0g" },
  },
  {
    code = "gochujang", brand = "dwiran",
    name = "[뒤란김치] 열두 달 찹쌀 고추장 500g",
    summary = "메주와 찹쌀, 태양초로 한 해를 묵힌 되직한 고추장",
    tags = { "장", "고추장", "양념" },
    origin = "고추·찹쌀·메주콩: 국내산", maker = haenam, storage = "상온", expiry = "발송일 기준 300일 이상 남은 상품",
    options = { { name = "용량", values = { "500g", "1kg" } } },
    skus = {
      { code = "SD405-5", values = { "500g" }, price = 15900, stock = 84, weight_g = 780, unit = { label = "100g", size = 100, quantity = 500 } },
      { code = "SD405-1", values = { "1kg" }, price = 28900, list_price = 31800, stock = 37, weight_g = 1420, unit = { label = "100g", size = 100, quantity = 1000 } },
    },
    description = {
      { kind = "headline", text = "물엿 대신 엿기름" },
      { kind = "paragraph", text = "엿기름으로 삭힌 찹쌀로 단맛을 냈습니다. 뚜껑을 열면 위가 검붉게 마른 것은 묵은 장의 표시이니 섞어 드세요. 비빔밥에는 그대로, 찌개에는 조금 이르게 푸는 편이 좋습니다." },
    },
    notice = { "processed_food", type = "고추장(한식)", amount = "500g, 1kg", ingredients = "고춧가루 28%(국내산), 찹쌀 26%(국내산), 엿기름, 메주가루[대두(국내산)], 천일염. 대두 함유", nutrition = "100g당 186kcal, 나트륨 2,780mg, 탄수화물 38g, 당류 21g, 단백질 6g, 지방 2g" },
  },
  {
    code = "doenjang", brand = "dwiran",
    name = "[뒤란김치] 3년 묵은 된장 500g",
    summary = "콩과 소금, 물과 시간만 들어간 집된장",
    tags = { "장", "된장", "양념" },
    origin = "대두·천일염: 국내산", maker = haenam, storage = "상온", expiry = "발송일 기준 300일 이상 남은 상품",
    skus = { { code = "SD406", price = 14900, stock = 69, weight_g = 780, unit = { label = "100g", size = 100, quantity = 500 } } },
    description = {
      { kind = "headline", text = "짠맛 뒤에 오는 구수함" },
      { kind = "paragraph", text = "간장을 빼지 않고 메주째 세 해를 묵혔습니다. 시판 된장보다 짜니 절반만 풀어 보세요. 나물을 무칠 때는 들기름을 조금 섞으면 부드러워집니다." },
    },
    notice = { "processed_food", type = "된장(한식)", amount = "500g", ingredients = "대두 62%(국내산), 천일염(국내산), 정제수. 대두 함유", nutrition = "100g당 158kcal, 나트륨 4,320mg, 탄수화물 13g, 단백질 13g, 지방 7g" },
  },
  {
    code = "nakji-jeotgal", brand = "mulgyeol",
    name = "[물결수산] 덜 짠 양념 낙지젓 250g",
    summary = "국산 낙지를 굵게 썰고 소금은 삼분의 이만",
    tags = { "젓갈", "밥도둑", "냉장" },
    origin = "낙지: 전남 무안", maker = "물결수산 / 경상남도 통영시 산양읍 물결길 00", storage = "냉장", expiry = "발송일 기준 40일 이상 남은 상품",
    skus = { { code = "SD407", price = 13900, stock = 4, weight_g = 420, unit = { label = "100g", size = 100, quantity = 250 } } },
    description = {
      { kind = "headline", text = "낙지가 씹히는 낙지젓" },
      { kind = "paragraph", text = "잘게 다지지 않고 손가락 한 마디로 썰었습니다. 마늘과 풋고추를 넣어 그날그날 무치고, 소금을 줄인 만큼 소비기한이 짧으니 한 달 안에 드세요." },
    },
    notice = { "processed_food", type = "양념젓갈", amount = "250g", ingredients = "낙지 68%(국내산), 고춧가루(국내산), 물엿, 마늘, 풋고추, 참깨, 천일염. 연체류 함유", nutrition = "100g당 126kcal, 나트륨 1,640mg, 탄수화물 17g, 단백질 11g, 지방 2g" },
  },
}
