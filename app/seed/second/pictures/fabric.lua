-- Pictures of 고요살림: 침구·패브릭. Square ones are the gallery; what is 860 wide and tall is a detail page.

return {
  ["duvet-set"] = {
    { file = "duvet-set-1.webp", alt = "개어 놓은 이불과 베개 두 개", width = 1000, height = 1000, color = "#d9dbd3" },
    { file = "duvet-set-2.webp", alt = "모래색 이불과 흰 베개", width = 1000, height = 1000, color = "#d9dbd3" },
    { file = "duvet-set-detail-1.webp", alt = "바람 드는 면 이불 커버 세트 상세 소개: 빨수록 얇아지지 않고 부드러워지는", width = 860, height = 2654, color = "#d3d4cc" },
  },
  ["down-pillow"] = {
    { file = "down-pillow-1.webp", alt = "포개 놓은 흰 베개 두 개", width = 1000, height = 1000, color = "#d9dcda" },
    { file = "down-pillow-detail-1.webp", alt = "높이를 더는 베개솜 50×70cm 상세 소개: 남의 높이에 맞추지 마세요", width = 860, height = 4094, color = "#dadddc" },
  },
  ["linen-cushion"] = {
    { file = "linen-cushion-1.webp", alt = "붉은흙색과 마른풀색, 솔잎색 쿠션 세 개", width = 1000, height = 1000, color = "#dcd6c9" },
    { file = "linen-cushion-2.webp", alt = "솔잎색과 밝은 색 쿠션 세 개", width = 1000, height = 1000, color = "#dcd6c8" },
    { file = "linen-cushion-detail-1.webp", alt = "물들인 리넨 쿠션 커버 상세 소개: 해가 지나며 더 곱게 바랩니다", width = 860, height = 4239, color = "#c3bcb0" },
  },
  ["wool-blanket"] = {
    { file = "wool-blanket-1.webp", alt = "술이 달린 귀리색 줄무늬 담요", width = 1000, height = 1000, color = "#e0d9cb" },
    { file = "wool-blanket-2.webp", alt = "술이 달린 푸른빛 줄무늬 담요", width = 1000, height = 1000, color = "#ded7ca" },
    { file = "wool-blanket-detail-1.webp", alt = "재생 양모 담요 130×170cm 상세 소개: 다시 태어난 스웨터", width = 860, height = 2147, color = "#dad3c7" },
  },
  ["linen-curtain"] = {
    { file = "linen-curtain-1.webp", alt = "나무 봉에 걸린 주름진 리넨 커튼", width = 1000, height = 1000, color = "#d2d1c8" },
    { file = "linen-curtain-detail-1.webp", alt = "빛을 거르는 리넨 커튼 상세 소개: 오후 네 시의 거실을 위해", width = 860, height = 3774, color = "#d7d4cd" },
  },
  ["tea-towel"] = {
    { file = "tea-towel-1.webp", alt = "줄무늬 부엌 수건 네 장을 겹쳐 놓은 모습", width = 1000, height = 1000, color = "#e5e3d8" },
    { file = "tea-towel-detail-1.webp", alt = "줄무늬 부엌 수건 네 장 상세 소개: 걸어 두기만 해도 부엌이 밝아져요", width = 860, height = 3794, color = "#dadad4" },
  },
  ["wool-rug"] = {
    { file = "wool-rug-1.webp", alt = "구름 무늬와 술 장식이 있는 양모 러그", width = 1000, height = 1000, color = "#ccc4b5" },
    { file = "wool-rug-detail-1.webp", alt = "구름 무늬 양모 러그 140×200cm 상세 소개: 맨발이 먼저 알아요", width = 860, height = 2147, color = "#ccc5b6" },
  },
  ["floor-cushion"] = {
    { file = "floor-cushion-1.webp", alt = "포개 놓은 방석 두 개", width = 1000, height = 1000, color = "#d8dbd2" },
    { file = "floor-cushion-detail-1.webp", alt = "둥글린 네모 방석 55cm 상세 소개: 바닥에 앉는 집을 위해", width = 860, height = 3882, color = "#c0c4bd" },
  },
}
