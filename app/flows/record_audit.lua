-- Writes down what somebody in the back office did or looked at. Called by every flow that changes something there, last in
-- its transaction, and by every page that shows what belongs to a person.

local audit = require "audit"

local record_audit = {}

---@class audit.actor  who acts where nobody is logged in
---@field actor string          "shell:kim@host", "job:grades"; somebody's e-mail address on their way in
---@field staff_id string|nil
---@field request context|nil   the request that they act by

local function from_request(entry, ctx)
  entry.mall_id, entry.address, entry.agent, entry.request_id = ctx.mall.id, ctx.req:ip(), ctx:agent(), ctx.req:id()
  return entry
end

local function from_page(ctx)
  local staff = ctx.staff or error("nobody is logged in: the log would not know who did it", 3)
  return from_request({ staff_id = staff.id, staff = staff.email, role = staff.role }, ctx)
end

local function from_actor(who)
  local entry = { staff_id = who.staff_id, staff = who.actor }
  return who.request and from_request(entry, who.request) or entry
end

--- Adds an entry to the log.
---@param who context|audit.actor  the page's ctx, or who acts without one
---@param action string           "product.change": what it was done to, a dot, what was done
---@param about { kind: string|nil, id: string|nil, whose: string|nil, why: string|nil, changes: table|nil,
---  mall_id: string|nil }  whose: the member whose personal data it was; changes: by field { before, after }
---@param tx pg.tx|nil            the transaction that does it
---@return integer seq
function record_audit.run(who, action, about, tx)
  local entry = who.actor and from_actor(who) or from_page(who)
  entry.action, entry.kind, entry.subject = action, about.kind, about.id and tostring(about.id)
  entry.whose, entry.why, entry.changes = about.whose, about.why, about.changes
  entry.mall_id = about.mall_id or entry.mall_id
  return audit.append(entry, tx)
end

return record_audit
