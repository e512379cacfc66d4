-- What the back office has, in one read: groups of { label, icon, route's name, permission, key after g }. Who may not do
-- it does not see it.

return {
  { items = {
    { label = "오늘", icon = "home", route = "admin", exact = true, key = "h" },
  } },
  { label = "판매", items = {
    { label = "주문", icon = "receipt", route = "admin.orders", permission = "orders.read", key = "o" },
    { label = "송장 일괄 등록", icon = "truck", route = "admin.invoices", permission = "orders.read" },
    { label = "결제", icon = "page", route = "admin.payments", permission = "orders.read",
      also = "/admin/reconciliation" },
    { label = "입금", icon = "bank", route = "admin.deposits", permission = "orders.read" },
    { label = "정산", icon = "bank", route = "admin.settlements", permission = "orders.read" },
    { label = "현금영수증", icon = "receipt", route = "admin.receipts", permission = "orders.read" },
    { label = "취소·반품·교환", icon = "undo", route = "admin.claims", permission = "orders.read", key = "r" },
    { label = "환불", icon = "bank", route = "admin.refunds", permission = "orders.read" },
    { label = "회원", icon = "user", route = "admin.members", permission = "members.read", key = "m" },
  } },
  { label = "고객", items = {
    { label = "1:1 문의", icon = "mail", route = "admin.inquiries", permission = "inquiries.read", key = "i" },
    { label = "상품 문의", icon = "chat", route = "admin.questions", permission = "inquiries.read" },
    { label = "상품 후기", icon = "star", route = "admin.reviews", permission = "inquiries.read" },
    { label = "회원 등급", icon = "users", route = "admin.grades", permission = "members.read" },
    { label = "적립금", icon = "gift", route = "admin.points", permission = "points.read" },
  } },
  { label = "상품", items = {
    { label = "상품", icon = "tag", route = "admin.products", permission = "products.read", key = "p" },
    { label = "재고", icon = "box", route = "admin.stock", permission = "products.read", key = "k" },
    { label = "재입고 알림", icon = "bell", route = "admin.restock", permission = "products.read" },
    { label = "분류", icon = "folder", route = "admin.categories", permission = "products.read" },
    { label = "가격·재고 일괄 수정", icon = "upload", route = "admin.goods_sheets", permission = "products.write" },
  } },
  { label = "시스템", items = {
    { label = "몰과 설정", icon = "store", route = "admin.malls", permission = "malls.read", key = "c",
      also = "/admin/settings" },
    { label = "택배사", icon = "truck", route = "admin.carriers", permission = "malls.read" },
    { label = "메일", icon = "mail", route = "admin.mail", permission = "mail.read" },
    { label = "주문 규칙", icon = "bolt", route = "admin.machine", permission = "orders.read" },
    { label = "직원", icon = "users", route = "admin.staff", permission = "staff.read", key = "s" },
    { label = "역할과 권한", icon = "lock", route = "admin.roles" },
    { label = "기록", icon = "shield", route = "admin.audit", permission = "audit.read" },
    { label = "배포", icon = "rocket", route = "admin.deployments", permission = "deployments.read", key = "d" },
    { label = "작업", icon = "bolt", route = "admin.jobs", permission = "jobs.read", key = "j" },
    { label = "데이터", icon = "database", route = "admin.tables", permission = "tables.read", key = "t" },
  } },
}
