-- Who has not been seen for long, and the vault in which the personal data of the dormant lie apart. What is moved is moved
-- whole: a member who comes back finds everything as it was.

local store = {}

-- The last sign of a member: a log-in, a session that was used, or the day they joined.
local QUIET = [[
  SELECT m.id AS member_id, m.email, m.name, seen.at AS since FROM member m
  CROSS JOIN LATERAL (SELECT greatest(m.joined_at, m.last_login_at, (SELECT max(s.seen_at) FROM session s
    WHERE s.mall_id = m.mall_id AND s.member_id = m.id)) AS at) seen
  WHERE m.mall_id = $1 AND m.status = 'active']]

---@class dormancy.quiet
---@field member_id string
---@field email string
---@field name string
---@field since number
---@field dormant_at number|nil  of who is to be told: when it will come

--- Members who are about to become dormant and were not told since they were last seen. They are locked.
---@param policy dormancy.policy
---@return dormancy.quiet[]
function store.untold(tx, mall_id, policy, limit)
  return tx:rows("SELECT *, greatest(since + make_interval(months => $2), now() + make_interval(days => $3)) AS dormant_at"
    .. " FROM (" .. QUIET .. [[
    AND NOT EXISTS (SELECT FROM dormancy_notice n WHERE n.mall_id = m.mall_id AND n.member_id = m.id AND n.since = seen.at)
    AND seen.at <= now() - make_interval(months => $2) + make_interval(days => $3)
    ORDER BY m.id LIMIT $4 FOR NO KEY UPDATE OF m) quiet]], mall_id, policy.months, policy.notice_days, limit)
end

--- They are being told now.
---@param list dormancy.quiet[]
function store.told(tx, mall_id, list)
  for _, one in ipairs(list) do
    tx:rows([[
      INSERT INTO dormancy_notice (mall_id, member_id, since)
      SELECT mall_id, id, (SELECT greatest(m.joined_at, m.last_login_at, max(s.seen_at)) FROM session s
        WHERE s.mall_id = m.mall_id AND s.member_id = m.id)
      FROM member m WHERE mall_id = $1 AND id = $2 ON CONFLICT DO NOTHING]], mall_id, one.member_id)
  end
end

--- Members whose time has come: told long enough ago, and not seen since. They are locked.
---@param policy dormancy.policy
---@return dormancy.quiet[]
function store.due(tx, mall_id, policy, limit)
  return tx:rows(QUIET .. [[
    AND seen.at <= now() - make_interval(months => $2)
    AND EXISTS (SELECT FROM dormancy_notice n WHERE n.mall_id = m.mall_id AND n.member_id = m.id AND n.since = seen.at
      AND n.sent_at <= now() - make_interval(days => $3))
    ORDER BY m.id LIMIT $4 FOR NO KEY UPDATE OF m]], mall_id, policy.months, policy.notice_days, limit)
end

--- Moves what is a person's into the vault. The e-mail address and the password stay: they are the way back.
function store.put_away(tx, mall_id, member_id)
  tx:rows([[
    WITH vault AS (
      INSERT INTO member_vault (mall_id, member_id, facts, addresses)
      SELECT m.mall_id, m.id, jsonb_build_object('name', m.name, 'phone', m.phone, 'birth_date', m.birth_date),
        coalesce((SELECT jsonb_agg(to_jsonb(a) ORDER BY a.id) FROM member_address a
          WHERE a.mall_id = m.mall_id AND a.member_id = m.id), '[]')
      FROM member m WHERE m.mall_id = $1 AND m.id = $2),
    addresses AS (DELETE FROM member_address WHERE mall_id = $1 AND member_id = $2)
    UPDATE member SET status = 'dormant', name = '', phone = NULL, birth_date = NULL, version = version + 1
    WHERE mall_id = $1 AND id = $2]], mall_id, member_id)
end

--- Brings all of it back.
---@return boolean  false: there was nothing in the vault
function store.bring_back(tx, mall_id, member_id)
  local row = tx:row([[
    WITH vault AS (DELETE FROM member_vault WHERE mall_id = $1 AND member_id = $2 RETURNING facts, addresses),
    addresses AS (
      INSERT INTO member_address SELECT (jsonb_populate_record(NULL::member_address, a)).*
      FROM vault, jsonb_array_elements(vault.addresses) AS a)
    UPDATE member m SET status = 'active', name = vault.facts ->> 'name', phone = vault.facts ->> 'phone',
      birth_date = (vault.facts ->> 'birth_date')::date, version = m.version + 1
    FROM vault WHERE m.mall_id = $1 AND m.id = $2 AND m.status = 'dormant' RETURNING m.id]], mall_id, member_id)
  return row ~= nil
end

--- Nothing of a member stays here who leaves.
function store.forget(tx, mall_id, member_id)
  tx:rows("DELETE FROM member_vault WHERE mall_id = $1 AND member_id = $2", mall_id, member_id)
end

return store
