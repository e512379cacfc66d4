-- Pictures of 고요살림: 욕실·세탁. Square ones are the gallery; what is 860 wide and tall is a detail page.

return {
  ["towel-five"] = {
    { file = "towel-five-1.webp", alt = "다섯 가지 색으로 개어 쌓은 수건", width = 1000, height = 1000, color = "#dfe1db" },
    { file = "towel-five-detail-1.webp", alt = "사십수 코마사 호텔 수건 다섯 장 상세 소개: 섬유유연제 없이 부드럽게", width = 860, height = 1559, color = "#dadcd8" },
  },
}
