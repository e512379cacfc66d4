-- Addresses that get no mail: some, with one that was mistyped; and none, for who may only look.

local page = { title = "막은 주소", crumbs = { { name = "메일", url = "/admin/mail" }, { name = "막은 주소" } } }
local list = require "samples.admin.admin.list"

return {
  full = { title = "막은 주소", text = "반송되거나 스팸으로 신고한 주소에는 메일을 보내지 않아요.", may_write = true,
    form = { values = { email = "김" }, errors = { email = "주소를 name@example.com처럼 입력해 주세요." } },
    grid = list.full.grid, page = page },
  least = { title = "막은 주소", form = { values = {}, errors = {} }, grid = list.least.grid, page = page },
}
