-- Staff answer an inquiry: the answer, the letter about it and the entry in the log, or nothing of it. The letter goes out
-- for the first answer; a corrected one stands where it is read.

local inquiry = require "inquiry"
local fault = require "shared.fault"
local record_audit = require("flows.record_audit").run
local require_permission = require("flows.require_permission").run
local send_mail = require("flows.send_mail").run
local transaction = require("flows.store").transaction

local answer_inquiry = {}

---@param ctx context
---@param id string
---@param values {answer:string, version:integer}
---@return {told:boolean}|nil
---@return fault|nil inquiry.changed | staff.forbidden
function answer_inquiry.run(ctx, id, values)
  local mall = ctx.mall
  local may, refused = require_permission(ctx, "inquiries.write")
  if not may then return nil, refused end
  return transaction(function(tx)
    local found = inquiry.desk.get(mall.id, id, tx)
    if not found or found.version ~= values.version then return nil, fault("inquiry.changed") end
    inquiry.desk.answer(tx, mall.id, id, values.answer, ctx.staff.email)
    -- who has left gets no letters
    local told = found.answered_at == nil and found.member_email ~= nil
    if told then
      send_mail(tx, mall, "inquiry/answered",
        { email = found.member_email, name = found.member_name, member_id = found.member_id },
        { name = found.member_name, title = found.title, question = found.body, answer = values.answer,
          url = "/my/inquiries/" .. id })
    end
    record_audit(ctx, "inquiry.change", { kind = "inquiry", id = id, whose = found.member_id,
      changes = { answer = { found.answer or "", values.answer } } }, tx)
    return { told = told }
  end)
end

return answer_inquiry
