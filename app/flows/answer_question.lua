-- Staff answer a question about a product, or hide it: the row, the letter to who asked, and the entry in the log.

local question = require "question"
local fault = require "shared.fault"
local record_audit = require("flows.record_audit").run
local require_permission = require("flows.require_permission").run
local send_mail = require("flows.send_mail").run
local transaction = require("flows.store").transaction

local answer_question = {}

---@param ctx context
---@param id string
---@param values {answer:string, version:integer}
---@return {told:boolean}|nil
---@return fault|nil inquiry.changed | staff.forbidden
function answer_question.run(ctx, id, values)
  local mall = ctx.mall
  local may, refused = require_permission(ctx, "inquiries.write")
  if not may then return nil, refused end
  return transaction(function(tx)
    local found = question.desk.get(mall.id, id, tx)
    if not found or found.version ~= values.version then return nil, fault("inquiry.changed") end
    question.desk.answer(tx, mall.id, id, values.answer, ctx.staff.email)
    -- who brought it along from elsewhere, or has left, gets no letter
    local told = found.answered_at == nil and found.member_email ~= nil
    if told then
      send_mail(tx, mall, "inquiry/answered",
        { email = found.member_email, name = found.member_name, member_id = found.member_id },
        { name = found.member_name, title = found.product_name, question = found.body, answer = values.answer,
          url = "/my/questions" })
    end
    record_audit(ctx, "inquiry.change", { kind = "question", id = id, whose = found.member_id,
      changes = { answer = { found.answer or "", values.answer } } }, tx)
    return { told = told }
  end)
end

--- Hides a question, or shows it again.
---@param ctx context
---@param id string
---@param why string|nil  nil: show it again
---@return true|nil
---@return fault|nil inquiry.changed | staff.forbidden
function answer_question.hide(ctx, id, why)
  local may, refused = require_permission(ctx, "inquiries.write")
  if not may then return nil, refused end
  return transaction(function(tx)
    local found = question.desk.get(ctx.mall.id, id, tx)
    if not found then return nil, fault("inquiry.changed") end
    question.desk.hide(tx, ctx.mall.id, id, why)
    record_audit(ctx, "inquiry.change", { kind = "question", id = id, whose = found.member_id, why = why,
      changes = { hidden = { found.hidden_at ~= nil, why ~= nil } } }, tx)
    return true
  end)
end

return answer_question
