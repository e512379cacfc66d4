local clock = require "shared.clock"
local period = require "order.rules.period"

describe("the period that orders are looked through", function()
  local function since(key, year, month, day) return clock.datetime(period.since(period.of(key), clock.at(year, month, day, 15, 30))) end

  it("begins with the day so many months ago, over the turn of a year as well", function()
    assert.equal("2026.08.29 (토) 00:00", since("3m", 2026, 11, 29))
    assert.equal("2025.12.15 (월) 00:00", since("1m", 2026, 1, 15))
    assert.equal("2025.11.29 (토) 00:00", since("1y", 2026, 11, 29))
  end)

  it("begins with a month's last day where it has no such day", function()
    assert.equal("2026.02.28 (토) 00:00", since("1m", 2026, 3, 31))
    assert.equal("2028.02.29 (화) 00:00", since("6m", 2028, 8, 31))
  end)

  it("is three months unless somebody chooses, and has no beginning for all", function()
    assert.equal("3m", period.of("nonsense").key)
    assert.equal("3m", period.of(nil).key)
    assert.equal(0, period.since(period.of "all", clock.at(2026, 1, 1)))
  end)
end)
