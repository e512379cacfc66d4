local clock = require "shared.clock"

local noon = 1789880400 -- 2026-09-20 14:00 in Seoul, a Sunday

describe("Seoul's clock", function()
  it("shows a moment as Koreans write it", function()
    assert.equal("2026.09.20 (일) 14:00", clock.datetime(noon))
    assert.equal("2026.09.20 (일)", clock.date(noon))
    assert.equal("2026-09-20", clock.day(noon))
    assert.equal("2026-09-20T14:00:00+09:00", clock.iso(noon))
    assert.equal("Sun, 20 Sep 2026 05:00:00 GMT", clock.http_date(noon))
  end)

  it("changes the day at midnight in Seoul, not in Greenwich", function()
    local midnight = clock.at(2026, 11, 24)
    assert.equal("2026-11-23", clock.day(midnight - 0.001))
    assert.equal("2026-11-24", clock.day(midnight))
    assert.equal("2026.11.24 (화) 00:00", clock.datetime(midnight))
    assert.equal("Mon, 23 Nov 2026 15:00:00 GMT", clock.http_date(midnight))
  end)

  it("knows the ends of a day and of the days after", function()
    assert.equal("2026.09.20 (일) 00:00", clock.datetime(clock.start_of_day(noon)))
    assert.equal("2026-09-23T23:59:59+09:00", clock.iso(clock.end_of_day(noon, 3)))
    assert.equal("2026-09-19", clock.day(clock.start_of_day(noon, -1)))
    assert.equal(clock.start_of_day(noon, 1), clock.end_of_day(noon) + 1)
  end)

  it("counts leap years, and days beyond a month's end", function()
    assert.equal("2028-02-29", clock.day(clock.at(2028, 2, 29)))
    assert.equal("2026-03-01", clock.day(clock.at(2026, 2, 29)))
    assert.equal("2100-03-01", clock.day(clock.at(2100, 2, 29)))
    assert.equal("2027-01-01", clock.day(clock.at(2026, 12, 32)))
  end)

  it("agrees with the C library on thousands of moments", function()
    for epoch = -2e9, 8e9, 86400 * 97 + 12345 do
      local parts = os.date("!*t", epoch + 9 * 3600)
      local ours = clock.parts(epoch)
      assert.same({ parts.year, parts.month, parts.day, parts.hour, parts.min, parts.sec, parts.wday },
        { ours.year, ours.month, ours.day, ours.hour, ours.min, ours.sec, ours.wday })
      assert.equal(epoch, clock.at(ours.year, ours.month, ours.day, ours.hour, ours.min, ours.sec))
    end
  end)
end)
