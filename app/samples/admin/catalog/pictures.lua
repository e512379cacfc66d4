-- A product's pictures.

local head = require "samples.admin.product_head"

local function picture(key, role, errors)
  return { id = "picture-" .. key, key = key, width = 1600, height = 1200, color = "#c8a070", alt = "그릇에 담은 견본",
    errors = errors, values = { alt = "그릇에 담은 견본", role = role, position = key } }
end

return {
  full = {
    head = head.full, page = head.page, problem = "표시된 칸을 확인해 주세요.",
    form = { version = 7, values = { role = "detail" }, errors = { files = "사진 파일을 골라 주세요." } },
    pictures = { picture(1, "gallery"), picture(2, "detail", { alt = "사진에 무엇이 보이는지 적어 주세요." }) },
  },
  least = { head = head.least, page = head.page, form = { version = 1, values = {} }, pictures = {} },
}
