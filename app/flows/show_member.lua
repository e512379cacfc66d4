-- One member on the back office's page, from every feature that knows something of them. Whoever looks is written down,
-- masked or not.

local member = require "member"
local order = require "order"
local session = require "session"
local fault = require "shared.fault"
local record_audit = require("flows.record_audit").run
local require_permission = require("flows.require_permission").run

local show_member = {}

local function orders(mall_id, member_id)
  local list = {}
  for i, row in ipairs(order.all_of_member(mall_id, member_id)) do
    list[i] = { number = row.number, url = "/admin/orders/" .. row.number, placed_at = row.placed_at,
      amount = row.payable_amount, badge = order.badge(row.status) }
  end
  return list
end

--- What the page shows.
---@param ctx context
---@param id string
---@param why string|nil  given: with all that is masked otherwise, which takes a permission of its own
---@return table|nil view  nil alone: there is no such member
---@return fault|nil staff.forbidden
function show_member.run(ctx, id, why)
  local may, refused = require_permission(ctx, why and "members.unmask" or "members.read")
  if not may then return nil, refused end
  local mall_id = ctx.mall.id
  local found = member.by_id(mall_id, id)
  if not found then return nil, fault("member.not_found") end
  record_audit(ctx, why and "member.unmask" or "member.view", { kind = "member", id = id, whose = id, why = why })
  found.grade = member.grade_label(found.grade)
  return member.desk.page(found, { orders = orders(mall_id, id), consents = member.consent.history(mall_id, id),
    sessions = session.of_member(mall_id, id, ""), notes = member.desk.notes(mall_id, id) }, why ~= nil)
end

return show_member
