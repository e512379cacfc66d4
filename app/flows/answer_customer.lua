-- Staff answer an inquiry or a question about a product: the answer, the letter about it and the entry in the log, or
-- nothing of it. The letter goes out for the first answer; a corrected one stands where it is read.

local inquiry = require "inquiry"
local question = require "question"
local fault = require "shared.fault"
local record_audit = require("flows.record_audit").run
local require_permission = require("flows.require_permission").run
local send_mail = require("flows.send_mail").run
local transaction = require("flows.store").transaction

-- What can be answered, what the letter says it is about, and where its writer reads the answer.
local KINDS = {
  inquiry = { desk = inquiry.desk, title = function(found) return found.title end,
    url = function(id) return "/my/inquiries/" .. id end },
  question = { desk = question.desk, title = function(found) return found.product_name end,
    url = function() return "/my/questions" end },
}

local answer_customer = {}

---@param ctx context
---@param kind "inquiry"|"question"
---@param id string
---@param values {answer:string, version:integer}
---@return {told:boolean}|nil
---@return fault|nil inquiry.changed | staff.forbidden
function answer_customer.run(ctx, kind, id, values)
  local of, mall = KINDS[kind], ctx.mall
  local may, refused = require_permission(ctx, "inquiries.write")
  if not may then return nil, refused end
  return transaction(function(tx)
    local found = of.desk.get(mall.id, id, tx)
    if not found or found.version ~= values.version then return nil, fault("inquiry.changed") end
    of.desk.answer(tx, mall.id, id, values.answer, ctx.staff.email)
    -- who was brought along from elsewhere, or has left, gets no letter
    local told = found.answered_at == nil and found.member_email ~= nil
    if told then
      send_mail(tx, mall, "inquiry/answered",
        { email = found.member_email, name = found.member_name, member_id = found.member_id },
        { name = found.member_name, title = of.title(found), question = found.body, answer = values.answer,
          url = of.url(id) })
    end
    record_audit(ctx, "inquiry.change", { kind = kind, id = id, whose = found.member_id,
      changes = { answer = { found.answer or "", values.answer } } }, tx)
    return { told = told }
  end)
end

return answer_customer
