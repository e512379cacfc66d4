-- Who is logged in: one query for a session that says it is a member's, none for everybody else's.

local recognized = require("flows.store").member_of_session

local recognize_member = {}

---@class shopper  what pages know as ctx.member
---@field id string
---@field email string
---@field name string
---@field phone string|nil
---@field grade string
---@field joined_at number
---@field session_id string
---@field cart_id string|nil  nil: nothing was ever put into it
---@field cart_count integer

---@param ctx context
---@return shopper|nil
function recognize_member.run(ctx)
  local session = ctx.session
  if not session:member_id() then return nil end
  local member = recognized(ctx.mall.id, session:hash())
  if not member then
    session:destroy()
    return nil
  end
  if member.seen_long_ago then session:seen(ctx.req:ip()) end
  return member
end

return recognize_member
