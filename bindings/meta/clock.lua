---@meta clock
-- Time. The shop's day is Asia/Seoul, nine hours ahead of UTC.

local clock = {}

---@class clock.Moment
---@field year integer
---@field month integer 1 to 12
---@field day integer
---@field hour integer
---@field min integer
---@field sec integer
---@field wday integer 1 is Sunday

---@return number epoch seconds with fractions
function clock.now() end

---@return number milliseconds with fractions, from an arbitrary start
function clock.monotonic() end

---@param epoch number
---@return clock.Moment
function clock.kst(epoch) end

---Fields may run over: day 32, month 13, hour -1.
---@param fields {year: integer, month: integer, day: integer, hour: integer?, min: integer?, sec: integer?}
---@return number epoch
function clock.from_kst(fields) end

---2026.09.20 · 2026.09.20 (일) 14:00 · 9월 20일(일) · 14:00 · 20260920 · 2026-09-20T14:00:00+09:00 · 2026-09-20 ·
---Sun, 20 Sep 2026 05:00:00 GMT
---@param epoch number
---@param style "date"|"datetime"|"day"|"time"|"compact"|"iso"|"iso_date"|"http"
---@return string
function clock.format(epoch, style) end

---A date, or date and time; Korean time unless it names a zone.
---@param text string
---@return number? epoch, string? message, string? code "invalid"
function clock.parse_iso(text) end

return clock
