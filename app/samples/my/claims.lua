-- A member's claims.

local goods = require "samples.goods"

return {
  full = { title = "취소·반품·교환", my = "claims",
    claims = {
      { number = "261129-4CDDDF5-C1", url = "/orders/261129-4CDDDF5/claims/1", kind = "반품", units = 2, at = 1795897667.905,
        name = "맑은 갈비탕 700g 두 팩을 담은 아주 긴 이름의 선물 세트 외 1건", image = goods.image(1), status = { key = "info", label = "수거중" } },
      { number = "261102-7K2M9QX-C1", url = "/orders/261102-7K2M9QX/claims/1", kind = "취소", units = 1, at = 1793897667.905,
        name = "새벽 블렌드 원두 200g", status = { key = "good", label = "완료" } },
    },
    pager = { page = 1, pages = 2, next_url = "/my/claims?page=2", pages_list = { { n = 1, url = "/my/claims",
      active = true },
      { n = 2, url = "/my/claims?page=2", active = false } } },
    page = { title = "취소·반품·교환 | 견본상회", robots = "noindex" },
  },
  least = { title = "취소·반품·교환", my = "claims", claims = {}, pager = { page = 1, pages = 1, pages_list = {} } },
}
