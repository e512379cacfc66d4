-- The books of an order: each movement of its money, debit and credit in one statement. Nobody can alter an entry.

local pg = require "pg"

local store = {}

---@class ledger.entry
---@field account string
---@field debit integer|nil
---@field credit integer|nil

--- Writes one transaction. The database refuses it unless both sides are equal.
---@param tx table
---@param what string  "sale", "capture", "refund" …
---@param entries ledger.entry[]  none of nothing
function store.book(tx, mall_id, order_id, what, entries)
  if #entries == 0 then return end
  tx:rows([[
    INSERT INTO ledger_entry (mall_id, transaction_id, order_id, account, debit, credit, what)
    SELECT $1, t.id, $2, e.account, coalesce(e.debit, 0), coalesce(e.credit, 0), $4
    FROM (SELECT uuid7() AS id OFFSET 0) t, jsonb_to_recordset($3::jsonb) AS e (account text, debit bigint, credit bigint)]],
    mall_id, order_id, pg.json(entries), what)
end

--- Writes many transactions at once, in the order of the list: whoever writes for several orders has them locked.
---@param tx table
---@param mall_id string
---@param list { order_id: string, what: string, entries: ledger.entry[] }[]
function store.book_all(tx, mall_id, list)
  if #list == 0 then return end
  tx:rows([[
    INSERT INTO ledger_entry (mall_id, transaction_id, order_id, account, debit, credit, what)
    SELECT $1, t.id, t.order_id, e.account, coalesce(e.debit, 0), coalesce(e.credit, 0), t.what
    FROM (SELECT uuid7() AS id, x.order_id, x.what, x.entries
      FROM jsonb_to_recordset($2::jsonb) AS x (order_id uuid, what text, entries jsonb) OFFSET 0) t,
      jsonb_to_recordset(t.entries) AS e (account text, debit bigint, credit bigint)]], mall_id, pg.json(list))
end

--- What stands on each account for an order: debit less credit.
---@return table<string, integer>
function store.balances(mall_id, order_id)
  local balances = {}
  for _, row in ipairs(pg.rows([[SELECT account, sum(debit - credit)::bigint AS balance FROM ledger_entry
    WHERE mall_id = $1 AND order_id = $2 GROUP BY account]], mall_id, order_id)) do
    balances[row.account] = row.balance
  end
  return balances
end

--- The entries of an order, in the order they were written.
---@return table[]
function store.entries(mall_id, order_id)
  return pg.rows("SELECT * FROM ledger_entry WHERE mall_id = $1 AND order_id = $2 ORDER BY id", mall_id, order_id)
end

return store
