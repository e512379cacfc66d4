-- How long a mall gives what is sent, as a section of its settings: until it is late, until it counts as received, until it
-- is
-- bought for good.

local edit = require("mall").edit
local shipment = require "shipment"

local function constant(value) return function() return value end end

---@type change_settings.section
return {
  title = "배송과 구매확정", text = "바꾸면 이미 보낸 주문에도 바로 적용돼요.",
  fields = constant(shipment.forms.terms_fields), form = constant(shipment.forms.terms),
  read = function(mall_id, tx)
    local setting = edit.setting(mall_id, "fulfilment", tx)
    local row = shipment.terms(setting.value)
    row.version = setting.version
    return row
  end,
  write = function(tx, mall_id, version, values)
    edit.write_setting(tx, mall_id, "fulfilment", version, values)
    return true
  end,
}
