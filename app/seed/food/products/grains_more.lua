-- 곡물·밀스, second half: powders, crusts and the set.

local iksan = "담은밀스 / 전북특별자치도 익산시 곡물로 00"

return {
  {
    code = "mills-set", brand = "dameun-mills", best = true,
    name = "[담은밀스] 담은 밀스 골고루 세트 45g × 12병 (커피·검은콩·쑥·고구마 각 3병)",
    summary = "네 가지 맛 세 병씩, 평일 아침 두 주 반치",
    tags = { "밀스", "세트", "아침" },
    origin = "곡물: 국내산", maker = iksan, storage = "상온", expiry = "발송일 기준 180일 이상 남은 상품",
    contains = { { name = "담은 밀스 커피 45g", qty = 3 }, { name = "담은 밀스 검은콩 45g", qty = 3 }, { name = "담은 밀스 쑥 45g", qty = 3 }, { name = "담은 밀스 고구마 45g", qty = 3 } },
    skus = { { code = "GR309", price = 35900, list_price = 39600, stock = 66, weight_g = 960, unit = { label = "100g", size = 100, quantity = 540 } } },
    description = {
      { kind = "headline", text = "무슨 맛인지 몰라 못 고르셨다면" },
      { kind = "paragraph", text = "가장 많이 찾으시는 네 가지를 세 병씩 담았습니다. 병은 헹구면 투명 페트로 배출할 수 있고 뚜껑에는 맛마다 다른 색을 입혀 서랍에서도 바로 찾습니다." },
    },
    notice = { "processed_food", type = "곡류가공품", amount = "540g (45g × 12병)", ingredients = "볶은현미, 볶은귀리, 볶은서리태, 분리대두단백, 곡물칩, 조청분말, 커피·쑥·고구마 분말(맛별 상이). 대두, 우유 함유", nutrition = "1병당 178kcal, 나트륨 130mg, 탄수화물 29g, 당류 7g, 단백질 10g, 지방 3g" },
  },
  {
    code = "misutgaru", brand = "dameun-mills",
    name = "[담은밀스] 찌고 말려 볶은 아홉 곡 미숫가루 1kg",
    summary = "날내 없이 구수하고 물에 잘 풀리는 옛날식",
    tags = { "미숫가루", "아침", "여름" },
    origin = "곡물: 국내산", maker = iksan, storage = "상온", expiry = "발송일 기준 240일 이상 남은 상품",
    skus = { { code = "GR310", price = 13900, stock = 104, weight_g = 1040, unit = { label = "100g", size = 100, quantity = 1000 } } },
    description = {
      { kind = "headline", text = "찌고, 말리고, 볶고, 한 번 더 체에" },
      { kind = "paragraph", text = "곡식을 쪄서 말린 뒤 볶으면 날내가 사라지고 단맛이 올라옵니다. 설탕을 넣지 않았으니 꿀이나 조청으로 간하세요. 찬물 200ml에 세 숟갈, 얼음 셋이 저희 입맛입니다." },
    },
    notice = { "processed_food", type = "곡류가공품", amount = "1kg", ingredients = "찐보리 30%, 현미, 찹쌀, 서리태, 율무, 수수, 기장, 귀리, 검은깨(이상 국내산). 대두 함유", nutrition = "100g당 392kcal, 나트륨 8mg, 탄수화물 76g, 단백질 12g, 지방 5g" },
  },
  {
    code = "nurungji", brand = "deulnyeok", new = true,
    name = "[들녘곳간] 가마솥 손누룽지 500g",
    summary = "손바닥만 하게 눌러 구워 끓이면 숭늉까지",
    tags = { "누룽지", "아침", "간식" },
    origin = "쌀: 충남 서천", maker = "들녘곳간 / 충청남도 서천군 한산면 곳간길 17", storage = "상온", expiry = "발송일 기준 240일 이상 남은 상품",
    skus = { { code = "GR311", price = 8900, list_price = 9900, stock = 167, weight_g = 540, unit = { label = "100g", size = 100, quantity = 500 } } },
    description = {
      { kind = "headline", text = "밥을 지어, 눌러서, 다시 굽습니다" },
      { kind = "paragraph", text = "쌀가루를 구운 과자가 아니라 진짜 밥을 눌린 누룽지입니다. 물 400ml에 두 장을 넣고 5분 끓이면 밥알이 퍼지고 숭늉이 남아요. 그냥 드실 때는 딱딱하니 조금씩 부숴 드세요." },
    },
    notice = { "processed_food", type = "곡류가공품", amount = "500g", ingredients = "쌀 100%(국내산)", nutrition = "100g당 378kcal, 나트륨 4mg, 탄수화물 83g, 단백질 7g, 지방 1g" },
  },
}
