-- 모락상회: who it is, how it ships, where money is paid to. Everything here is fictional.

return {
  code = "morak",
  hosts = { "localhost", "127.0.0.1" },
  name = "모락상회",
  tagline = "김이 모락모락 오르는 식탁",
  description = "집밥이 그리운 날의 국물과 반찬, 새벽에 볶은 커피, 산지에서 온 곡식과 과일을 모은 식탁 상점입니다.",
  theme = "food",
  footer = {
    company = "주식회사 모락상회", ceo = "한모락",
    address = "경기도 이천시 모가면 모락로 12, 2층 (가상의 주소)",
    phone = "15880000", email = "hello@morak.example",
    business_no = "000-00-00000", business_check_url = "https://www.ftc.go.kr/bizCommPop.do?wrkr_no=0000000000",
    mail_order_no = "제0000-경기이천-0000호", mail_order_office = "경기도 이천시",
    privacy_officer = "서다온", hosting = "주식회사 모락상회 (자체 운영)", escrow_url = "/guide",
    hours = "평일 09:00~18:00 (점심 12:30~13:30), 주말·공휴일 휴무",
  },
  shipping = {
    carrier = "모락택배", fee = 3000, free_from = 30000, jeju_surcharge = 3000, island_surcharge = 5000,
    dispatch_text = "평일 오후 2시까지 입금이 확인된 주문은 당일 발송합니다. 금요일 오후 2시 이후 주문은 월요일에 발송합니다.",
    return_fee = 3000,
    regions = require "seed.regions",
  },
  payment = {
    due_days = 3,
    accounts = {
      { bank = "국민은행", bank_code = "004", number = "000000-00-000001", holder = "주식회사 모락상회" },
      { bank = "농협은행", bank_code = "011", number = "000-0000-0000-02", holder = "주식회사 모락상회" },
    },
  },
  home = {
    heroes = {
      { title = "찬바람 불면\n국물부터", text = "여덟 시간 곤 사골육수와 맑은 갈비탕을 한자리에", url = "/c/meal-kits", color = "#f4dfc0" },
      { title = "새벽에 볶아\n아침에 닿는 커피", text = "주문이 모이는 새벽에만 로스터를 켭니다", url = "/c/drinks", color = "#e0c5a2" },
      { title = "서리 맞은 사과,\n첫물 귤", text = "지금 산지에서 가장 맛있는 것들", url = "/c/fresh", color = "#ebecd2" },
    },
    sections = {
      { title = "오늘 저녁은 이걸로", text = "십오 분이면 상에 오르는 한 끼", url = "/c/meal-kits",
        products = { "budae-jjigae", "galbitang", "tteokbokki", "bulgogi-deopbap", "jeonbok-juk", "kimchi-mandu", "samgyetang", "doenjang-jjigae" } },
      { title = "지금 많이 찾아요", text = "이번 주 모락상회에서 가장 많이 담긴 것들", url = "/search?q=%EC%84%A0%EB%AC%BC",
        products = { "baechu-kimchi", "house-blend", "apple-busa", "mills-bottle", "yakgwa", "white-rice", "free-range-egg", "gim" } },
      { title = "새로 들어왔어요", text = "11월에 처음 올린 계절의 맛", url = "/c/fresh",
        products = { "tangerine", "spinach-namul", "omija-cheong", "nurungji", "white-kimchi", "chapssaltteok", "coffee-gift", "soup-set" } },
      { title = "커피와 과자, 오후 세 시", text = "새벽로스터리와 오후과자점을 한 접시에", url = "/c/snacks",
        products = { "cold-brew", "choco-cookie", "drip-bag", "castella", "custard-pudding", "butter-cookie", "decaf-blend", "brownie" } },
      { title = "곳간을 채우는 날", text = "햅쌀과 잡곡, 두고 먹는 반찬", url = "/c/grains",
        products = { "mixed-grain", "granola", "jangjorim", "gochujang", "mills-set", "myulchi-bokkeum", "rolled-oats", "doenjang" } },
    },
  },
  popular = { "갈비탕", "콜드브루", "햅쌀", "배추김치", "떡볶이", "밀스", "한우", "찰떡" },
  notices = require "seed.food.notices",
}
