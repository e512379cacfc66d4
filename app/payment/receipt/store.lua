-- Cash receipts: which are owed, which were issued under which number. One payment has one that is in force.

local pg = require "pg"
local reader = require "shared.listing.reader"

local store = {}

local function row(tx, sql, ...)
  if tx then return tx:row(sql, ...) end
  return pg.row(sql, ...)
end

--- A payment with what a receipt has to know of it: who asked for which, and what went back.
---@param tx pg.tx|nil  the payment is locked then: nobody decides about its receipt at the same time
---@return table|nil attempt
function store.attempt(mall_id, payment_id, tx)
  local sql = [[
    SELECT p.*, o.number, o.cash_receipt, o.cash_receipt_no, o.orderer_name, o.orderer_phone, o.orderer_email,
      now() AS asked_at,
      (SELECT coalesce(sum(r.tax_free_amount), 0)::bigint FROM refund r WHERE r.mall_id = p.mall_id
        AND r.order_id = p.order_id AND r.payment_id = p.id AND r.status = 'completed') AS returned_tax_free,
      (SELECT coalesce(sum(r.vat_amount), 0)::bigint FROM refund r WHERE r.mall_id = p.mall_id
        AND r.order_id = p.order_id AND r.payment_id = p.id AND r.status = 'completed') AS returned_vat
    FROM payment p JOIN "order" o ON o.mall_id = p.mall_id AND o.id = p.order_id
    WHERE p.mall_id = $1 AND p.id = $2]]
  return row(tx, tx and sql .. " FOR UPDATE OF p" or sql, mall_id, payment_id)
end

--- The newest receipt of a payment.
---@return table|nil
function store.last(mall_id, payment_id, tx)
  return row(tx, [[SELECT c.*, extract(epoch FROM now() - c.created_at)::float8 AS age,
      extract(epoch FROM now() - c.asked_at)::float8 AS asked_ago
    FROM cash_receipt c WHERE c.mall_id = $1 AND c.payment_id = $2 ORDER BY c.seq DESC LIMIT 1]], mall_id, payment_id)
end

--- Writes down that one is owed.
---@param tx pg.tx
---@param attempt table
---@param due receipts.due
---@param within boolean
function store.want(tx, attempt, due, within)
  tx:rows([[
    INSERT INTO cash_receipt (mall_id, order_id, payment_id, seq, kind, within_payment, amount, tax_free_amount, vat_amount)
    VALUES ($1, $2, $3, (SELECT coalesce(max(seq), 0) + 1 FROM cash_receipt WHERE mall_id = $1 AND payment_id = $3), $4, $5,
      $6, $7, $8)]], attempt.mall_id, attempt.order_id, attempt.id, attempt.cash_receipt, within, due.amount, due.tax_free,
      due.vat)
end

local COLUMNS = { state = true, by_hand = true, provider = true, amount = true, tax_free_amount = true, vat_amount = true,
  receipt_key = true, issue_number = true, url = true, problem = true, problem_text = true, actor = true, asking = true }
local MOMENTS = { asked_at = true, issued_at = true, cancelled_at = true }

--- Changes one. Moments are `true` for now.
---@param tx pg.tx
---@param mall_id string
---@param id string
---@param set table
function store.change(tx, mall_id, id, set)
  local sets, args = { "version = version + 1" }, { mall_id, id }
  for name, value in pairs(set) do
    if MOMENTS[name] then
      sets[#sets + 1] = name .. " = now()"
    elseif COLUMNS[name] then
      args[#args + 1] = value
      sets[#sets + 1] = ("%s = $%d"):format(name, #args)
    else
      error("a cash receipt has no " .. tostring(name), 2)
    end
  end
  tx:rows(("UPDATE cash_receipt SET %s WHERE mall_id = $1 AND id = $2"):format(table.concat(sets, ", ")), unpack(args))
end

--- Those of an order, the newest first.
---@return table[]
function store.of_order(mall_id, order_id)
  return pg.rows("SELECT * FROM cash_receipt WHERE mall_id = $1 AND order_id = $2 ORDER BY payment_id, seq DESC", mall_id,
    order_id)
end

local ONE = [[
  SELECT c.*, o.number, o.member_id, o.cash_receipt_no, p.method, p.reference
  FROM cash_receipt c JOIN payment p ON p.mall_id = c.mall_id AND p.id = c.payment_id
  JOIN "order" o ON o.mall_id = c.mall_id AND o.id = c.order_id WHERE c.mall_id = $1 AND c.id::text = $2]]

---@param tx pg.tx|nil  its row is locked then
---@return table|nil
function store.get(mall_id, id, tx)
  if tx then return tx:row(ONE .. " FOR UPDATE OF c", mall_id, id) end
  return pg.row(ONE, mall_id, id)
end

local LIST = [[
  SELECT c.id, c.state, c.by_hand, c.kind, c.amount, c.provider, c.issue_number, c.problem_text, c.created_at, c.issued_at,
    c.actor, o.number, p.method
  FROM cash_receipt c JOIN payment p ON p.mall_id = c.mall_id AND p.id = c.payment_id
  JOIN "order" o ON o.mall_id = c.mall_id AND o.id = c.order_id WHERE c.mall_id = $1]]

--- Lists of them: see shared.listing.reader.
store.list, store.count, store.all = reader.of(pg.slow_rows, LIST)

--- How many wait for a person.
---@return integer
function store.count_by_hand(mall_id)
  return pg.row([[SELECT count(*)::int AS count FROM cash_receipt
    WHERE mall_id = $1 AND by_hand AND state IN ('wanted', 'asked', 'cancelling')]], mall_id).count
end

return store
