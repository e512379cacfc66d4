-- The ledger of consents: appended to, never changed. What holds is the newest row of a kind.

local pg = require "pg"

local store = {}

---@param consents {kind:string, agreed:boolean, wording:string}[]
---@param channel "join"|"my"|"import"|"link"|"staff"|"withdrawal"  where it was said
function store.record(tx, mall_id, member_id, consents, channel)
  tx:rows([[
    INSERT INTO member_consent (mall_id, member_id, kind, agreed, wording, channel)
    SELECT $1, $2, kind, agreed, wording, $4
    FROM jsonb_to_recordset($3::jsonb) AS consent (kind text, agreed boolean, wording text)]],
    mall_id, member_id, pg.json(consents), channel)
end

---@class member.agreed
---@field kind string
---@field agreed boolean
---@field at number

local CURRENT = [[SELECT DISTINCT ON (kind) kind, agreed, at FROM member_consent
  WHERE mall_id = $1 AND member_id = $2 ORDER BY kind, at DESC, id DESC]]

--- What holds now, by kind.
---@return table<string, member.agreed>
function store.current(mall_id, member_id, tx)
  local by_kind = {}
  for _, row in ipairs(tx and tx:rows(CURRENT, mall_id, member_id) or pg.rows(CURRENT, mall_id, member_id)) do
    by_kind[row.kind] = row
  end
  return by_kind
end

--- All that was said, the newest first.
---@return {kind:string, agreed:boolean, wording:string, channel:string, at:number}[]
function store.history(mall_id, member_id)
  return pg.rows([[SELECT kind, agreed, wording, channel, at FROM member_consent
    WHERE mall_id = $1 AND member_id = $2 ORDER BY at DESC, kind]], mall_id, member_id)
end

return store
