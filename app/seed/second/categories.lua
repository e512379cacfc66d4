-- The shelves of 고요살림.

return {
  { code = "kitchen", name = "주방·식기", icon = "bowl", description = "매일 손이 가는 그릇과 오래 길들이는 조리 도구" },
  { code = "bath", name = "욕실·세탁", icon = "drop", description = "향은 옅고 거품은 순한, 씻고 빨래하는 물건들" },
  { code = "fabric", name = "침구·패브릭", icon = "fabric", description = "면과 리넨, 양모로 지은 잠자리와 덮을 것" },
  { code = "home", name = "홈데코·향", icon = "lamp", description = "방의 표정을 바꾸는 화병과 조명, 향" },
}
