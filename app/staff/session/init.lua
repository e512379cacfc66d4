-- A browser's session in the back office, with the face that app/web knows of sessions: a secret to sign forms with, and a
-- cookie. There are two cookies. One is that of somebody who is in; the other is that of somebody on the way in, so that
-- the log-in page, opened by a link from elsewhere (which brings no strict cookie along), throws nobody out. At every step
-- of the way the secret is another: one that was planted before is worth nothing after.

local crypto = require "crypto"
local store = require "staff.session.store"

local session = {}

--- Seconds after which nobody is at the keyboard, after which a session ends whatever happens, that a log-in may take, and
--- in which a typed code allows what is dangerous.
session.IDLE, session.LONGEST, session.STEP, session.FRESH = 30 * 60, 12 * 3600, 15 * 60, 5 * 60
-- How often at most it is written down that somebody is there.
local TOUCH = 60

---@class staff.session : session
---@field sid string                  what forms and messages are signed with: 32 bytes
---@field row staff.session_row|nil   nil: nobody is known yet
---@field cookie_name string
---@field same_site "Strict"
local methods = { same_site = "Strict" }
methods.__index = methods

local ROOM, WAY = "sijang_staff", "sijang_staff_login"

local function made(name, secret, row, fresh)
  return setmetatable({ cookie_name = name, sid = secret, row = row, fresh = fresh, stored = row ~= nil }, methods)
end

local function secret_of(ctx, name)
  local secret = crypto.unbase64url(ctx:cookie(name) or "")
  return secret and #secret == 32 and secret or nil
end

--- The session of somebody who is in; nil when there is none that holds.
---@param ctx context
---@param now number
---@return staff.session|nil
function session.open(ctx, now)
  local secret = secret_of(ctx, ROOM)
  local row = secret and store.load(crypto.sha256(secret), session.IDLE)
  if not row or row.stage ~= "open" then return nil end
  if now - row.seen_at > TOUCH then store.touch(row.id) end
  return made(ROOM, secret, row, false)
end

--- The session of somebody on the way in: of nobody at first.
---@param ctx context
---@return staff.session
function session.on_the_way(ctx)
  local secret = secret_of(ctx, WAY)
  if not secret then return made(WAY, crypto.random(32), nil, true) end
  local row = store.load(crypto.sha256(secret), session.IDLE)
  return made(WAY, secret, row and row.stage ~= "open" and row or nil, false)
end

--- The next step of a log-in: another secret, and the way's cookie is taken away when it is the last.
---@param ctx context
---@param stage "code"|"enrol"|"open"
---@param staff_id string
---@return staff.session
function session.step(ctx, stage, staff_id)
  local before = ctx.session
  local open = stage == "open"
  local secret = crypto.random(32)
  store.create(crypto.sha256(secret), { staff_id = staff_id, stage = stage, address = ctx:address(), agent = ctx:agent(),
    proved = open, seconds = open and session.LONGEST or session.STEP })
  if before.row then store.drop(before.row.id) end
  if open then
    local room = secret_of(ctx, ROOM) -- whoever was in with this browser is out
    if room then store.drop_secret(crypto.sha256(room)) end
    ctx:set_cookie(WAY, "", 0, "Strict")
  end
  local row = store.load(crypto.sha256(secret), session.IDLE)
  local after = made(open and ROOM or WAY, secret, row, true)
  ctx.session = after
  return after
end

--- A code was typed again.
function methods:prove()
  local secret = crypto.random(32)
  store.prove(self.row.id, crypto.sha256(secret))
  self.sid, self.fresh = secret, true
end

--- Whether a code was typed lately.
---@param now number
---@return boolean
function methods:is_fresh(now) return self.row.proved_at ~= nil and now - self.row.proved_at < session.FRESH end

--- Ends it.
---@param ctx context
function methods:finish(ctx)
  store.drop(self.row.id)
  ctx:set_cookie(self.cookie_name, "", 0, "Strict")
  self.row, self.fresh, self.stored = nil, false, false
end

-- What app/web asks of every session.
function methods:cookie() return crypto.base64url(self.sid) end
-- A log-in page may lie open for long before anybody types.
function methods:cookie_age()
  if self.cookie_name == ROOM then return session.LONGEST end
  return self.row and session.STEP or nil
end
function methods.member_id() return nil end
function methods:label() return crypto.hex(crypto.sha256(self.sid):sub(1, 4)) end
function methods.save() end
function methods.forget_changes() end

session.choose_mall, session.revoke, session.admits = store.choose_mall, store.revoke, store.admits

--- Throws away sessions that have ended.
---@return integer
function session.sweep() return store.sweep(session.IDLE) end

--- Somebody's open sessions, the newest first.
---@param staff_id string
---@return table[]
function session.list(staff_id) return store.list(staff_id, session.IDLE) end

return session
