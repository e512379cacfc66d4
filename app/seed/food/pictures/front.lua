-- Pictures of 모락상회: 첫 화면과 분류. Square ones are the gallery; what is 860 wide and tall is a detail page.

return {
  ["hero-morak-1"] = {
    { file = "hero-morak-1-pc.webp", alt = "부대찌개와 갈비탕, 김치와 콩자반을 차린 상", width = 1600, height = 700, color = "#f1d8b8" },
    { file = "hero-morak-1-mobile.webp", alt = "부대찌개와 갈비탕, 김치와 콩자반을 차린 상", width = 900, height = 900, color = "#e9cdaf" },
  },
  ["hero-morak-2"] = {
    { file = "hero-morak-2-pc.webp", alt = "새벽 블렌드 원두 봉투와 드립백 상자, 커피 한 잔", width = 1600, height = 700, color = "#d6bb9c" },
    { file = "hero-morak-2-mobile.webp", alt = "새벽 블렌드 원두 봉투와 드립백 상자, 커피 한 잔", width = 900, height = 900, color = "#d6bb9b" },
  },
  ["hero-morak-3"] = {
    { file = "hero-morak-3-pc.webp", alt = "사과와 감귤, 딸기를 늘어놓은 모습", width = 1600, height = 700, color = "#e6e7ca" },
    { file = "hero-morak-3-mobile.webp", alt = "사과와 감귤, 딸기를 늘어놓은 모습", width = 900, height = 900, color = "#dedfc2" },
  },
  ["category-meal-kits"] = {
    { file = "category-meal-kits.webp", alt = "간편식·밀키트", width = 600, height = 600, color = "#f0daba" },
  },
  ["category-drinks"] = {
    { file = "category-drinks.webp", alt = "커피·음료", width = 600, height = 600, color = "#dec5a7" },
  },
  ["category-grains"] = {
    { file = "category-grains.webp", alt = "곡물·밀스", width = 600, height = 600, color = "#e9debf" },
  },
  ["category-side-dishes"] = {
    { file = "category-side-dishes.webp", alt = "반찬·김치", width = 600, height = 600, color = "#f3e0c8" },
  },
  ["category-snacks"] = {
    { file = "category-snacks.webp", alt = "간식·디저트", width = 600, height = 600, color = "#efd7b3" },
  },
  ["category-fresh"] = {
    { file = "category-fresh.webp", alt = "신선·정육", width = 600, height = 600, color = "#e6d7bb" },
  },
}
