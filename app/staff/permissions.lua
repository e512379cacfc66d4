-- Who may do what in the back office, in one read. A person has one role in a mall, or one in all malls.
--
-- "write" is to look and to change, "read" is to look, "-" is neither. What belongs to the whole installation, and not to
-- one mall, takes a role in all malls: those areas say so.

local permissions = {}

--- The roles, from the one that may most. What they are called and for whom they are.
permissions.roles = {
  { name = "owner", label = "소유자",
    says = "가게를 책임지는 분. 모든 것을 하고, 직원과 권한을 정해요." },
  { name = "manager", label = "운영자",
    says = "가게를 운영하는 분. 상품, 주문, 회원을 모두 다뤄요." },
  { name = "merchandiser", label = "상품 담당",
    says = "상품, 기획전, 콘텐츠를 다뤄요. 회원의 개인정보는 보지 않아요." },
  { name = "cs", label = "고객 담당", says = "주문, 회원, 문의를 다뤄요." },
  { name = "developer", label = "개발자",
    says = "배포와 작업을 다뤄요. 회원의 개인정보는 보지 않아요." },
  { name = "reader", label = "열람", says = "보기만 해요. 회원의 개인정보는 보지 않아요." },
}

--- The areas: what they are called, and what each role may do there, in the order of the roles above.
permissions.areas = {
  --                                              owner    manager  merch.   cs       dev.     reader
  { "orders", "주문",                             "write", "write", "read",  "write", "-",     "read" },
  { "members", "회원",                            "write", "write", "-",     "write", "-",     "-" },
  { "inquiries", "문의",                          "write", "write", "read",  "write", "-",     "-" },
  { "points", "적립금",                           "write", "write", "-",     "write", "-",     "-" },
  { "products", "상품",                           "write", "write", "write", "read",  "read",  "read" },
  { "content", "콘텐츠",                          "write", "write", "write", "read",  "read",  "read" },
  { "promotions", "프로모션",                     "write", "write", "write", "read",  "read",  "read" },
  { "statistics", "통계",                         "write", "write", "read",  "read",  "read",  "read" },
  { "mail", "메일",                               "write", "write", "read",  "read",  "read",  "-" },
  { "malls", "가게 설정",                         "write", "write", "read",  "read",  "read",  "read" },
  { "staff", "직원", everywhere = true,           "write", "read",  "-",     "-",     "-",     "-" },
  { "audit", "기록", everywhere = true,           "write", "read",  "-",     "-",     "read",  "-" },
  { "jobs", "작업", everywhere = true,            "write", "read",  "-",     "-",     "write", "-" },
  { "deployments", "배포", everywhere = true,     "write", "read",  "-",     "-",     "write", "-" },
  { "tables", "데이터", everywhere = true,        "write", "-",     "-",     "-",     "-",     "-" },
}

--- What is more than to look and less than to change: who may do it, in the order of the roles above.
permissions.others = {
  --                                              owner    manager  merch.   cs       dev.     reader
  { "members.unmask", "회원 개인정보 전체 보기",  "yes",   "yes",   "-",     "yes",   "-",     "-" },
}

return permissions
