-- Where from the back office may be used.

local pg = require "pg"

local store = {}

---@return { network: string, note: string, created_at: number }[]
function store.list()
  return pg.rows "SELECT network::text AS network, note, created_at FROM staff_network ORDER BY network"
end

--- Whether a text is a network that PostgreSQL knows, and what it calls it; "10.0.0.7" is the network of that one address.
---@param typed string
---@return string|nil network
function store.read(typed)
  local rows = pg.query("SELECT network(($1::text)::inet)::text AS network", typed)
  return rows and rows[1].network
end

--- Adds a network.
---@param tx pg.tx
---@param network string
---@param note string
function store.add(tx, network, note)
  tx:rows([[INSERT INTO staff_network (network, note) VALUES ($1, $2)
    ON CONFLICT (network) DO UPDATE SET note = excluded.note]], network, note)
end

---@param tx pg.tx
---@param network string
---@return boolean
function store.remove(tx, network) return tx:rows("DELETE FROM staff_network WHERE network = $1", network).affected == 1 end

--- Whether an address may come in, as the list stands within a transaction.
---@param tx pg.tx
---@param address string
---@return boolean
function store.admits(tx, address)
  return tx:row([[SELECT NOT EXISTS (SELECT FROM staff_network) OR EXISTS (SELECT FROM staff_network
    WHERE $1::inet <<= network) AS may]], address).may
end

return store
