-- What stands around a page while it is rehearsed: the mall with what the law wants at its foot, the shelves, and what the
-- last action said.

---@class sample_surroundings
---@field mall table
---@field path string
---@field flash flash[]
---@field page table  what others fill in: nav, member, cart_count, frame, and in development what does not build

local footer = {
  company = "주식회사 견본상회", ceo = "한견본", address = "경기도 이천시 견본면 본보기로 12", phone = "03112345678",
  email = "help@sample.example", business_no = "000-00-00000", mail_order_no = "2026-경기이천-0000",
  mail_order_office = "경기도 이천시청", privacy_officer = "박책임", hosting = "견본호스팅", hours = "평일 오전 9시부터 오후 6시까지",
}

local full_footer = setmetatable({ business_check_url = "https://sample.example/business",
  escrow_url = "https://sample.example/escrow" }, { __index = footer })

-- What stands around a page of the back office for who may do everything.
local frame = {
  staff = { name = "견본을오래맡아온김담당", email = "staff@sample.example", role = "운영 책임자" },
  menu = {
    { items = { { label = "오늘", icon = "home", url = "/admin", key = "h" } } },
    { label = "판매", items = {
      { label = "주문", icon = "receipt", url = "/admin/orders", key = "o", active = true },
      { label = "상품", icon = "box", url = "/admin/products" },
    } },
  },
  mall = { id = "sample", name = "견본상회" }, shop_url = "https://sample.example",
  malls = { { id = "sample", name = "견본상회", active = true }, { id = "second", name = "견본살림" } },
}

return {
  full = {
    mall = { id = "sample", name = "견본상회", tagline = "본보기를 파는 가게", theme = "food", footer = full_footer },
    path = "/sample",
    flash = {
      { kind = "ok", text = "장바구니에 담았어요." },
      { kind = "error", text = "재고가 모자라 두 개만 담았어요.", action = { label = "장바구니 보기", url = "/cart" } },
      { kind = "undo", text = "장바구니에서 뺐어요.",
        action = { label = "되돌리기", url = "/cart/undo", fields = { line_id = "line-1" } } },
    },
    page = {
      development = true, generation = 7, build_error = "app/shipping/rules.lua:31: '=' expected", cart_count = 3,
      member = { name = "김견본" },
      nav = { categories = { { name = "반찬·김치", slug = "sides", url = "/c/sides", icon = "bowl", active = true },
        { name = "커피·음료", slug = "drinks", url = "/c/drinks", icon = "cup", active = false } } },
      frame = frame,
    },
  },
  least = {
    mall = { id = "sample", name = "견본상회", theme = "food", footer = footer },
    path = "/", flash = {}, page = {},
  },
}
