-- The form of a row: changed by two people at once, new and refused, and with nothing to say.

local about = { name = "sku", url = "/admin/tables/sku", comment = "" }

local place = 0

local function field(name, control, more)
  place = place + 1
  local one = { place = place, name = name, type = "text", control = control, value = "", null = false, nullable = false,
    need = false }
  for key, value in pairs(more or {}) do one[key] = value end
  return one
end

return {
  full = {
    table = about, title = "사과 1kg", key = "m,1", version = "0cc1", conflict = true,
    problem = "바뀐 것이 없어요.", why = "값을 고침", open_url = "/admin/tables/sku/edit/open", mall_id = "m", unsaved = true,
    action = "/admin/tables/sku/edit", cancel_url = "/admin/tables/sku/row?key=m,1", offers_url = "/admin/tables/sku/offers",
    errors = { { place = 5, name = "price", text = "정수를 숫자(0~9)로 써 주세요." } },
    fields = {
      field("id", "fixed", { value = "019a", hint = "행을 가리키는 키라 바꾸지 않아요." }), field("packed",
      "fixed", { null = true }),
      field("note", "fixed"),
      field("label", "text", { value = "1kg", was = "1kg", theirs = "2kg", nullable = true, need = true }),
      field("price", "text", { value = "백", figure = true, error = "정수를 숫자(0~9)로 써 주세요.",
      was = "100" }),
      field("options", "area", { value = '[\n  "1kg"\n]', mono = true, rows = 4, hint = "JSON 목록", nullable = true,
      null = true }),
      field("kind", "select", { value = "a", options = { { value = "", label = "NULL" }, { value = "a", label = "가" } } }),
      field("product_id", "pick", { value = "019b", label = "햇사과", words = "사과", offers = { { value = "019c",
      label = "풋사과" } } }),
      field("brand_id", "pick", { offers = {} }),
    },
    page = { title = "사과 1kg · sku" },
  },
  least = { table = about, title = "새 행", fields = {}, errors = {}, why = "", action = "/admin/tables/sku/new",
  cancel_url = "/admin/tables/sku",
    offers_url = "/admin/tables/sku/offers", obstacle = "sha256", creating = true, page = { title = "새 행 · sku" } },
}
