-- Many members at once. `source` says which row of which mall somebody is: who is there already is left alone, so that an
-- import which was cut off begins again and goes on.

local pg = require "pg"

local store = {}

--- Which of these sources are here already.
---@param sources string[]
---@return table<string, boolean>
function store.known(tx, mall_id, sources)
  local known = {}
  for _, row in ipairs(tx:rows("SELECT source FROM member WHERE mall_id = $1 AND source = ANY($2)", mall_id,
    pg.array(sources))) do
    known[row.source] = true
  end
  return known
end

--- Adds members whose addresses are free.
---@param people table[]  of import.rules.person, with their source
---@return table<string, string> ids  by source, of those who were added
function store.add(tx, mall_id, people)
  local ids = {}
  if #people == 0 then return ids end
  for _, row in ipairs(tx:rows([[
    INSERT INTO member (mall_id, source, email, password_hash, name, phone, birth_date, grade, status, joined_at, verified_at,
      last_login_at, password_set_at, blocked_at, blocked_why)
    SELECT $1, source, email, password_hash, coalesce(name, ''), phone, birth_date, grade, 'active', coalesce(joined_at, now()),
      coalesce(joined_at, now()), last_login_at, coalesce(joined_at, now()), CASE WHEN blocked THEN now() END,
      CASE WHEN blocked THEN '이전 쇼핑몰에서 이용이 중지된 계정' END
    FROM jsonb_to_recordset($2::jsonb) AS person (source text, email text, password_hash text, name text, phone text,
      birth_date date, grade text, joined_at timestamptz, last_login_at timestamptz, blocked boolean)
    ON CONFLICT DO NOTHING RETURNING source, id]], mall_id, pg.json(people))) do
    ids[row.source] = row.id
  end
  return ids
end

--- What they had agreed to there, and when.
---@param consents { member_id: string, kind: string, agreed: boolean, wording: string, at: string|nil }[]
function store.consent(tx, mall_id, consents)
  tx:rows([[
    INSERT INTO member_consent (mall_id, member_id, kind, agreed, wording, channel, at)
    SELECT $1, member_id, kind, agreed, wording, 'import', coalesce(at, now())
    FROM jsonb_to_recordset($2::jsonb)
      AS consent (member_id uuid, kind text, agreed boolean, wording text, at timestamptz)]], mall_id, pg.json(consents))
end

return store
