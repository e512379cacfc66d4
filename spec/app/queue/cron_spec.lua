local cron = require "queue.rules.cron"
local seoul = require "shared.clock"

local function at(...) return seoul.at(...) end

-- The first slots after a moment, as Korean times.
local function slots(text, count, from)
  local spec, found = assert(cron.parse(text)), {}
  local moment = from or at(2026, 1, 1) - 1
  for i = 1, count do
    moment = cron.next(spec, moment)
    if not moment then break end
    local parts = seoul.parts(moment)
    found[i] = ("%d-%d-%d %d:%02d"):format(parts.year, parts.month, parts.day, parts.hour, parts.min)
  end
  return found
end

describe("a crontab's time", function()
  it("is Korean time", function()
    assert.equal(1767209400, cron.next(cron.parse "30 4 * * *", at(2026, 1, 1) - 1)) -- 2025-12-31 19:30 UTC
  end)

  it("is strictly after the moment that is asked for", function()
    local spec = cron.parse "30 4 * * *"
    assert.equal(at(2026, 1, 2, 4, 30), cron.next(spec, at(2026, 1, 1, 4, 30)))
    assert.equal(at(2026, 1, 1, 4, 30), cron.next(spec, at(2026, 1, 1, 4, 29, 59)))
  end)

  it("knows every minute, lists, ranges and steps", function()
    assert.same({ "2026-1-1 0:00", "2026-1-1 0:01" }, slots("* * * * *", 2))
    assert.same({ "2026-1-1 3:05", "2026-1-1 3:40", "2026-1-1 9:05" }, slots("5,40 3,9 * * *", 3))
    assert.same({ "2026-1-1 8:00", "2026-1-1 9:00", "2026-1-1 10:00", "2026-1-2 8:00" }, slots("0 8-10 * * *", 4))
    assert.same({ "2026-1-1 0:00", "2026-1-1 0:20", "2026-1-1 0:40", "2026-1-1 1:00" }, slots("*/20 * * * *", 4))
    assert.same({ "2026-1-1 0:10", "2026-1-1 0:15", "2026-1-1 0:20", "2026-1-1 0:50" }, slots("10-20/5,50 * * * *", 4))
    assert.same({ "2026-1-1 0:50", "2026-1-1 0:54", "2026-1-1 0:58" }, slots("50/4 0 * * *", 3))
  end)

  it("knows months and days of the week, by number and by name", function()
    assert.same({ "2026-3-1 0:00", "2026-7-1 0:00" }, slots("0 0 1 MAR,jul *", 2))
    assert.same({ "2026-1-4 0:00", "2026-1-11 0:00" }, slots("0 0 * * 0", 2))
    assert.same(slots("0 0 * * 0", 5), slots("0 0 * * 7", 5))
    assert.same(slots("0 0 * * 1-5", 9), slots("0 0 * * mon-fri", 9))
    assert.same({ "2026-1-2 9:00", "2026-1-5 9:00" }, slots("0 9 * * 1-5", 2, at(2026, 1, 1, 12)))
  end)

  it("knows the ends of months", function()
    assert.same({ "2026-1-31 0:00", "2026-2-28 0:00", "2026-3-31 0:00", "2026-4-30 0:00" }, slots("0 0 L * *", 4))
    assert.same({ "2028-2-29 23:59" }, slots("59 23 L 2 *", 1, at(2027, 3, 1)))
    assert.same({ "2026-1-31 0:00", "2026-3-31 0:00", "2026-5-31 0:00" }, slots("0 0 31 * *", 3))
    assert.same({ "2028-2-29 0:00", "2032-2-29 0:00" }, slots("0 0 29 2 *", 2))
    assert.same({ "2104-2-29 0:00" }, slots("0 0 29 2 *", 1, at(2096, 3, 1)))
    assert.same({ "2026-12-31 23:59", "2027-12-31 23:59" }, slots("59 23 31 12 *", 2))
  end)

  it("has no slot for a day that never comes", function() assert.same({}, slots("0 0 30 2 *", 1)) end)

  it("takes either day where both are restricted", function()
    assert.same({ "2026-1-5 0:00", "2026-1-12 0:00", "2026-1-13 0:00", "2026-1-19 0:00" }, slots("0 0 13 * 1", 4))
    assert.same({ "2026-1-12 0:00" }, slots("0 0 8-14 1 *", 1, at(2026, 1, 11, 1)))
  end)

  it("says what is wrong", function()
    local wrong = {
      ["* * * *"] = "'* * * *' has 4 fields and not 5", ["60 * * * *"] = "'60' is no minute", ["* 24 * * *"] = "'24' is no hour",
      ["* * 0 * *"] = "'0' is no day of the month", ["* * * 13 *"] = "'13' is no month", ["* * * * 8"] = "'8' is no day of the week",
      ["*/0 * * * *"] = "'*/0' is no minute", ["5- * * * *"] = "'5-' is no minute", ["9-5 * * * *"] = "'9-5' is no minute",
      ["1,,2 * * * *"] = "'1,,2' is no minute", ["L * * * *"] = "'L' is no minute", ["* * * * MOON"] = "'MOON' is no day of the week",
      ["-1 * * * *"] = "'-1' is no minute", ["*/5/5 * * * *"] = "'*/5/5' is no minute",
    }
    for text, why in pairs(wrong) do assert.same({ nil, why }, { cron.parse(text) }) end
  end)
end)

describe("the slots that are due", function()
  local hourly, now = cron.parse "0 * * * *", at(2026, 1, 1, 12, 1)

  it("run once they have come, and what came before is written down already", function()
    assert.same({ { at(2026, 1, 1, 12) }, {} }, { cron.due(hourly, "skip", at(2026, 1, 1, 11), now) })
    assert.same({ {}, {} }, { cron.due(hourly, "skip", at(2026, 1, 1, 12), now) })
    assert.same({ {}, {} }, { cron.due(hourly, "once", at(2026, 1, 1, 12), now) })
  end)

  it("all run while they are young, whoever looks late", function()
    local every = cron.parse "* * * * *"
    assert.same({ { at(2026, 1, 1, 12), at(2026, 1, 1, 12, 1) }, {} },
      { cron.due(every, "skip", at(2026, 1, 1, 11, 59), at(2026, 1, 1, 12, 1, 30)) })
  end)

  it("that were missed are skipped, or made up for by one run", function()
    local late = at(2026, 1, 1, 15, 30)
    local three = { at(2026, 1, 1, 13), at(2026, 1, 1, 14), at(2026, 1, 1, 15) }
    assert.same({ {}, three }, { cron.due(hourly, "skip", at(2026, 1, 1, 12), late) })
    assert.same({ { three[3] }, { three[1], three[2] } }, { cron.due(hourly, "once", at(2026, 1, 1, 12), late) })
  end)

  it("that were missed need no run of their own when one is due now", function()
    assert.same({ { at(2026, 1, 1, 12) }, { at(2026, 1, 1, 10), at(2026, 1, 1, 11) } },
      { cron.due(hourly, "once", at(2026, 1, 1, 9), now) })
  end)

  it("of an entry that is new are those to come, not those of a past that it did not know", function()
    assert.same({ {}, {} }, { cron.due(hourly, "once", nil, at(2026, 1, 1, 12, 30)) })
    assert.same({ { at(2026, 1, 1, 12) }, {} }, { cron.due(hourly, "once", nil, at(2026, 1, 1, 12, 0, 30)) })
  end)

  it("are no more than fifty after years", function()
    local run, gone = cron.due(hourly, "once", at(2020, 1, 1), now)
    assert.same({ 1, 49 }, { #run, #gone })
  end)
end)
