-- 커피·음료: gift sets.

return {
  {
    code = "coffee-gift", brand = "saebyeok", new = true,
    name = "[새벽로스터리] 커피 선물 상자 (새벽 블렌드 200g + 디카페인 200g + 드립백 12봉)",
    summary = "원두파에게도 드립백파에게도 무난한 세 가지",
    tags = { "선물", "세트", "커피" },
    origin = "상품 상세 참조", maker = "새벽로스터리 / 서울특별시 성동구 새벽길 00",
    storage = "상온", expiry = "발송일 기준 300일 이상 남은 상품",
    contains = { { name = "새벽 블렌드 원두 200g", qty = 1 }, { name = "밤의 디카페인 원두 200g", qty = 1 }, { name = "드립백 열두 봉", qty = 1 } },
    options = { { name = "분쇄", values = { "홀빈(분쇄 안 함)", "핸드드립" } } },
    skus = {
      { code = "DR212-H", values = { "홀빈(분쇄 안 함)" }, price = 34900, list_price = 38200, stock = 35, weight_g = 780 },
      { code = "DR212-D", values = { "핸드드립" }, price = 34900, list_price = 38200, stock = 28, weight_g = 780 },
    },
    description = {
      { kind = "headline", text = "커피를 마시는 사람에게" },
      { kind = "paragraph", text = "취향을 다 알지 못해도 건넬 수 있는 조합을 골랐습니다. 재활용 종이로 만든 상자에 면 끈을 둘러 보내고, 주문 메모에 남겨 주신 문구는 작은 카드에 손으로 옮겨 적어요." },
      { kind = "table", title = "구성", items = { { "새벽 블렌드", "원두 200g" }, { "밤의 디카페인", "원두 200g" }, { "드립백", "네 가지 × 3봉" } } },
    },
    notice = { "processed_food", type = "커피(볶은커피)", amount = "원두 200g × 2, 드립백 10g × 12봉", ingredients = "커피 원두 100%(브라질, 콜롬비아, 에티오피아, 과테말라)", nutrition = "표시 대상 아님", imported = "원두 수입, 국내 로스팅" },
  },
}
