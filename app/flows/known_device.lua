-- A browser that somebody has logged in with is known by a mark that it keeps for a year. It opens nothing, and is good for
-- two things: who fails at a password elsewhere does not keep the owner out of a browser of their own, and a log-in with a
-- browser that was never seen is told to the owner.

local crypto = require "crypto"
local runtime = require "runtime"

local known_device = {}

local COOKIE, SECONDS = "sijang_known", 365 * 86400

-- So many people share one browser.
local MOST = 5

local key

local function mark_of(mall_id, email)
  key = key or runtime.secret("device") or error("SECRET_KEY is not set: browsers cannot be told apart")
  return crypto.base64url(crypto.hmac_sha256(key, mall_id .. " " .. email):sub(1, 16))
end

local function marks_in(ctx)
  local list = {}
  for mark in (ctx:cookie(COOKIE) or ""):gmatch "[%w_-]+" do
    if #mark == 22 and #list < MOST then list[#list + 1] = mark end
  end
  return list
end

--- Whether somebody has logged in by this address with this browser.
---@param ctx context
---@param email string
---@return boolean
function known_device.is(ctx, email)
  local mine = mark_of(ctx.mall.id, email)
  for _, mark in ipairs(marks_in(ctx)) do
    if crypto.equal(mark, mine) then return true end
  end
  return false
end

--- Remembers it in the browser, the newest first.
---@param ctx context
---@param email string
function known_device.remember(ctx, email)
  local mine = mark_of(ctx.mall.id, email)
  local list = { mine }
  for _, mark in ipairs(marks_in(ctx)) do
    if mark ~= mine and #list < MOST then list[#list + 1] = mark end
  end
  ctx:set_cookie(COOKIE, table.concat(list, "."), SECONDS)
end

return known_device
