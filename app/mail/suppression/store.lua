-- Addresses that get no mail. Pages name one by its digest, so that no address stands in an address bar or in a log.

local pg = require "pg"
local reader = require "shared.listing.reader"

local store = {}

local DIGEST = "encode(sha256(convert_to(s.address, 'UTF8')), 'hex')"
local LIST = "SELECT " .. DIGEST .. [[ AS digest, s.address, s.reason, s.detail, s.at
  FROM mail_suppression s WHERE s.mall_id = $1]]

--- Puts an address on the list. What stops more is kept: a bounce over a complaint.
---@param tx table
---@param mall_id string
---@param address string  address.key of it
---@param reason "bounce"|"complaint"|"manual"
---@param detail string
function store.add(tx, mall_id, address, reason, detail)
  tx:rows([[
    INSERT INTO mail_suppression AS s (mall_id, address, reason, detail) VALUES ($1, $2, $3, $4)
    ON CONFLICT (mall_id, address) DO UPDATE SET reason = excluded.reason, detail = excluded.detail, at = now()
    WHERE s.reason = 'complaint' AND excluded.reason <> 'complaint']], mall_id, address, reason, detail)
end

---@param mall_id string
---@param digest string
---@return { digest: string, address: string, reason: string, detail: string, at: number }|nil
function store.by_digest(mall_id, digest) return pg.row(LIST .. " AND " .. DIGEST .. " = $2", mall_id, digest) end

--- Takes an address off the list.
---@param tx table
---@return { address: string, reason: string }|nil
function store.remove(tx, mall_id, digest)
  return tx:row("DELETE FROM mail_suppression s WHERE s.mall_id = $1 AND " .. DIGEST
    .. " = $2 RETURNING s.address, s.reason", mall_id, digest)
end

--- Lists of them: see shared.listing.reader.
store.list, store.count = reader.of(pg.slow_rows, LIST)

return store
