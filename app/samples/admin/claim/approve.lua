-- What approving claims would do.

return {
  full = {
    preview = {
      rows = {
        { id = "claim-1", number = "261129-4CDDDF5-C1", url = "/admin/claims/claim-1", kind = "취소",
          goods = "맑은 갈비탕 700g 외 1건", units = 3,
          badge = { label = "요청", tone = "wait" }, total = 36000, becomes = "취소하고 환불해요" },
        { id = "claim-2", number = "261129-4CDDDF6-C1", url = "/admin/claims/claim-2", kind = "반품", goods = "햇사과 5kg",
          units = 1,
          badge = { label = "완료", tone = "good" }, problem = "결정을 기다리는 요청이 아니에요" },
      },
      possible = { { id = "claim-1", total = 36000 }, { id = "claim-3" } }, amount = 36000,
    },
    return_to = "/admin/claims",
    page = { title = "요청 승인", crumbs = { { name = "취소·반품·교환", url = "/admin/claims" }, { name = "요청 승인" } } },
  },
  least = { preview = { rows = {}, possible = {}, amount = 0 }, return_to = "/admin/claims", page = { title = "요청 승인" } },
}
