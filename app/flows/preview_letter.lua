-- What a letter would say: with what it is rehearsed with, or about a real order or member. Whoever looks at an order's
-- letter has looked at the order: that takes the permission for orders, the people in it are masked as they are there, and
-- the log says so; with a member's it is the same.

local mail = require "mail"
local member = require "member"
local order = require "order"
local fault = require "shared.fault"
local korean = require "shared.korean"
local record_audit = require "flows.record_audit"
local require_permission = require "flows.require_permission"

local preview_letter = {}

local function masked(values, row)
  values.name = korean.mask_name(values.name)
  if values.address then values.address.address2 = values.address.address2 ~= "" and "***" or "" end
  if values.bank then values.bank.depositor = korean.mask_name(row.depositor) end
  return values
end

local function awaited(row, rows)
  if not row.account_number then return nil, fault "mail.no_account" end
  local payment = { bank = row.bank, account_number = row.account_number, account_holder = row.account_holder,
    depositor = row.depositor, amount = row.payment_amount, due_at = row.deposit_due_at }
  return order.letter.placed(row, order.shown_lines(rows), payment, row.placed_at)
end

-- Everything in an order, as if all of it waited.
local function all_held(row, rows)
  local units = {}
  for i, line in ipairs(rows) do units[i] = { position = line.position, qty = line.qty } end
  return order.sent_letter.held(row, rows, units)
end

-- The letters that an order alone gives all the words to; the others are about a parcel of it, or a moment of its life.
local OF_ORDER = {
  ["order/placed"] = awaited, ["order/deposit_due"] = awaited, ["order/held"] = all_held, ["order/freed"] = all_held,
  ["order/paid"] = function(row, rows)
    local deposited = order.was_deposited { { status = "paid", method = row.method } }
    return order.letter.paid(row, rows, row.paid_at or row.placed_at, deposited)
  end,
}

local function about_order(ctx, name, number)
  local may, forbidden = require_permission.run(ctx, "orders.read")
  if not may then return nil, forbidden end
  local exact = order.read_number(number)
  local row = exact and order.by_number(ctx.mall.id, exact)
  if not row then return nil, fault("order.not_found", { message = number }) end
  record_audit.run(ctx, "mail.preview",
    { kind = "order", id = row.number, whose = row.member_id, changes = { letter = name } })
  local rows = order.lines(ctx.mall.id, row.id)
  local values, refused = OF_ORDER[name](row, rows)
  if not values then return nil, refused end
  return masked(values, row)
end

local function about_member(ctx, name, email)
  local may, forbidden = require_permission.run(ctx, "members.read")
  if not may then return nil, forbidden end
  local found = member.by_email(ctx.mall.id, email:lower())
  if not found then return nil, fault "mail.gone" end
  record_audit.run(ctx, "mail.preview", { kind = "member", id = found.id, whose = found.id, changes = { letter = name } })
  local values = mail.sample(name)
  values.name = korean.mask_name(found.name)
  return values
end

local OF_MEMBER = { member = true, inquiry = true }

--- What a letter can really be about.
---@param name string
---@return "order"|"member"|nil
function preview_letter.subject(name)
  return OF_ORDER[name] and "order" or OF_MEMBER[name:match "^[^/]+"] and "member" or nil
end

local FIND = { order = about_order, member = about_member }

--- The values of a letter.
---@param ctx context
---@param name string
---@param about string|nil  an order's number or a member's address, as somebody typed it
---@return table|nil values
---@return fault|nil order.not_found | mail.gone | mail.no_account | staff.forbidden
function preview_letter.values(ctx, name, about)
  local may, forbidden = require_permission.run(ctx, "mail.read")
  if not may then return nil, forbidden end
  local find = about and FIND[preview_letter.subject(name)]
  local values, refused
  if find then values, refused = find(ctx, name, about) else values = mail.sample(name) end
  if not values then return nil, refused end
  values.base_url = ctx.base_url
  return values
end

--- The letter, drawn.
---@param ctx context
---@param name string
---@param about string|nil
---@return mail.drawn|nil
---@return fault|nil
function preview_letter.run(ctx, name, about)
  local values, refused = preview_letter.values(ctx, name, about)
  if not values then return nil, refused end
  return mail.draw(name, ctx.mall, values)
end

return preview_letter
