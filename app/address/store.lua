-- A member's addresses. One of them is the default as long as there is any; whoever changes them locks the member, so that
-- two windows of one browser make neither two defaults nor one address too many.

local pg = require "pg"
local fault = require "shared.fault"

local store = {}

--- So many a member can keep.
store.MOST = 20

---@class address.row
---@field id string
---@field label string
---@field name string
---@field phone string
---@field postcode string
---@field address1 string
---@field address2 string
---@field is_default boolean

local COLUMNS = "id, label, name, phone, postcode, address1, address2, is_default"

--- The default first, then the newest.
---@return address.row[]
function store.of_member(mall_id, member_id)
  return pg.rows("SELECT " .. COLUMNS .. [[ FROM member_address WHERE mall_id = $1 AND member_id = $2
    ORDER BY is_default DESC, created_at DESC, id]], mall_id, member_id)
end

---@return address.row|nil nil: the member has no such address
function store.get(mall_id, member_id, id)
  return pg.row("SELECT " .. COLUMNS .. " FROM member_address WHERE mall_id = $1 AND member_id = $2 AND id::text = $3",
    mall_id, member_id, id)
end

local function lock(tx, mall_id, member_id)
  tx:rows("SELECT id FROM member WHERE mall_id = $1 AND id = $2 FOR NO KEY UPDATE", mall_id, member_id)
end

local function clear_default(tx, mall_id, member_id)
  tx:rows("UPDATE member_address SET is_default = false WHERE mall_id = $1 AND member_id = $2 AND is_default",
    mall_id, member_id)
end

--- Keeps an address; the first becomes the default. The same address is kept once.
---@param values table of address.forms.address
---@return string|nil id
---@return fault|nil address.full
function store.add(tx, mall_id, member_id, values)
  lock(tx, mall_id, member_id)
  local same = tx:row([[SELECT id FROM member_address WHERE mall_id = $1 AND member_id = $2 AND name = $3 AND phone = $4
    AND postcode = $5 AND address1 = $6 AND address2 = $7]], mall_id, member_id, values.name, values.phone, values.postcode,
    values.address1, values.address2)
  if same then return same.id end
  local count = tx:row("SELECT count(*)::int AS held FROM member_address WHERE mall_id = $1 AND member_id = $2",
    mall_id, member_id).held
  if count >= store.MOST then return nil, fault("address.full", { most = store.MOST }) end
  local is_default = values.is_default or count == 0
  if is_default then clear_default(tx, mall_id, member_id) end
  return tx:row([[INSERT INTO member_address (mall_id, member_id, label, name, phone, postcode, address1, address2, is_default)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id]],
    mall_id, member_id, values.label or "", values.name, values.phone, values.postcode, values.address1, values.address2,
      is_default).id
end

--- Changes an address. The default stays the default until another is made it.
---@return string|nil id
---@return fault|nil address.gone
function store.change(tx, mall_id, member_id, id, values)
  lock(tx, mall_id, member_id)
  if values.is_default then clear_default(tx, mall_id, member_id) end
  local row = tx:row([[UPDATE member_address SET label = $4, name = $5, phone = $6, postcode = $7, address1 = $8,
    address2 = $9, is_default = is_default OR $10
    WHERE mall_id = $1 AND member_id = $2 AND id::text = $3 RETURNING id]],
    mall_id, member_id, id, values.label, values.name, values.phone, values.postcode, values.address1, values.address2,
      values.is_default)
  if not row then return nil, fault("address.gone") end
  return row.id
end

--- Makes an address the default.
---@return string|nil id
---@return fault|nil address.gone
function store.make_default(tx, mall_id, member_id, id)
  lock(tx, mall_id, member_id)
  clear_default(tx, mall_id, member_id)
  local row = tx:row([[UPDATE member_address SET is_default = true WHERE mall_id = $1 AND member_id = $2 AND id::text = $3
    RETURNING id]], mall_id, member_id, id)
  if not row then return nil, fault("address.gone") end
  return row.id
end

--- Throws an address away; if it was the default, the newest of the others is from now on.
---@return string|nil id
---@return fault|nil address.gone
function store.remove(tx, mall_id, member_id, id)
  lock(tx, mall_id, member_id)
  local row = tx:row([[DELETE FROM member_address WHERE mall_id = $1 AND member_id = $2 AND id::text = $3
    RETURNING id, is_default]], mall_id, member_id, id)
  if not row then return nil, fault("address.gone") end
  if row.is_default then
    tx:rows([[UPDATE member_address SET is_default = true WHERE mall_id = $1 AND id = (
      SELECT id FROM member_address WHERE mall_id = $1 AND member_id = $2 ORDER BY created_at DESC, id LIMIT 1)]],
      mall_id, member_id)
  end
  return row.id
end

--- Throws all of a member's addresses away.
function store.forget(tx, mall_id, member_id)
  tx:rows("DELETE FROM member_address WHERE mall_id = $1 AND member_id = $2", mall_id, member_id)
end

return store
