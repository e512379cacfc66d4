-- 고요살림: who it is, how it ships, where money is paid to. Everything here is fictional.

return {
  code = "goyo",
  hosts = { "second.localhost" },
  name = "고요살림",
  tagline = "오래 쓰는 물건, 조용한 하루",
  description = "손으로 빚은 그릇과 원목 살림, 면과 리넨의 잠자리, 옅은 향까지 오래 두고 쓰는 생활의 기본을 모았습니다.",
  theme = "living",
  footer = {
    company = "고요살림 주식회사", ceo = "윤고요",
    address = "서울특별시 종로구 고요길 00, 지하 1층 (가상의 주소)",
    phone = "15990000", email = "hello@goyo.example",
    business_no = "000-00-00001", business_check_url = "https://www.ftc.go.kr/bizCommPop.do?wrkr_no=0000000001",
    mail_order_no = "제0000-서울종로-0000호", mail_order_office = "서울특별시 종로구",
    privacy_officer = "정한결", hosting = "고요살림 주식회사 (자체 운영)", escrow_url = "/guide",
    hours = "평일 10:00~17:00 (점심 12:00~13:00), 주말·공휴일 휴무",
  },
  shipping = {
    carrier = "고요택배", fee = 3000, free_from = 50000, jeju_surcharge = 3000, island_surcharge = 5000,
    dispatch_text = "평일 정오까지 입금이 확인된 주문은 당일 발송하고, 그 뒤의 주문은 다음 영업일에 발송합니다.",
    return_fee = 3000,
    regions = require "seed.regions",
  },
  payment = {
    due_days = 3,
    accounts = {
      { bank = "신한은행", bank_code = "088", number = "000-000-000003", holder = "고요살림 주식회사" },
      { bank = "우리은행", bank_code = "020", number = "0000-000-000004", holder = "고요살림 주식회사" },
    },
  },
  home = {
    heroes = {
      { title = "흙과 불이 정한\n그릇의 색", text = "한 주에 한 번 불을 때는 흙결요의 새 그릇", url = "/c/kitchen", color = "#e3e1d8" },
      { title = "겨울 잠자리를\n다시 짓다", text = "면과 양모로 지은 이불과 담요", url = "/c/fabric", color = "#dfe1dc" },
    },
    sections = {
      { title = "손이 먼저 기억하는 부엌", text = "매일 쓰는 것일수록 천천히 고릅니다", url = "/c/kitchen",
        products = { "noodle-bowl", "mug-pair", "iron-pan", "oak-board", "plate-set", "steel-pot", "glass-four", "canister" } },
      { title = "지금 많이 찾아요", text = "이번 달 고요살림에서 가장 많이 담긴 것들", url = "/search?q=%EC%84%A0%EB%AC%BC",
        products = { "towel-five", "laundry-wash", "soy-candle", "duvet-set", "white-vase", "hand-wash", "wool-blanket", "walnut-tray" } },
      { title = "새로 들어왔어요", text = "11월에 처음 올린 살림", url = "/c/home",
        products = { "brass-cutlery", "dish-wash", "incense", "wool-blanket" } },
      { title = "방의 온도를 올리는 것", text = "빛과 향, 그리고 발밑", url = "/c/home",
        products = { "table-lamp", "diffuser", "wool-rug", "linen-cushion", "rattan-basket", "plant-pot", "linen-curtain", "floor-cushion" } },
    },
  },
  popular = { "머그", "수건", "캔들", "무쇠팬", "도마", "담요", "화병", "세제" },
  notices = require "seed.second.notices",
}
