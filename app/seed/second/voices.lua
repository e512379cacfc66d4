-- What buyers of 고요살림 say and ask. The people are invented: nobody has an account, and names are one letter and two stars.
-- Reviews: product, author, stars, days ago, option, words. Questions: product, author, days ago, words, answer.

return {
  reviews = {
    { "towel-five", "김**", 5, 4, "", "두툼한데 빨리 말라요. 보풀도 거의 없고 색이 사진 그대로입니다." },
    { "towel-five", "이**", 4, 12, "", "호텔 수건 느낌이에요. 첫 빨래 때 먼지가 조금 나왔어요." },
    { "towel-five", "장**", 5, 27, "", "다섯 장이 포장도 예뻐서 집들이 선물로 좋았습니다." },
    { "mug-pair", "박**", 5, 6, "", "손에 쥐는 느낌이 편안해요. 유약 색이 두 개가 조금씩 달라서 더 마음에 듭니다." },
    { "mug-pair", "정**", 4, 19, "", "생각보다 조금 작아요. 라테보다는 차 마시기에 알맞습니다." },
    { "noodle-bowl", "최**", 5, 9, "", "국수 담으면 그릇이 음식을 살려 줘요. 식기세척기에 돌려도 괜찮네요." },
    { "iron-pan", "강**", 4, 11, "", "길들이는 데 시간이 걸리지만 고기가 정말 잘 구워져요. 무게는 있는 편입니다." },
    { "soy-candle", "조**", 5, 15, "", "향이 머리 아프지 않고 은은해요. 그을음이 없어서 좋아요." },
    { "duvet-set", "윤**", 5, 8, "", "바스락거리면서도 부드러워요. 여름 이불로도 덥지 않습니다." },
    { "linen-cushion", "한**", 4, 23, "", "색이 화면보다 조금 차분해요. 거실이 정돈돼 보입니다." },
    { "laundry-wash", "오**", 5, 14, "", "향이 거의 없어서 아기 옷 빨기에 좋아요." },
  },
  questions = {
    { "towel-five", "서**", 5, "건조기에 돌려도 되나요?", "네, 낮은 온도로 돌려 주세요. 높은 온도에서는 3% 안팎으로 줄 수 있어요." },
    { "iron-pan", "임**", 7, "인덕션에서도 쓸 수 있나요?", "네, 인덕션과 가스 불 모두 쓸 수 있어요." },
    { "white-vase", "신**", 2, "물을 담아도 새지 않나요?" },
  },
}
