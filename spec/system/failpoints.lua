--- Death at every step: a flow is watched once, statement by statement, and then repeated as often as it has statements, each
--- time with its process killed at another of them: before the database sees it, or after it was answered and before
--- anybody hears so. What must hold afterwards is asked each time.

local long = require "spec.support.long"

local failpoints = {}

-- In the long run both sides of each statement; else of every third and of each COMMIT one side, and of the next the other.
local function sides(i, sql)
  if long then return { "before", "after" } end
  if i % 3 ~= 1 and not sql:find "^COMMIT" then return {} end
  return { i % 2 == 0 and "before" or "after" }
end

-- A regular expression for exactly this beginning of a statement.
local function exactly(sql) return "^\\s*" .. sql:sub(1, 160):gsub("[%^%$%(%)%%%.%[%]%*%+%-%?{}|\\]", "\\%0"):gsub("%s+", "\\s+") end

--- The statements of a flow in the order they were sent: { sql, nth }, nth counting those with the same text.
---@param choke table       spec.support.chokepoint
---@param run fun()         the flow, once and undisturbed
---@param counts (fun(statement: { pid: integer, link: integer, sql: string }): boolean)|nil  which statements are the flow's own
---@return { sql: string, nth: integer }[]
function failpoints.steps(choke, run, counts)
  choke:forget()
  run()
  local steps, times = {}, {}
  for _, statement in ipairs(choke:seen()) do
    if not counts or counts(statement) then
      local sql = statement.sql
      times[sql] = (times[sql] or 0) + 1
      steps[#steps + 1] = { sql = sql, nth = times[sql] }
    end
  end
  return steps
end

--- Goes through all steps, killing before or after each; before and after in the long run.
---@param options { choke: table, steps: table[], act: string|nil, prepare: (fun(): any), run: fun(state: any),
---  recovered: fun(), holds: fun(state: any, where: string) }
---    prepare: makes what one run needs; run: the flow, which may find nobody; recovered: waits until somebody serves again;
---    holds: repeats what was asked for and looks at what became of it
---@return integer struck  how often it did
---@return integer aimed   how often it was to
function failpoints.each(options)
  local struck, aimed = 0, 0
  for i, step in ipairs(options.steps) do
    for _, when in ipairs(sides(i, step.sql)) do
      local where = ("%s statement %d of %d: %s"):format(when, i, #options.steps, step.sql:sub(1, 80))
      aimed = aimed + 1
      local state = options.prepare()
      options.choke:aim(exactly(step.sql), { nth = step.nth, when = when, act = options.act })
      options.run(state)
      if options.choke:struck() then struck = struck + 1 end
      options.choke:rest()
      options.recovered()
      options.holds(state, where)
    end
  end
  return struck, aimed
end

return failpoints
