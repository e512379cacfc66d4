-- Staff hide what somebody wrote of a product, with a reason, or show it again; the log knows who and why.

local question = require "question"
local review = require "review"
local fault = require "shared.fault"
local record_audit = require("flows.record_audit").run
local require_permission = require("flows.require_permission").run
local transaction = require("flows.store").transaction

local KINDS = { question = { desk = question.desk, action = "inquiry.change" },
  review = { desk = review.desk, action = "review.change" } }

local hide_words = {}

---@param ctx context
---@param kind "question"|"review"
---@param id string
---@param why string|nil  nil: show it again
---@return true|nil
---@return fault|nil inquiry.changed | staff.forbidden
function hide_words.run(ctx, kind, id, why)
  local of = KINDS[kind]
  local may, refused = require_permission(ctx, "inquiries.write")
  if not may then return nil, refused end
  return transaction(function(tx)
    local found = of.desk.get(ctx.mall.id, id, tx)
    if not found then return nil, fault("inquiry.changed") end
    of.desk.hide(tx, ctx.mall.id, id, why)
    record_audit(ctx, of.action, { kind = kind, id = id, whose = found.member_id, why = why,
      changes = { hidden = { found.hidden_at ~= nil, why ~= nil } } }, tx)
    return true
  end)
end

return hide_words
