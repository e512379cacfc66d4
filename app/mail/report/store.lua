-- What providers tell us of letters that left.

local pg = require "pg"

local store = {}

--- Keeps a report as it came. One that came before is not kept twice.
---@param mall_id string  of the host that it was sent to
---@param provider string
---@param digest string   32 bytes
---@param body string
---@return { id: string, handled: boolean }
function store.keep(mall_id, provider, digest, body)
  return pg.write([[
    INSERT INTO mail_report AS r (mall_id, provider, digest, body) VALUES ($1, $2, $3, $4)
    ON CONFLICT (mall_id, provider, digest) DO UPDATE SET received_at = r.received_at
    RETURNING id, handled_at IS NOT NULL AS handled]], mall_id, provider, pg.bytea(digest), body)[1]
end

---@param tx table
function store.handled(tx, mall_id, id)
  tx:rows("UPDATE mail_report SET handled_at = now() WHERE mall_id = $1 AND id = $2", mall_id, id)
end

--- Notes an event; false when it was known.
---@param tx table
---@param event mail.event
---@return boolean new
function store.note(tx, event)
  return tx:rows([[
    INSERT INTO mail_event (mall_id, provider, event_id, kind, address, mail_id, detail, at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, to_timestamp($8)) ON CONFLICT DO NOTHING]], event.mall_id, event.provider, event.id,
    event.kind, event.address, event.mail_id, event.detail, event.at).affected == 1
end

--- What is known of the letter's way after it left.
---@param mall_id string
---@param mail_id string
---@return table[]
function store.events(mall_id, mail_id)
  return pg.rows("SELECT kind, address, detail, at FROM mail_event WHERE mall_id = $1 AND mail_id = $2 ORDER BY at",
    mall_id, mail_id)
end

return store
