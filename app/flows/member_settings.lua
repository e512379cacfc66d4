-- What a mall decides about its members and customers, as sections of its settings: how points are given and used, on what
-- terms goods go back, and whether members who are not seen for long are put to sleep.

local claim = require "claim"
local dormancy = require "dormancy"
local edit = require("mall").edit
local points = require "points"

local member_settings = {}

local function constant(value) return function() return value end end

---@type change_settings.section
member_settings.points = {
  title = "적립금", text = "적립금을 드리고 쓰는 기준이에요. 바꾼 뒤에 드리고 쓰는 것부터 따라요.",
  fields = constant(points.forms.fields), form = constant(points.forms.policy),
  read = function(mall_id, tx)
    local setting = edit.setting(mall_id, "points", tx)
    local row = points.policy(setting.value)
    row.version = setting.version
    return row
  end,
  write = function(tx, mall_id, version, values)
    edit.write_setting(tx, mall_id, "points", version, values)
    return true
  end,
}

---@type change_settings.section
member_settings.claims = {
  title = "취소·반품·교환", text = "돌려받을 때의 배송비와 기한이에요. 바꾼 뒤에 신청하는 것부터 따라요.",
  fields = constant(claim.forms.policy_fields), form = constant(claim.forms.policy),
  read = function(mall_id, tx)
    local setting = edit.setting(mall_id, "claims", tx)
    local row = claim.policy(setting.value, edit.setting(mall_id, "return_fee", tx).value)
    row.version = setting.version
    return row
  end,
  write = function(tx, mall_id, version, values)
    edit.write_setting(tx, mall_id, "claims", version, values)
    return true
  end,
}

-- What the form shows while the policy is off.
local USUAL = { months = 12, notice_days = 30 }

---@type change_settings.section
member_settings.dormancy = {
  title = "휴면", text = "오래 로그인하지 않은 회원의 개인정보를 따로 보관해요. 법으로 정해진 일은 아니라 쓰지 않아도 돼요.",
  fields = constant(dormancy.forms.fields), form = constant(dormancy.forms.policy),
  read = function(mall_id, tx)
    local setting = edit.setting(mall_id, "dormancy", tx)
    local policy = dormancy.policy(setting.value)
    local shown = policy or USUAL
    return { on = policy ~= nil, months = shown.months, notice_days = shown.notice_days, version = setting.version }
  end,
  write = function(tx, mall_id, version, values)
    local policy = values.on and { months = values.months, notice_days = values.notice_days } or {}
    edit.write_setting(tx, mall_id, "dormancy", version, policy)
    return true
  end,
}

return member_settings
