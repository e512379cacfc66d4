-- What specs about deploying share: stored releases for tables of any age, nodes that are only rows, and what they answer.

local bundle = require "release.bundle"
local database = require "spec.support.database"
local made = require "spec.app.release.release"
local store = require "release.store"

local deploying = { hana = made.key "hana" }

--- Stores a small release that differs from others by `n`.
---@param n integer
---@param schema {min:integer, max:integer}|nil
---@return string sha
function deploying.store(n, schema)
  local facts = made.facts { schema = schema or { min = 1, max = 9999 } }
  local one = bundle.sign(assert(bundle.make(made.files { ["app/n.lua"] = "return " .. n }, facts)), deploying.hana)
  assert(store.put(one))
  return one.sha
end

--- A deployment as a row.
---@param epoch integer
---@param stable string
---@param canary string|nil
function deploying.deploy(epoch, stable, canary)
  database.execute(([[INSERT INTO deployment (epoch, stable, canary, percent, who, why)
    VALUES (%d, '\x%s', %s, %d, '하나', 'by hand')]]):format(epoch, stable,
    canary and "'\\x" .. canary .. "'" or "NULL", canary and 5 or 0))
end

--- A node as a row; its id.
---@param name string
---@param state string|nil
---@param age integer|nil  seconds since it was seen
function deploying.node(name, state, age)
  return (database.execute(([[INSERT INTO node (name, host, state, seen_at)
    VALUES ('%s', '%s.shop.test', '%s', clock_timestamp() - interval '%d seconds') RETURNING id]]):format(name, name,
    state or "serving", age or 0)):match("%S+"))
end

--- What it answers.
function deploying.answer(node, id, sha, reason)
  database.execute(([[INSERT INTO node_release (node_id, rollout_id, sha, sound, reason, milliseconds)
    VALUES ('%s', '%s', '\x%s', %s, '%s', 12)]]):format(node, id, sha, reason and "false" or "true", reason or ""))
end

--- What an attempt wants.
---@param changes table|nil
function deploying.wanted(changes)
  local wanted = { kind = "deploy", base_epoch = 0, who = "하나", host = "laptop", why = "배송비" }
  for key, value in pairs(changes or {}) do wanted[key] = value end
  return wanted
end

return deploying
