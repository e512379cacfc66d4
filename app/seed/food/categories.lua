-- The shelves of 모락상회, in the order of its navigation.

return {
  { code = "meal-kits", name = "간편식·밀키트", icon = "bowl",
    description = "끓이고 데우기만 하면 되는 국물 요리와 한 그릇 식사" },
  { code = "drinks", name = "커피·음료", icon = "cup",
    description = "새벽에 볶은 원두부터 곡물 라테와 전통 음료까지" },
  { code = "grains", name = "곡물·밀스", icon = "grain",
    description = "햅쌀과 잡곡, 한 병으로 채우는 곡물 밀스" },
  { code = "side-dishes", name = "반찬·김치", icon = "jar",
    description = "매일 무치고 버무려 보내는 밑반찬과 남도 김치" },
  { code = "snacks", name = "간식·디저트", icon = "cookie",
    description = "과자점에서 구운 쿠키와 찰떡, 입이 심심할 때의 한 봉지" },
  { code = "fresh", name = "신선·정육", icon = "leaf",
    description = "산지에서 온 과일과 채소, 손질을 마친 고기와 생선" },
}
