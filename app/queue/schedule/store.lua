-- The slots of the schedule that have come: each a row, put in with its job or with why there is none.

local pg = require "pg"

local store = {}

--- The moment, by the clock that all nodes share, and the newest slot of each entry that is written down.
---@param names string[]
---@return number now  epoch seconds
---@return table<string, number> last
function store.moment(names)
  local last, now = {}, nil
  for _, row in ipairs(pg.rows([[SELECT n.name, s.slot, extract(epoch FROM clock_timestamp())::float8 AS now
    FROM unnest($1::text[]) AS n (name) LEFT JOIN LATERAL (SELECT slot FROM job_slot
      WHERE job_slot.name = n.name AND NOT manual ORDER BY slot DESC LIMIT 1) s ON true]], pg.array(names))) do
    last[row.name], now = row.slot, row.now
  end
  return now, last
end

--- Writes a slot down; false when another node has.
---@param tx table
---@param name string
---@param slot number
---@param outcome "missed"|"overlapped"|nil  nil: a job follows
---@param job_id string|nil
---@return boolean
function store.take(tx, name, slot, outcome, job_id)
  return tx:row([[INSERT INTO job_slot (name, slot, job_id, outcome) VALUES ($1, to_timestamp($2::float8), $3::uuid, $4)
    ON CONFLICT (name, slot) DO NOTHING RETURNING true AS taken]], name, slot, job_id or pg.null, outcome or pg.null) ~= nil
end

--- Writes down a run that somebody asked for.
---@param tx table
---@param name string
---@param job_id string
function store.take_now(tx, name, job_id)
  tx:rows("INSERT INTO job_slot (name, slot, manual, job_id) VALUES ($1, clock_timestamp(), true, $2::uuid)", name, job_id)
end

--- The newest slots of each entry, the newest first.
---@param names string[]
---@param most integer  of each
---@return { name: string, slot: number, manual: boolean, job_id: string|nil, outcome: string|nil, fired_at: number,
---  finished_at: number|nil }[]
function store.history(names, most)
  return pg.rows([[SELECT s.name, s.slot, s.manual, s.job_id, s.outcome, s.fired_at, s.finished_at
    FROM unnest($1::text[]) AS n (name) CROSS JOIN LATERAL (SELECT * FROM job_slot WHERE job_slot.name = n.name
      ORDER BY slot DESC LIMIT $2) s ORDER BY s.name, s.slot DESC]], pg.array(names), most)
end

--- Throws away slots of more than five weeks ago, but not the newest twenty of an entry.
---@return integer
function store.sweep()
  return pg.write([[DELETE FROM job_slot s WHERE slot < now() - interval '35 days' AND outcome IS NOT NULL
    AND (SELECT count(*) FROM (SELECT FROM job_slot n WHERE n.name = s.name AND n.slot > s.slot LIMIT 20) newer) >= 20
    ]]).affected
end

return store
