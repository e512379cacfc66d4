-- Notices as they came. Each is kept before anything is made of it, and once, however often it is told.

local pg = require "pg"

local store = {}

---@class payment.notice
---@field id string
---@field provider string
---@field event_key string
---@field kind string
---@field reference string
---@field body string
---@field headers table<string, string>
---@field address string
---@field state "received"|"handled"|"refused"|"parked"
---@field times integer

--- Keeps a notice. One that is told again is the one that is there, told once more.
---@param mall_id string
---@param notice table  provider, event_key, kind, reference, body, headers, address, state, outcome
---@return { id: string, state: string, times: integer }
function store.keep(mall_id, notice)
  local refused = notice.state == "refused"
  return pg.write([[
    INSERT INTO payment_notice AS n (mall_id, provider, event_key, kind, reference, body, headers, address, state, outcome,
      handled_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, CASE WHEN $9 = 'refused' THEN now() END)
    ON CONFLICT (mall_id, provider, event_key) DO UPDATE SET times = n.times + 1
    RETURNING id, state, times]], mall_id, notice.provider, notice.event_key, notice.kind or "", notice.reference or "",
    pg.bytea(notice.body), pg.json(notice.headers), notice.address, refused and "refused" or "received",
    notice.outcome or "")[1]
end

---@param mall_id string
---@param id string
---@return payment.notice|nil
function store.get(mall_id, id) return pg.row("SELECT * FROM payment_notice WHERE mall_id = $1 AND id = $2", mall_id, id) end

--- What came of a notice.
---@param mall_id string
---@param id string
---@param state "handled"|"refused"|"parked"
---@param outcome string
---@param tx table|nil
function store.close(mall_id, id, state, outcome, tx)
  local sql = "UPDATE payment_notice SET state = $3, outcome = $4, handled_at = now() WHERE mall_id = $1 AND id = $2"
  if tx then tx:rows(sql, mall_id, id, state, outcome) else pg.write(sql, mall_id, id, state, outcome) end
end

--- The notices about an attempt, the newest first.
---@param mall_id string
---@param reference string
---@return table[]
function store.about(mall_id, reference)
  return pg.rows([[SELECT id, provider, kind, state, outcome, times, address, received_at FROM payment_notice
    WHERE mall_id = $1 AND reference = $2 ORDER BY received_at DESC LIMIT 50]], mall_id, reference)
end

--- Forgets notices that are older than three years: so long a provider's dispute may take, and no longer is money's trace.
---@return integer
function store.sweep()
  return pg.write("DELETE FROM payment_notice WHERE received_at < now() - interval '3 years'").affected
end

return store
