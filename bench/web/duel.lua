-- Two contestants by turns, so that whatever else the machine does meanwhile meets both. The ratio is that of the
-- medians; the spread is the smallest and the largest ratio of two rounds that followed each other.

local fetch = require "fetch"
local terminal = require "terminal"

local duel = {}

local rounds = 5

---@param values number[]
---@return number
function duel.median(values)
  local sorted = { unpack(values) }
  table.sort(sorted)
  local n = #sorted
  return n % 2 == 1 and sorted[(n + 1) / 2] or (sorted[n / 2] + sorted[n / 2 + 1]) / 2
end

local function rounded(value) return value >= 100 and math.floor(value + 0.5) or math.floor(value * 100 + 0.5) / 100 end

--- Runs `ours` and `peer` by turns and reports how many times faster ours is.
---@param report fun(row: table)
---@param match { name: string, goal: number|nil, unit: string, ours: fun(): number, peer: fun(): number }
function duel.fight(report, match)
  local ours, peer, ratios = {}, {}, {}
  terminal.progress(match.name, function()
    match.ours()
    match.peer()
    for round = 1, rounds do
      ours[round], peer[round] = match.ours(), match.peer()
      ratios[round] = ours[round] / peer[round]
    end
  end)
  table.sort(ratios)
  report { name = match.name, goal = match.goal, lower_is_better = false, unit = match.unit,
    ratio = duel.median(ours) / duel.median(peer), spread = ("(%.2f–%.2f)"):format(ratios[1], ratios[rounds]),
    ours = rounded(duel.median(ours)), peer = rounded(duel.median(peer)) }
end

local function body(url)
  local answer, message = fetch.request { url = url, allow_private = true, timeout_ms = 10000 }
  if not answer or answer.status ~= 200 then
    error(("%s answers %s"):format(url, answer and answer.status or message), 0)
  end
  return answer.body
end

--- Refuses to compare two pages that do not say the same: every price, picture and fact of ours must be on theirs.
---@param ours string a URL
---@param theirs string a URL
function duel.same_facts(ours, theirs)
  local a, b = body(ours), body(theirs)
  for _, pattern in ipairs { "<dd>([^<]+)", 'data%-price="(%d+)"', 'src="(/media/[^"]+)"', 'choice%-label">([^<]+)',
    '<h3 class="card%-name clamp">([^<]+)', '<p class="voice%-body ?">([^<]+)', '<time datetime="[^"]+">([^<]+)',
    'rating%-average"><b>([^<]+)' } do
    for fact in a:gmatch(pattern) do
      if not b:find(fact, 1, true) then error(("the peer's page does not say: %s"):format(fact), 0) end
    end
  end
  if math.abs(#a - #b) > 0.15 * #a then error(("the pages differ in size: %d and %d bytes"):format(#a, #b), 0) end
end

return duel
