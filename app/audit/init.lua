-- The log of what was done in the back office, and of whose data was looked at. Each entry's hash is that of its content and
-- of the entry before, so that what was changed later is found by walking along; the newest hash, kept elsewhere, tells
-- whether the end was cut off.

local crypto = require "crypto"
local rules = require "audit.rules"
local store = require "audit.store"

local audit = {}

-- Where the chain begins.
local NOTHING = ("\0"):rep(32)
local AT_ONCE = 1000

--- Adds an entry, with what is somebody's masked in its changes. The last thing that a transaction does: who comes next
--- waits for its end.
---@param entry table  an audit.entry without number, moment and hash; all but `staff` and `action` may be absent
---@param tx pg.tx|nil
---@return integer seq
function audit.append(entry, tx)
  return store.append({ staff_id = entry.staff_id, staff = entry.staff, role = entry.role or "", mall_id = entry.mall_id,
    action = entry.action, kind = entry.kind or "", subject = entry.subject or "", whose = entry.whose or "",
    why = entry.why or "", address = entry.address or "", agent = entry.agent or "", request_id = entry.request_id or "",
    changes = rules.masked(entry.changes or {}) }, tx)
end

-- Why a link does not hold to the one before; nil when it does.
local function fault_of(link, before)
  if link.seq ~= before.seq + 1 then return "missing" end
  if link.prev_hash ~= before.hash then return "unlinked" end
  if crypto.sha256(link.prev_hash .. link.content) ~= link.hash then return "changed" end
end

---@class audit.verdict
---@field sound boolean
---@field entries integer       walked, up to the first that is broken
---@field head string           hex, of the last sound entry; noted elsewhere, it tells later that nothing was cut off
---@field broken integer|nil    the number of the first entry that is wrong or that is missing
---@field reason "missing"|"unlinked"|"changed"|"replaced"|"cut"|nil  what is wrong with it: one before it is missing, it
---  does not follow the one before it, its content is another, it is another than was noted, it and all after it are gone

local function verdict(before, broken, reason)
  return { sound = broken == nil, entries = before.seq, head = crypto.hex(before.hash), broken = broken, reason = reason }
end

--- Walks the whole chain. Entries that are added meanwhile may be in it or not. Waits.
---@param noted { seq: integer, hash: string }|nil  a head that was noted before (hash in hex): it must be there still
---@return audit.verdict
function audit.verify(noted)
  local head = store.head()
  local before = { seq = 0, hash = NOTHING }
  while true do
    local links = store.links(before.seq, AT_ONCE)
    for _, link in ipairs(links) do
      local reason = fault_of(link, before)
      if reason then return verdict(before, before.seq + 1, reason) end
      if noted and link.seq == noted.seq and crypto.hex(link.hash) ~= noted.hash:lower() then
        return verdict(before, link.seq, "replaced")
      end
      before = link
    end
    if #links < AT_ONCE then break end
  end
  if before.seq < head.seq then return verdict(before, before.seq + 1, "cut") end
  if noted and before.seq < noted.seq then return verdict(before, before.seq + 1, "cut") end
  if before.seq == head.seq and before.hash ~= head.hash then
    return verdict(before, before.seq, "replaced")
  end
  return verdict(before)
end

audit.find = store.find
audit.list, audit.count, audit.all, audit.kinds = store.list, store.count, store.all, store.kinds
audit.newest, audit.about = store.newest, store.about
audit.action_label = require "audit.actions"
audit.differences = rules.differences

return audit
