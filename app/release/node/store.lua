-- Nodes: who serves, what each of them answered to an attempt to deploy, and what a node reads to know what to do. Alive is
-- who was seen lately, by the database's clock alone.

local crypto = require "crypto"
local pg = require "pg"

local store = {}

local function binary(hex) return pg.bytea(assert(crypto.unhex(hex))) end

--- Says that a node is there, under the id that it has given itself; one that was there before goes on as itself.
---@param node {id:string, name:string, host:string, version:string}
function store.register(node)
  pg.write([[
    INSERT INTO node (id, name, host, version) VALUES ($1, $2, $3, $4)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, host = excluded.host, version = excluded.version,
      started_at = clock_timestamp(), seen_at = clock_timestamp(), state = 'starting', epoch = NULL]],
    node.id, node.name, node.host, node.version)
end

--- Says that it is alive, and what it serves. False when nobody knows it any more: it has to register.
---@param id string
---@param state "starting"|"serving"|"alone"|"ending"
---@param epoch integer|nil
---@return boolean
function store.beat(id, state, epoch)
  return pg.write("UPDATE node SET seen_at = clock_timestamp(), state = $2, epoch = $3 WHERE id = $1", id, state,
    epoch or pg.null).affected == 1
end

--- Answers an attempt.
---@param id string
---@param answer {rollout:string, sha:string, sound:boolean, reason:string, ms:integer}
function store.answer(id, answer)
  pg.write([[INSERT INTO node_release (node_id, sha, rollout_id, sound, reason, milliseconds)
    SELECT $1, r.sha, $3, $4, $5, $6 FROM release r WHERE r.sha = $2]],
    id, binary(answer.sha), answer.rollout, answer.sound, answer.reason, answer.ms)
end

--- Keeps what a version has done here since an epoch began, in place of what was kept before.
---@param id string
---@param epoch integer
---@param sha string
---@param counts release.counts
function store.count(id, epoch, sha, counts)
  pg.write([[
    INSERT INTO node_count (node_id, epoch, sha, requests, failed, thrown, money, latency)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8::integer[])
    ON CONFLICT (node_id, epoch, sha) DO UPDATE SET requests = excluded.requests, failed = excluded.failed,
      thrown = excluded.thrown, money = excluded.money, latency = excluded.latency, at = clock_timestamp()]],
    id, epoch, binary(sha), counts.requests, counts.failed, counts.thrown, counts.money, pg.array(counts.latency))
end

---@class release.duty  what a node is to do, as the database has it now
---@field epoch integer              of what was deployed last; 0: nothing ever was
---@field stable string|nil          what is live
---@field canary string|nil
---@field percent integer
---@field previous string|nil        what was live before it
---@field rollout string|nil         the attempt that is open
---@field candidates string[]        what it wants to make live or try, without those that this node has answered for
---@field asked string[]             the same, answered or not

--- Everything in one answer, so that its parts belong together.
---@param id string
---@return release.duty
function store.duty(id)
  local row = pg.row([[
    SELECT coalesce(d.epoch, 0) AS epoch, encode(d.stable, 'hex') AS stable, encode(d.canary, 'hex') AS canary,
      coalesce(d.percent, 0) AS percent,
      (SELECT encode(p.stable, 'hex') FROM deployment p WHERE p.mall_id IS NULL AND p.epoch < d.epoch
        AND p.stable <> d.stable ORDER BY p.epoch DESC LIMIT 1) AS previous,
      r.id AS rollout, encode(r.stable, 'hex') AS wanted, encode(r.canary, 'hex') AS tried,
      (SELECT coalesce(json_agg(encode(a.sha, 'hex')), '[]') FROM node_release a
        WHERE a.node_id = $1 AND a.rollout_id = r.id) AS answered
    FROM (SELECT 1) one
    LEFT JOIN LATERAL (SELECT * FROM deployment WHERE mall_id IS NULL ORDER BY epoch DESC LIMIT 1) d ON true
    LEFT JOIN rollout r ON r.closed_at IS NULL]], id)
  local answered, duty = {}, { epoch = row.epoch, stable = row.stable, canary = row.canary, percent = row.percent,
    previous = row.previous, rollout = row.rollout, candidates = {}, asked = {} }
  for _, sha in ipairs(row.answered) do answered[sha] = true end
  for _, sha in ipairs { row.wanted, row.tried } do
    duty.asked[#duty.asked + 1] = sha
    if not answered[sha] then duty.candidates[#duty.candidates + 1] = sha end
  end
  return duty
end

---@class release.node
---@field id string
---@field name string
---@field host string
---@field version string
---@field state string
---@field epoch integer|nil
---@field alive boolean
---@field seen_at number

--- All nodes that were seen within a week, those that are alive first.
---@return release.node[]
function store.list()
  return pg.rows [[
    SELECT id, name, host, version, state, epoch, seen_at,
      seen_at > clock_timestamp() - interval '10 seconds' AND state <> 'ending' AS alive
    FROM node WHERE seen_at > clock_timestamp() - interval '7 days' ORDER BY alive DESC, name, id]]
end

return store
