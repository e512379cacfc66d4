-- What stands above each page of a product in the back office.

local head = {}

local url = "/admin/products/sample"

head.full = {
  id = "sample", name = "아주 길고 자세한 이름을 가진 견본 상품 1kg (순한맛, 매운맛)", code = "sample-product", version = 7,
  state = { label = "작성 중", tone = "plain" }, percent = 62, may_write = true,
  shop_url = "/p/sample", preview_url = "/preview/x",
  statuses = { { value = "on_sale", label = "판매 시작" }, { value = "hidden", label = "숨김" } },
  missing = { { label = "대표 사진", url = url .. "/pictures", need = true },
    { label = "상품정보제공고시", url = url .. "/notice", need = true, text = "제조국 또는 원산지" },
    { label = "상세 설명", url = url .. "/description", need = false } },
  tabs = { { label = "기본 정보", url = url, active = true, gap = false },
    { label = "사진", url = url .. "/pictures", active = false, gap = true } },
}

head.least = { id = "least", name = "귤", code = "p1", version = 1, state = { label = "판매 중", tone = "good" }, percent = 100,
  may_write = false, preview_url = "/preview/y", statuses = {}, missing = {}, tabs = {} }

head.page = { title = "견본 상품", crumbs = { { name = "상품", url = "/admin/products" }, { name = "견본 상품" } } }

return head
