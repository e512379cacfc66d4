-- Jobs as the back office shows them.

local json = require "json"

local view = {}

--- A stretch of time, short: "120ms", "1.5초", "3분", "5시간", "3일".
---@param seconds number|nil
---@return string|nil
function view.duration(seconds)
  if not seconds then return nil end
  if seconds < 1 then return ("%.0fms"):format(math.max(0, seconds) * 1000) end
  if seconds < 60 then return ((("%.1f"):format(seconds)):gsub("%.0$", "")) .. "초" end
  if seconds < 3600 then return ("%d분"):format(seconds / 60) end
  if seconds < 172800 then return ("%d시간"):format(seconds / 3600) end
  return ("%d일"):format(seconds / 86400)
end

local function pair(values) return values and { half = view.duration(values[1]), most = view.duration(values[2]) } or nil end

local function limits(kind)
  local words = {}
  if kind and kind.concurrency then words[1] = ("한 번에 %d개"):format(kind.concurrency) end
  if kind and kind.rate then
    words[#words + 1] = ("%s에 %d개"):format(view.duration(kind.rate.per), kind.rate.count)
  end
  return table.concat(words, ", ")
end

--- Each kind's state, and all of them together.
---@param states queue.state[]
---@param kinds table<string, queue.kind>
---@return table[] list
---@return { label: string, value: integer, tone: string|nil }[] figures
function view.states(states, kinds)
  local list, sums = {}, { ready = 0, running = 0, scheduled = 0, retrying = 0, dead = 0, done = 0 }
  for i, one in ipairs(states) do
    for name in pairs(sums) do sums[name] = sums[name] + one[name] end
    list[i] = { kind = one.kind, unknown = not kinds[one.kind] or nil, ready = one.ready, running = one.running,
      later = one.scheduled - one.retrying, retrying = one.retrying, dead = one.dead, oldest = view.duration(one.oldest),
      done = one.done, done_minute = one.done_minute, again = one.again, waited = pair(one.waited), took = pair(one.took),
      limits = limits(kinds[one.kind]) }
  end
  return list, { { label = "대기", value = sums.ready }, { label = "실행 중", value = sums.running },
    { label = "예약", value = sums.scheduled - sums.retrying },
    { label = "재시도 대기", value = sums.retrying, tone = sums.retrying > 0 and "wait" or nil },
    { label = "실패", value = sums.dead, tone = sums.dead > 0 and "bad" or nil },
    { label = "최근 1시간 완료", value = sums.done } }
end

local badges = {
  scheduled = { label = "예약", tone = "plain" }, ready = { label = "대기", tone = "info" },
  running = { label = "실행 중", tone = "info" }, dead = { label = "실패", tone = "bad" }, done = { label = "완료", tone = "good" },
  cancelled = { label = "버림", tone = "plain" }, missed = { label = "지나침", tone = "wait" },
  overlapped = { label = "건너뜀", tone = "wait" }, under_way = { label = "진행 중", tone = "info" },
}

--- A state or an outcome in a word.
---@param state string
---@return { label: string, tone: string }
function view.badge(state) return badges[state] or { label = state, tone = "plain" } end

--- A dead letter in a list.
---@param job table
---@param url string
---@return table
function view.dead(job, url)
  return { id = job.id, url = url, kind = job.kind, died_at = job.died_at, attempt = job.attempt,
    why = job.last_error:match "[^\n]*" }
end

--- A time of the schedule that has come.
---@param slot table
---@param url_of fun(id: string): string
---@return table
function view.slot(slot, url_of)
  return { at = slot.slot, manual = slot.manual or nil, badge = view.badge(slot.outcome or "under_way"),
    url = slot.job_id and url_of(slot.job_id), took = slot.finished_at and view.duration(slot.finished_at - slot.fired_at) }
end

--- An entry of the schedule.
---@param entry table  of queue.schedule
---@param url_of fun(id: string): string
---@return table
function view.entry(entry, url_of)
  local slots = {}
  for i, slot in ipairs(entry.slots) do slots[i] = view.slot(slot, url_of) end
  return { name = entry.name, cron = entry.cron, kind = entry.kind, next = entry.next, last = slots[1], slots = slots,
    missed = entry.missed == "once" and "놓치면 한 번 실행" or "놓치면 건너뜀" }
end

--- One job whole.
---@param job table
---@return table
function view.job(job)
  return { id = job.id, kind = job.kind, badge = view.badge(job.state), is_dead = job.state == "dead" or nil,
    args = json.encode(job.args), attempt = job.attempt, max_attempts = job.max_attempts, priority = job.priority,
    unique_key = job.unique_key, release = job.release and job.release:sub(1, 12), trace = job.trace,
    leased_by = job.leased_by, created_at = job.created_at, run_at = job.run_at, started_at = job.started_at,
    ended_at = job.finished_at or job.died_at, problem = job.last_error ~= "" and job.last_error or nil,
    took = job.finished_at and job.started_at and view.duration(job.finished_at - job.started_at) }
end

return view
