-- What is to be done about a canary, from what both versions did since it began. It is condemned when it is worse by more
-- than a margin and chance hardly explains it (two proportions, z ≥ 3). It passes when its time is over and it is not worse
-- by the margin. Whatever lies between holds: too few requests, or worse in a way that may still be chance. One amount of
-- money that does not add up condemns at once.

local verdict = {}

verdict.ENOUGH = 200        -- requests of each version; fewer say nothing of rates
verdict.MARGIN = 0.01       -- of a rate
verdict.SLOWER = 1.5        -- times the stable version's p95 …
verdict.SLOWER_BY = 10      -- … and that many milliseconds more
verdict.CERTAIN = 3         -- standard errors
verdict.EVENTS = 5          -- fewer of what is bad are an accident, whatever the rate

local STEP = 1.25 -- bucket i counts answers below STEP^i milliseconds

---@class release.counts
---@field requests integer
---@field failed integer   answered with 5xx
---@field thrown integer   uncaught errors
---@field money integer    amounts that did not add up
---@field latency integer[]  by bucket

---@class release.watch
---@field watched number          seconds since the canary began
---@field watch_seconds integer   0: until somebody decides
---@field promotes boolean        whether it is promoted when all is well then
---@field frozen boolean|nil      nothing may go live

local function total(buckets)
  local sum = 0
  for _, count in ipairs(buckets) do sum = sum + count end
  return sum
end

-- The bucket in which the 95th of a hundred answers lies.
local function p95_bucket(buckets)
  local most, sum = total(buckets), 0
  for i, count in ipairs(buckets) do
    sum = sum + count
    if sum >= most * 0.95 and sum > 0 then return i end
  end
end

--- 95 of a hundred answers took less than that, in milliseconds.
---@param buckets integer[]
---@return number|nil
function verdict.p95(buckets)
  local bucket = p95_bucket(buckets)
  return bucket and STEP ^ bucket
end

-- By how many standard errors a proportion is larger than another: x of n against y of m.
local function z(x, n, y, m)
  local p = (x + y) / (n + m)
  local deviation = math.sqrt(p * (1 - p) * (1 / n + 1 / m))
  return deviation > 0 and (x / n - y / m) / deviation or 0
end

local function percent(part, whole) return ("%.1f %%"):format(100 * part / whole) end

-- "worse" when it is certain, "maybe" when it may be chance, and a sentence.
local function compare_rate(what, name, stable, canary)
  local x, y = canary[name], stable[name]
  if x / canary.requests <= y / stable.requests + verdict.MARGIN then return end
  local sentence = ("%s of the canary's requests %s, %s of the stable version's"):format(percent(x, canary.requests), what,
    percent(y, stable.requests))
  local certain = x >= verdict.EVENTS and z(x, canary.requests, y, stable.requests) >= verdict.CERTAIN
  return certain and "worse" or "maybe", sentence
end

local function slower_than(buckets, bucket)
  local sum = 0
  for i = bucket + 1, #buckets do sum = sum + buckets[i] end
  return sum
end

local function compare_latency(stable, canary)
  local ours, theirs = p95_bucket(canary.latency), p95_bucket(stable.latency)
  if not ours or not theirs then return end
  local slow, fast = STEP ^ ours, STEP ^ theirs
  if slow <= fast * verdict.SLOWER or slow <= fast + verdict.SLOWER_BY then return end
  local sentence = ("95 of 100 answers of the canary take up to %.0f ms, of the stable version up to %.0f ms"):format(slow,
    fast)
  local x, y = slower_than(canary.latency, theirs), slower_than(stable.latency, theirs)
  local certain = x >= verdict.EVENTS
    and z(x, total(canary.latency), y, total(stable.latency)) >= verdict.CERTAIN
  return certain and "worse" or "maybe", sentence
end

local function compare(stable, canary)
  local doubt
  for _, found in ipairs {
    { compare_rate("failed", "failed", stable, canary) },
    { compare_rate("raised an error", "thrown", stable, canary) },
    { compare_latency(stable, canary) },
  } do
    if found[1] == "worse" then return "worse", found[2] end
    doubt = doubt or found[2]
  end
  if doubt then return "maybe", doubt end
end

local function too_few(stable, canary)
  for _, one in ipairs { { "canary", canary }, { "stable version", stable } } do
    if one[2].requests < verdict.ENOUGH then
      return ("the %s has answered %d of at least %d requests"):format(one[1], one[2].requests, verdict.ENOUGH)
    end
  end
end

--- What is to be done.
---@param stable release.counts
---@param canary release.counts
---@param watch release.watch
---@return "rollback"|"hold"|"promote"
---@return string reason
function verdict.judge(stable, canary, watch)
  if canary.money > 0 then
    return "rollback", ("%d amount%s of money did not add up"):format(canary.money, canary.money == 1 and "" or "s")
  end
  local few = too_few(stable, canary)
  if few then return "hold", few end
  local state, sentence = compare(stable, canary)
  if state == "worse" then return "rollback", sentence end
  if state == "maybe" then return "hold", sentence .. "; that may be chance" end
  if watch.watch_seconds == 0 then return "hold", "it is no worse; it stays until somebody decides" end
  local left = math.ceil(watch.watch_seconds - watch.watched)
  if left > 0 then return "hold", ("it is no worse; watched for %d more seconds"):format(left) end
  if not watch.promotes then return "hold", "it was watched and is no worse: it waits to be promoted" end
  if watch.frozen then return "hold", "it was watched and is no worse, but nothing may go live now" end
  return "promote", ("no worse in %d of its requests, watched for %d seconds"):format(canary.requests, watch.watched)
end

return verdict
