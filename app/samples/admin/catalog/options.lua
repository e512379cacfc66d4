-- A product's options and the table of what is sold of them.

local head = require "samples.admin.product_head"

local function sku(values, more)
  local made = { id = "s" .. values.code, label = "순한맛 / 1kg", values = values, reserved = 0, stock_url = "/admin/stock/s" }
  for name, value in pairs(more or {}) do made[name] = value end
  return made
end

return {
  full = {
    head = head.full, page = head.page, problem = "주문에 예약된 3개보다 적게 둘 수 없어요.", options_most = 3,
    form = { version = 7, values = { option_name_1 = "맛", option_values_1 = "순한맛, 매운맛" },
      errors = { skus = "표시된 칸을 확인해 주세요.", option_values_1 = "‘맛’에 ‘순한맛’ 값이 두 번 있어요." } },
    skus = {
      sku({ code = "A-1", price = 12000, list_price = 15000, stock = 12, stock_was = 12, max_qty = 10,
        weight_g = 1200, active = true, unit_label = "100g", unit_size = 100, unit_quantity = 1000 }, { reserved = 3 }),
      sku({ code = "A-2", price = "많이", active = "1" }, { errors = { price = "판매가는 숫자(0~9)로만 입력해 주세요." } }),
    },
  },
  least = { head = head.least, page = head.page, options_most = 3, form = { version = 1, values = {} },
    skus = { sku { code = "B", price = 0, active = false } } },
}
