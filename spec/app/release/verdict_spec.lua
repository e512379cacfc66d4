local verdict = require "release.rules.verdict"

-- Latencies: so many answers in each bucket; bucket 10 ends at 9.3 ms, 15 at 28 ms, 20 at 87 ms.
local function buckets(counts)
  local list = {}
  for i = 1, 30 do list[i] = counts[i] or 0 end
  return list
end

local function counts(requests, changes)
  local made = { requests = requests, failed = 0, thrown = 0, money = 0, latency = buckets { [10] = requests } }
  for name, value in pairs(changes or {}) do made[name] = value end
  return made
end

local function watch(changes)
  local made = { watched = 700, watch_seconds = 600, promotes = true }
  for name, value in pairs(changes or {}) do made[name] = value end
  return made
end

local function judge(stable, canary, changes) return verdict.judge(stable, canary, watch(changes)) end

describe("a canary", function()
  it("that is no worse is promoted when its time is over", function()
    assert.same({ "promote", "no worse in 1000 of its requests, watched for 700 seconds" }, { judge(counts(20000), counts(1000)) })
    assert.equal("promote", (judge(counts(20000, { failed = 200 }), counts(1000, { failed = 11 }))))
  end)

  it("holds until then, and where it was not asked to be promoted", function()
    assert.same({ "hold", "it is no worse; watched for 1 more seconds" }, { judge(counts(20000), counts(1000), { watched = 599.5 }) })
    assert.same({ "hold", "it was watched and is no worse: it waits to be promoted" },
      { judge(counts(20000), counts(1000), { promotes = false }) })
    assert.same({ "hold", "it is no worse; it stays until somebody decides" }, { judge(counts(20000), counts(1000), { watch_seconds = 0 }) })
    assert.equal("hold", (judge(counts(20000), counts(1000), { frozen = true })))
  end)

  it("holds while either version has too few requests, however long it is watched, and does not pass", function()
    assert.same({ "hold", "the canary has answered 199 of at least 200 requests" },
      { judge(counts(20000), counts(199, { failed = 199 }), { watched = 86400 }) })
    assert.same({ "hold", "the stable version has answered 0 of at least 200 requests" },
      { judge(counts(0), counts(5000, { failed = 199 }), { watched = 86400 }) })
    assert.equal("promote", (judge(counts(200), counts(200))))
  end)

  it("is rolled back at once by one amount that does not add up, though nothing else is known", function()
    assert.same({ "rollback", "1 amount of money did not add up" }, { judge(counts(0), counts(1, { money = 1 }), { watched = 0 }) })
    assert.equal("promote", (judge(counts(1000, { money = 3 }), counts(1000))))
  end)

  it("is rolled back when it fails or raises more often than chance explains, before its time is over", function()
    assert.same({ "rollback", "3.0 % of the canary's requests failed, 0.1 % of the stable version's" },
      { judge(counts(20000, { failed = 20 }), counts(1000, { failed = 30 }), { watched = 5 }) })
    assert.same({ "rollback", "3.0 % of the canary's requests raised an error, 0.0 % of the stable version's" },
      { judge(counts(20000), counts(1000, { thrown = 30 }), { watched = 5 }) })
  end)

  it("holds when it looks worse and that may be chance", function()
    local said, reason = judge(counts(400, { failed = 4 }), counts(200, { failed = 6 }))
    assert.equal("hold", said)
    assert.matches("3.0 %% of the canary's requests failed, 1.0 %% .*; that may be chance$", reason)
    -- four failures are an accident, be the rest as spotless as it may
    assert.equal("hold", (judge(counts(200000), counts(200, { failed = 4 }))))
    assert.equal("rollback", (judge(counts(200000), counts(200, { failed = 5 }))))
  end)

  it("passes when it is worse by less than the margin, however certain that is", function()
    assert.equal("promote", (judge(counts(1000000, { failed = 100 }), counts(100000, { failed = 900 }))))
  end)

  it("is rolled back when it is slower by more than the margin, and passes below it", function()
    local stable = counts(10000, { latency = buckets { [10] = 9600, [12] = 400 } })
    assert.same({ "rollback", "95 of 100 answers of the canary take up to 87 ms, of the stable version up to 9 ms" },
      { judge(stable, counts(500, { latency = buckets { [10] = 450, [20] = 50 } })) })
    assert.equal("promote", (judge(stable, counts(500, { latency = buckets { [12] = 500 } })))) -- 15 ms: not 10 ms more
    local slow = counts(10000, { latency = buckets { [25] = 10000 } }) -- 265 ms
    assert.equal("promote", (judge(slow, counts(500, { latency = buckets { [26] = 500 } })))) -- 331 ms: not 1.5 times
    assert.equal("rollback", (judge(slow, counts(500, { latency = buckets { [27] = 500 } }))))
  end)

  it("holds when a few answers more are slow and that may be chance", function()
    local stable = counts(200, { latency = buckets { [10] = 191, [20] = 9 } })
    local said, reason = judge(stable, counts(200, { latency = buckets { [10] = 189, [20] = 11 } }))
    assert.equal("hold", said)
    assert.matches("that may be chance$", reason)
  end)
end)

-- A hundred canaries that are in truth as good as the stable version, and as many that fail three times as often.
describe("of a hundred canaries", function()
  local seed
  local function chance() -- Park and Miller: the same numbers on every machine
    seed = seed * 16807 % 2147483647
    return seed / 2147483647
  end
  local function sample(requests, rate)
    local failed = 0
    for _ = 1, requests do
      if chance() < rate then failed = failed + 1 end
    end
    return counts(requests, { failed = failed })
  end
  local function tally(rate)
    seed = 42
    local said = { rollback = 0, hold = 0, promote = 0 }
    for _ = 1, 100 do
      local outcome = judge(sample(5000, 0.02), sample(500, rate))
      said[outcome] = said[outcome] + 1
    end
    return said
  end

  it("that are as good, none is condemned by noise", function()
    local said = tally(0.02)
    assert.equal(0, said.rollback)
    assert.is_true(said.promote > 80, said.promote)
  end)

  it("that fail three times as often, none passes by luck", function()
    local said = tally(0.06)
    assert.equal(0, said.promote)
    assert.is_true(said.rollback > 80, said.rollback)
  end)
end)

describe("the 95th of a hundred answers", function()
  it("lies in the bucket that holds it", function()
    assert.is_nil(verdict.p95 {})
    assert.is_nil(verdict.p95(buckets {}))
    assert.near(1.25 ^ 10, verdict.p95(buckets { [10] = 95, [20] = 5 }), 1e-9)
    assert.near(1.25 ^ 20, verdict.p95(buckets { [10] = 94, [20] = 6 }), 1e-9)
  end)
end)
