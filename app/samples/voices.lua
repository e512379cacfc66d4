-- What people said of goods: reviews and questions, as pages show them.

local at = 1795897667.905

local voices = {}

voices.reviews = {
  { author = "김**", option_label = "세 팩", rating = 5, body = "국물이 맑고 고기가 많아요.\n또 살게요.", at = at },
  { author = "이**", rating = 3, body = "조금 짜지만 맛있어요.", at = at - 90000 },
}

voices.shares = { { stars = 5, count = 8, percent = 67 }, { stars = 4, count = 3, percent = 25 },
  { stars = 3, count = 1, percent = 8 }, { stars = 2, count = 0, percent = 0 }, { stars = 1, count = 0, percent = 0 } }

voices.questions = {
  { author = "박**", secret = false, body = "데우지 않고 먹어도 되나요?", answer = "꼭 끓여서 드세요.", state = "답변 완료", at = at },
  { author = "최**", secret = true, hidden = true, body = "비밀글이에요.", state = "답변 대기", at = at - 90000 },
}

return voices
