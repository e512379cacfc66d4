-- An order as staff see it.

local at = 1795897667.905

return {
  full = {
    order = {
      number = "261129-4CDDDF5", placed_at = at, badge = { label = "입금대기", tone = "wait" }, waiting = true, open = false,
      channel = "모바일",
      lines = {
        { name = "가마솥 손누룽지 500g", brand = "들녘곳간", label = "두 봉지", sku = "NURUNGJI-500", url = "/p/nurungji",
          image = { id = "picture-1", alt = "" }, unit_price = 9800, qty = 2, discount = 1000, amount = 18600 },
        { name = "콜드브루 원액", brand = "새벽로스터리", sku = "COLD-BREW", url = "/p/cold-brew", unit_price = 12000, qty = 1,
          discount = 0, amount = 12000 },
      },
      totals = { goods = 31600, discount = 1000, shipping = 3000, payable = 33600 },
      people = {
        orderer = { { label = "이름", text = "김*본" }, { label = "휴대전화", text = "010-****-5678" }, { label = "이메일" } },
        recipient = { { label = "받는 분", text = "이*음" }, { label = "주소", text = "(06236) 서울 강남구 본보기로 1 ***" },
          { label = "배송 메모", text = "" } },
      },
      payment = { { label = "결제 수단", text = "무통장입금" }, { label = "입금 기한", at = at }, { label = "입금 확인" } },
      events = { { at = at, label = "결제완료", who = "hana@shop.kr", note = "통장 확인" },
        { at = at, label = "입금대기", who = "구매자" } },
    },
    may = { write = true, unmask = true }, form = { values = {}, errors = { why = "보는 이유를 입력해 주세요." } },
    page = { title = "주문 261129-4CDDDF5", crumbs = { { name = "주문", url = "/admin/orders" }, { name = "261129-4CDDDF5" } } },
  },
  least = {
    order = { number = "261129-4CDDDF5", placed_at = at, badge = { label = "미입금취소" }, waiting = false, open = true,
      channel = "PC", lines = {}, totals = { goods = 0, discount = 0, shipping = 0, payable = 0 },
      people = { orderer = {}, recipient = {} }, payment = {}, events = {} },
    may = { write = false, unmask = false }, form = { values = {}, errors = {} }, page = { title = "주문" },
  },
}
