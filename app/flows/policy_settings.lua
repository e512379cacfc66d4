-- What a mall decides about its customers and what it sends them, as sections of its settings, each one setting: how points
-- are given and used, on what terms goods go back, whether members who are not seen for long are put to sleep, and how long
-- what is sent may take.

local claim = require "claim"
local dormancy = require "dormancy"
local edit = require("mall").edit
local points = require "points"
local shipment = require "shipment"

local function constant(value) return function() return value end end

-- A section that is one setting. `read` gives the form's values of what is stored; `written` what is stored of the form's.
local function section(name, words, fields, form, read, written)
  ---@type change_settings.section
  return {
    title = words.title, text = words.text, fields = constant(fields), form = constant(form),
    read = function(mall_id, tx)
      local setting = edit.setting(mall_id, name, tx)
      local row = read(setting.value, mall_id, tx)
      row.version = setting.version
      return row
    end,
    write = function(tx, mall_id, version, values)
      edit.write_setting(tx, mall_id, name, version, written and written(values) or values)
      return true
    end,
  }
end

-- What the form of dormancy shows while the policy is off.
local USUAL = { months = 12, notice_days = 30 }

---@type table<string, change_settings.section>
return {
  points = section("points", { title = "적립금", text = "적립금을 드리고 쓰는 기준이에요. 바꾼 뒤에 드리고 쓰는 것부터 따라요." },
    points.forms.fields, points.forms.policy, points.policy),

  claims = section("claims", { title = "취소·반품·교환", text = "돌려받을 때의 배송비와 기한이에요. 바꾼 뒤에 신청하는 것부터 따라요." },
    claim.forms.policy_fields, claim.forms.policy, function(value, mall_id, tx)
      return claim.policy(value, edit.setting(mall_id, "return_fee", tx).value)
    end),

  fulfilment = section("fulfilment", { title = "배송과 구매확정", text = "바꾸면 이미 보낸 주문에도 바로 적용돼요." },
    shipment.forms.terms_fields, shipment.forms.terms, shipment.terms),

  dormancy = section("dormancy", { title = "휴면", text = "오래 로그인하지 않은 회원의 개인정보를 따로 보관해요. 법으로 정해진 일은 아니라 쓰지 않아도 돼요." },
    dormancy.forms.fields, dormancy.forms.policy, function(value)
      local policy = dormancy.policy(value)
      local shown = policy or USUAL
      return { on = policy ~= nil, months = shown.months, notice_days = shown.notice_days }
    end, function(values)
      return values.on and { months = values.months, notice_days = values.notice_days } or {}
    end),
}
