-- The shape of the terms on which a mall ships.

local shape = require "shared.shape"
local entry = require "shipping.entry.rules"

local forms = {}

local MOST = 10000000

forms.policy = shape.form {
  check = function(values, fail)
    local regions, problem = entry.read_regions(values.regions or "")
    if not regions then fail("regions", problem) end
  end,
  shape.text("name", { label = "이름", max = 40 }),
  shape.text("carrier", { label = "택배사", max = 40 }),
  shape.won("fee", { label = "배송비", min = 0, max = MOST }),
  shape.won("free_from", { label = "무료배송 기준", min = 0, max = MOST, required = false }),
  shape.won("jeju_surcharge", { label = "제주 추가 배송비", min = 0, max = MOST }),
  shape.won("island_surcharge", { label = "도서산간 추가 배송비", min = 0, max = MOST }),
  shape.text("dispatch_text", { label = "발송 안내", max = 300, lines = true, required = false }),
  shape.text("regions", { label = "추가 배송비 지역", max = 30000, lines = true, required = false }),
}

return forms
