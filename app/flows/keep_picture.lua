-- A picture that somebody in the back office uploads: looked at, kept under its content's name, and known to the mall.

local flow = require "flows.store"
local media = require "media"
local require_permission = require "flows.require_permission"

local keep_picture = {}

---@param ctx context
---@param sent request.File
---@return string|nil media_id
---@return fault|nil
function keep_picture.run(ctx, sent)
  local allowed, refused = require_permission.run(ctx, "products.write")
  if not allowed then return nil, refused end
  local facts, fault = media.take_in(sent.path, sent.filename)
  if not facts then return nil, fault end
  return flow.transaction(function(tx) return media.remember(tx, ctx.mall.id, facts) end)
end

return keep_picture
