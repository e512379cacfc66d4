-- Attempts to pay: reading them, and what a provider says of one. Which state an attempt is in is moved by flows.move_order
-- alone.

local pg = require "pg"

local store = {}

local ATTEMPT = [[
  SELECT p.*, o.number, o.channel AS order_channel, o.status AS order_status, o.member_id, o.orderer_name, o.orderer_phone,
    o.orderer_email, o.cash_receipt, o.cash_receipt_no, o.placed_at, now() AS asked_at
  FROM payment p JOIN "order" o ON o.mall_id = p.mall_id AND o.id = p.order_id ]]

local function row(tx, sql, ...)
  if tx then return tx:row(sql, ...) end
  return pg.row(sql, ...)
end

--- The code by which the file of contracts calls a mall.
---@param mall_id string
---@return string|nil
function store.code_of(mall_id)
  local found = pg.row("SELECT code FROM mall WHERE id = $1", mall_id)
  return found and found.code
end

--- The database's clock.
---@return number
function store.now() return pg.row("SELECT now() AS now").now end

---@param mall_id string
---@param id string
---@param tx table|nil
---@return table|nil attempt
function store.by_id(mall_id, id, tx) return row(tx, ATTEMPT .. "WHERE p.mall_id = $1 AND p.id = $2", mall_id, id) end

---@param mall_id string
---@param reference string
---@param tx table|nil
---@return table|nil attempt
function store.by_reference(mall_id, reference, tx)
  return row(tx, ATTEMPT .. "WHERE p.mall_id = $1 AND p.reference = $2", mall_id, reference)
end

--- The attempts of an order, in their order.
---@return table[]
function store.of_order(mall_id, order_id)
  return pg.rows(ATTEMPT .. "WHERE p.mall_id = $1 AND p.order_id = $2 ORDER BY p.seq", mall_id, order_id)
end

-- What a provider may tell of an attempt, and where it is kept.
local COLUMNS = { transaction_id = "text", secret = "text", bank = "text", account_number = "text", account_holder = "text",
  problem = "text", problem_text = "text" }
local MOMENTS = { due_at = true, expires_at = true, requested_at = true, approving_at = true }

--- Keeps what was learnt of an attempt. `details` are laid over those that are there; a detail of json.null goes.
---@param tx table
---@param mall_id string
---@param id string
---@param learnt table
function store.note(tx, mall_id, id, learnt)
  local sets, args = {}, { mall_id, id }
  for name, value in pairs(learnt) do
    if COLUMNS[name] then
      args[#args + 1] = value
      sets[#sets + 1] = ("%s = $%d"):format(name, #args)
    elseif MOMENTS[name] then
      args[#args + 1] = value
      sets[#sets + 1] = ("%s = to_timestamp($%d)"):format(name, #args)
    elseif name == "details" then
      args[#args + 1] = pg.json(value)
      sets[#sets + 1] = ("details = jsonb_strip_nulls(details || $%d)"):format(#args)
    else
      error("a payment has no " .. tostring(name), 2)
    end
  end
  if #sets == 0 then return end
  tx:rows(("UPDATE payment SET %s WHERE mall_id = $1 AND id = $2"):format(table.concat(sets, ", ")), unpack(args))
end

--- Attempts that wait for a deposit which is due within so many seconds, and of which nobody was reminded.
---@param seconds integer
---@param limit integer
---@return { mall_id: string, id: string }[]
function store.due_soon(seconds, limit)
  return pg.rows([[
    SELECT mall_id, id FROM payment
    WHERE status = 'waiting' AND due_at > now() AND due_at < now() + make_interval(secs => $1)
      AND created_at < now() - interval '6 hours' AND details -> 'reminded_at' IS NULL
    ORDER BY due_at LIMIT $2]], seconds, limit)
end

--- Attempts whose end nobody heard of, the longest silent first: in a window, being approved, waiting for a deposit.
---@param seconds integer  how long nothing was heard
---@param limit integer
---@return { mall_id: string, id: string }[]
function store.silent(seconds, limit)
  return pg.rows([[
    SELECT mall_id, id FROM payment
    WHERE status IN ('requested', 'approving', 'waiting') AND provider NOT IN ('bank', 'points')
      AND coalesce(approving_at, requested_at, created_at) < now() - make_interval(secs => $1)
    ORDER BY (status = 'approving') DESC, expires_at LIMIT $2]], seconds, limit)
end

return store
