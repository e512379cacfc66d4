local clock = require "clock"

describe("clock", function()
  local sunday = 1789880400.25 -- 2026-09-20 05:00:00.25 UTC

  it("agrees with the system about now, in fractions of a second", function()
    assert.is_true(math.abs(clock.now() - os.time()) < 2)
    local start = clock.monotonic()
    repeat until clock.monotonic() > start
    assert.is_true(clock.monotonic() - start < 1000)
  end)

  it("takes a moment apart in Korean time", function()
    assert.same({ year = 2026, month = 9, day = 20, hour = 14, min = 0, sec = 0, wday = 1 }, clock.kst(sunday))
    assert.same({ year = 1970, month = 1, day = 1, hour = 9, min = 0, sec = 0, wday = 5 }, clock.kst(0))
    assert.same({ year = 1969, month = 12, day = 31, hour = 23, min = 59, sec = 59, wday = 4 }, clock.kst(-9 * 3600 - 1))
    assert.same({ year = 2024, month = 2, day = 29, hour = 0, min = 0, sec = 0, wday = 5 }, clock.kst(1709132400))
  end)

  it("puts it together again, for every day of four centuries", function()
    for epoch = clock.from_kst { year = 1800, month = 1, day = 1 }, clock.from_kst { year = 2200, month = 1, day = 1 }, 86400 do
      assert(clock.from_kst(clock.kst(epoch)) == epoch, epoch)
    end
  end)

  it("agrees with the C library", function()
    for epoch = 0, 4e9, 12345678 do
      assert.equal(os.date("!%Y-%m-%dT%H:%M:%S+09:00", epoch + 9 * 3600), clock.format(epoch, "iso"))
      assert.equal(os.date("!%a, %d %b %Y %H:%M:%S GMT", epoch), clock.format(epoch, "http"))
    end
  end)

  it("carries fields that run over", function()
    local function day(fields)
      return clock.format(clock.from_kst(fields), "datetime")
    end
    assert.equal("2027.01.01 (금) 00:00", day { year = 2026, month = 12, day = 32 })
    assert.equal("2027.02.01 (월) 00:00", day { year = 2026, month = 14, day = 1 })
    assert.equal("2025.12.31 (수) 23:00", day { year = 2026, month = 1, day = 1, hour = -1 })
    assert.equal("2025.11.30 (일) 00:00", day { year = 2026, month = 0, day = 0 })
    assert.equal("2024.03.01 (금) 00:00", day { year = 2024, month = 2, day = 30 })
  end)

  it("writes dates as a shop does", function()
    local expected = {
      date = "2026.09.20",
      datetime = "2026.09.20 (일) 14:00",
      day = "9월 20일(일)",
      time = "14:00",
      compact = "20260920",
      iso = "2026-09-20T14:00:00+09:00",
      iso_date = "2026-09-20",
      http = "Sun, 20 Sep 2026 05:00:00 GMT",
    }
    for style, text in pairs(expected) do
      assert.equal(text, clock.format(sunday, style))
    end
    for i, name in ipairs { "일", "월", "화", "수", "목", "금", "토" } do
      assert.truthy(clock.format(sunday + (i - 1) * 86400, "day"):find("(" .. name .. ")", 1, true))
    end
  end)

  it("reads ISO dates, in Korean time unless they say otherwise", function()
    for _, text in ipairs {
      "2026-09-20T14:00:00.25", "2026-09-20 14:00:00.25", "2026-09-20T05:00:00.25Z", "2026-09-20T14:00:00.25+09:00",
      "2026-09-20T00:00:00.25-0500", "2026-09-19T19:00:00.25-10",
    } do
      assert.equal(sunday, clock.parse_iso(text))
    end
    assert.equal(sunday - 0.25, clock.parse_iso("2026-09-20T14:00"))
    assert.equal(sunday - 0.25 - 14 * 3600, clock.parse_iso("2026-09-20"))
  end)

  it("refuses what is no date", function()
    for _, text in ipairs {
      "", "2026", "2026-9-20", "2026-13-01", "2026-02-29", "2026-04-31", "2026-00-10", "0000-01-01", "2026-09-20T",
      "2026-09-20T24:00", "2026-09-20T14", "2026-09-20T14:60", "2026-09-20T14:00:61", "2026-09-20T14:00:00.",
      "2026-09-20T14:00+", "2026-09-20T14:00+99", "2026-09-20T14:00Zx", "2026-09-20 ", "2026-09-20\0", "２０２６-09-20",
    } do
      local epoch, message, code = clock.parse_iso(text)
      assert.is_nil(epoch, text)
      assert.is_string(message)
      assert.equal("invalid", code)
    end
  end)

  it("raises on misuse", function()
    assert.error_matches(function() clock.format(sunday, "nice") end, "#2")
    assert.error_matches(function() clock.format(1e300, "date") end, "#1")
    assert.error_matches(function() clock.kst(0 / 0) end, "#1")
    assert.error_matches(function() clock.kst("x") end, "#1")
    assert.error_matches(function() clock.from_kst { year = 2026, month = 1.5, day = 1 } end, "month")
    assert.error_matches(function() clock.from_kst { year = 2026, month = 1 } end, "day")
    assert.error_matches(function() clock.from_kst { year = 1e8, month = 1, day = 1 } end, "#1")
    assert.error_matches(function() clock.parse_iso(5) end, "#1")
  end)
end)
