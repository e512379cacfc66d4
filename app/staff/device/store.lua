-- The browsers that somebody has logged in with.

local pg = require "pg"

local store = {}

--- Whether somebody with this address has logged in with this browser.
---@param email string
---@param secret_hash string
---@return boolean
function store.is_known(email, secret_hash)
  return pg.row([[SELECT EXISTS (SELECT FROM staff_device d JOIN staff f ON f.id = d.staff_id
    WHERE f.email = lower($1) AND d.secret_hash = $2) AS known]], email, pg.bytea(secret_hash)).known
end

--- Remembers a browser.
---@param tx pg.tx
---@param staff_id string
---@param secret_hash string
---@param agent string
---@param address string
---@return boolean new  it was not known
function store.remember(tx, staff_id, secret_hash, agent, address)
  return tx:row([[
    INSERT INTO staff_device (staff_id, secret_hash, agent, address) VALUES ($1, $2, $3, $4)
    ON CONFLICT (staff_id, secret_hash) DO UPDATE SET agent = excluded.agent, address = excluded.address, last_at = now()
    RETURNING xmax = 0 AS new]], staff_id, pg.bytea(secret_hash), agent, address).new
end

--- Forgets all browsers of somebody: the next log-in is told of, wherever it is.
---@param tx pg.tx
---@param staff_id string
function store.forget(tx, staff_id) tx:rows("DELETE FROM staff_device WHERE staff_id = $1", staff_id) end

return store
