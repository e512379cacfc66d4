-- Calls with a key in PostgreSQL. A call is claimed by one statement before anything is done and answered by another
-- afterwards; whoever comes with the same key meanwhile sees that it is under way. Neither waits for the disk: a claim that
-- a power cut loses is made again, and the flow below knows by its own keys what it has done.

local pg = require "pg"
local rules = require "idempotency.rules"

local store = {}

---@class idempotency.call
---@field mall_id string
---@field who string           hash
---@field key string
---@field method string
---@field path string
---@field request_hash string

---@class idempotency.answer
---@field status integer
---@field headers string[]
---@field cookies string[]
---@field body string

-- set_config in the same statement, which is its own transaction: only its commit does not wait.
local QUICKLY = "WITH quick AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true) AS set) "

--- Claims a call that nobody has made before.
---@param call idempotency.call
---@param claim string  a new uuid
---@return boolean  false: it is there already
function store.claim(call, claim)
  return pg.write(QUICKLY .. [[
    INSERT INTO idempotency (mall_id, who, key, method, path, request_hash, claim)
    SELECT $1, $2, $3, $4, $5, $6, $7::uuid FROM quick ON CONFLICT DO NOTHING]],
    call.mall_id, pg.bytea(call.who), call.key, call.method, call.path, pg.bytea(call.request_hash), claim).affected > 0
end

--- Claims a call whose claim has lain without an answer for longer than anybody works on one.
---@return boolean  false: somebody else was faster, or it has its answer
function store.take_over(call, claim)
  return pg.write(QUICKLY .. [[
    UPDATE idempotency SET claim = $4::uuid, claimed_at = now() FROM quick
    WHERE mall_id = $1 AND who = $2 AND key = $3 AND status IS NULL
      AND claimed_at <= now() - make_interval(secs => $5)]],
    call.mall_id, pg.bytea(call.who), call.key, claim, rules.LEASE).affected > 0
end

--- What is known of a call that was claimed before. nil: it has been given up since.
---@param call idempotency.call
---@return {same:boolean, left:integer, status:integer|nil, headers:string[]|nil, cookies:string[]|nil, body:string|nil}|nil
---  left: seconds until it may be taken over, where it has no answer; 0: now
function store.look(call)
  return pg.row([[
    SELECT request_hash = $4 AS same, status, headers, cookies, body,
      greatest(0, ceil($5 - extract(epoch FROM now() - claimed_at)))::int AS left
    FROM idempotency WHERE mall_id = $1 AND who = $2 AND key = $3]],
    call.mall_id, pg.bytea(call.who), call.key, pg.bytea(call.request_hash), rules.LEASE)
end

--- Keeps the answer of a call that is still ours.
---@param call idempotency.call
---@param claim string
---@param answer idempotency.answer
---@return boolean  false: somebody else works on it by now
function store.answer(call, claim, answer)
  return pg.write(QUICKLY .. [[
    UPDATE idempotency SET status = $5, headers = $6, cookies = $7, body = $8 FROM quick
    WHERE mall_id = $1 AND who = $2 AND key = $3 AND claim = $4]], call.mall_id, pg.bytea(call.who), call.key, claim,
    answer.status, pg.json(answer.headers), pg.json(answer.cookies), pg.bytea(answer.body)).affected > 0
end

--- Gives a call up: it may be made again as if it had never come.
---@param call idempotency.call
---@param claim string
function store.give_up(call, claim)
  pg.write("DELETE FROM idempotency WHERE mall_id = $1 AND who = $2 AND key = $3 AND claim = $4 AND status IS NULL",
    call.mall_id, pg.bytea(call.who), call.key, claim)
end

--- Throws away what is older than promised, some at a time.
---@param days integer
---@param limit integer
---@return integer gone
function store.sweep(days, limit)
  return pg.write([[
    DELETE FROM idempotency WHERE (mall_id, who, key) IN (
      SELECT mall_id, who, key FROM idempotency WHERE created_at < now() - make_interval(days => $1) LIMIT $2)]],
    days, limit).affected
end

return store
