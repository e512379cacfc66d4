-- A person who has proved who they are comes in: the browser's session becomes theirs under a new secret, and what it held
-- as a guest's goes where it belongs.

local cart = require "cart"
local member = require "member"
local session = require "session"
local clock = require "shared.clock"
local known_device = require "flows.known_device"
local merge_cart = require "flows.merge_cart"
local send_mail = require "flows.send_mail"
local transaction = require("flows.store").transaction

local enter = {}

--- Words of a session that are a guest's alone.
local GUESTS = { "cart_id", "cart_count", "cart_undo", "joining" }

-- The first browser of all is no news to who is sitting before it.
local function tell_of_browser(ctx, found)
  if not found.last_login_at or known_device.is(ctx, found.email) then return end
  transaction(function(tx)
    send_mail.run(tx, ctx.mall, "member/new_device", { email = found.email, name = found.name, member_id = found.id },
      { name = found.name, at = clock.now(), device = member.device(ctx:agent()), address = ctx.req:ip(),
        url = "/my/sessions", base_url = ctx.base_url })
    return true
  end)
end

--- Makes the session of this request a member's.
---@param ctx context
---@param found member
---@param remembered boolean  longer than until the browser closes
---@return string|nil notice  what was done with the guest's cart
---@return string|nil merge_id  by which it can be undone
function enter.run(ctx, found, remembered)
  local mall, current = ctx.mall, ctx.session
  local merged = merge_cart.run(mall, found.id, not current:member_id() and current:get "cart_id" or nil)
  tell_of_browser(ctx, found)
  known_device.remember(ctx, found.email)
  member.logged_in(mall.id, found.id)
  current:log_in { member_id = found.id, remembered = remembered, user_agent = ctx:agent(), address = ctx.req:ip() }
  for _, word in ipairs(GUESTS) do current:set(word, nil) end
  return merged.notice, merged.id
end

--- The press that takes a merge back, for a message.
---@param merge_id string
---@return { label: string, url: string, fields: table<string, string> }
function enter.undo(merge_id) return { label = "되돌리기", url = "/cart/unmerge", fields = { merge_id = merge_id } } end

--- Lets the member out of this browser; it is a guest's again, with the cart it had if that was taken out of the member's.
--- A guest who asks to be let out is out already, and keeps the cart.
---@param ctx context
function enter.leave(ctx)
  if not ctx.member then return end
  local guest_id = ctx.session:get "guest_cart"
  ctx.session:destroy()
  if not guest_id then return end
  ctx.session:set("cart_id", guest_id)
  ctx.session:set("cart_count", cart.count(ctx.mall.id, guest_id))
end

--- After something that nobody else in the account should outlive: all other sessions end, this one gets a new secret.
---@param ctx context
---@param member_id string
---@return integer ended
function enter.alone(ctx, member_id)
  local ended = session.revoke_all(ctx.mall.id, member_id, ctx.session:hash())
  ctx.session:rotate()
  return ended
end

--- Where a member is logged in, this browser first.
---@param ctx context
---@return { id: string, device: string, address: string, remembered: boolean, logged_in_at: number, seen_at: number,
---  here: boolean }[]
function enter.devices(ctx)
  local list = {}
  for i, one in ipairs(session.of_member(ctx.mall.id, ctx.member.id, ctx.session:hash())) do
    list[i] = { id = one.id, device = member.device(one.user_agent), address = one.address, remembered = one.remembered,
      logged_in_at = one.logged_in_at, seen_at = one.seen_at, here = one.here }
  end
  return list
end

--- Ends one of a member's sessions elsewhere.
---@param ctx context
---@param id string
---@return boolean ended  false: the member has no such session
function enter.put_out(ctx, id) return session.revoke(ctx.mall.id, ctx.member.id, id) end

return enter
