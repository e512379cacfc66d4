-- Pictures of 고요살림: 침구·패브릭. Square ones are the gallery; what is 860 wide and tall is a detail page.

return {
  ["duvet-set"] = {
    { file = "duvet-set-1.webp", alt = "개어 놓은 이불과 베개 두 개", width = 1000, height = 1000, color = "#d9dbd3" },
    { file = "duvet-set-detail-1.webp", alt = "바람 드는 면 이불 커버 세트 상세 소개: 빨수록 얇아지지 않고 부드러워지는", width = 860, height = 2654, color = "#d4d4cd" },
  },
  ["linen-cushion"] = {
    { file = "linen-cushion-1.webp", alt = "붉은흙색과 마른풀색, 솔잎색 쿠션 세 개", width = 1000, height = 1000, color = "#dcd6c9" },
  },
}
