-- Writing what staff set for a mall. What was opened at another version than it stands at is not written.

local pg = require "pg"

local store = {}

--- A mall with its hosts, locked until the transaction ends.
---@return table|nil row  name, tagline, description, footer, version, hosts
function store.facts(mall_id, tx)
  local sql = [[SELECT m.name, m.tagline, m.description, m.footer, m.version,
      ARRAY(SELECT host FROM mall_host h WHERE h.mall_id = m.id ORDER BY position, host) AS hosts
    FROM mall m WHERE m.id = $1]]
  if tx then
    tx:row("SELECT id FROM mall WHERE id = $1 FOR UPDATE", mall_id)
    return tx:row(sql, mall_id)
  end
  return pg.row(sql, mall_id)
end

---@param facts { name: string, tagline: string, description: string, footer: table }
function store.write_facts(tx, mall_id, version, facts)
  return tx:row([[UPDATE mall SET name = $3, tagline = $4, description = $5, footer = $6, version = version + 1
    WHERE id = $1 AND version = $2 RETURNING version]], mall_id, version, facts.name, facts.tagline, facts.description,
    pg.json(facts.footer))
end

--- Of these host names the one that is another mall's, if any.
---@param hosts string[]
---@return string|nil
function store.taken_host(tx, mall_id, hosts)
  local row = tx:row("SELECT host FROM mall_host WHERE host = ANY ($2) AND mall_id <> $1 LIMIT 1", mall_id, pg.array(hosts))
  return row and row.host
end

---@param hosts string[]  the first is the canonical one
function store.write_hosts(tx, mall_id, hosts)
  tx:rows("DELETE FROM mall_host WHERE mall_id = $1 AND host <> ALL ($2)", mall_id, pg.array(hosts))
  tx:rows([[INSERT INTO mall_host (host, mall_id, position) SELECT host, $1, position
    FROM unnest($2::text[]) WITH ORDINALITY AS given (host, position)
    ON CONFLICT (host) DO UPDATE SET position = excluded.position WHERE mall_host.mall_id = excluded.mall_id
      AND mall_host.position <> excluded.position]], mall_id, pg.array(hosts))
end

--- A setting with its version, 0 where it was never set; locked until the transaction ends.
---@return { value: any, version: integer }
function store.setting(mall_id, name, tx)
  local sql = "SELECT value, version FROM setting WHERE mall_id = $1 AND name = $2"
  local row
  if tx then row = tx:row(sql .. " FOR UPDATE", mall_id, name) else row = pg.row(sql, mall_id, name) end
  return row or { version = 0 }
end

---@return { version: integer }|nil  nil: it stands at another version
function store.write_setting(tx, mall_id, name, version, value)
  return tx:row([[INSERT INTO setting (mall_id, name, value) VALUES ($1, $2, $4)
    ON CONFLICT (mall_id, name) DO UPDATE SET value = excluded.value, version = setting.version + 1, updated_at = now()
      WHERE setting.version = $3
    RETURNING version]], mall_id, name, version, pg.json(value))
end

--- All accounts, the closed ones too, in their order.
---@return table[]
function store.all_accounts(mall_id, tx)
  local sql = "SELECT code, bank, number, holder, active FROM bank_account WHERE mall_id = $1 ORDER BY position, number"
  if tx then return tx:rows(sql, mall_id) end
  return pg.rows(sql, mall_id)
end

---@param accounts table[]
function store.write_accounts(tx, mall_id, accounts)
  local numbers = {}
  for i, account in ipairs(accounts) do numbers[i] = account.number end
  tx:rows("DELETE FROM bank_account WHERE mall_id = $1 AND number <> ALL ($2)", mall_id, pg.array(numbers))
  for i, account in ipairs(accounts) do
    tx:rows([[INSERT INTO bank_account (mall_id, number, code, bank, holder, position, active)
      VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (mall_id, number) DO UPDATE SET code = excluded.code,
        bank = excluded.bank, holder = excluded.holder, position = excluded.position, active = excluded.active]],
      mall_id, account.number, account.code, account.bank, account.holder, i, account.active)
  end
end

--- What a list of malls says of each.
---@return { id: string, code: string, name: string, theme: string, footer: table, hosts: string[] }[]
function store.overview()
  return pg.rows [[SELECT id, code, name, tagline, theme, footer,
    ARRAY(SELECT host FROM mall_host h WHERE h.mall_id = m.id ORDER BY position, host) AS hosts
    FROM mall m ORDER BY position, code]]
end

return store
