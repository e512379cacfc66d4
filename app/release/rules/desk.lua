-- Deployments as staff read them: what is live and since when, what is tried and how it does, and what came of each attempt.
-- Pure.

local desk = {}

local KINDS = { deploy = "배포", canary = "시험 배포", promote = "전체 배포", rollback = "되돌리기" }
local OUTCOMES = { live = { "서비스함", "good" }, refused = { "거절됨", "bad" }, abandoned = { "중단됨", "plain" } }
local STATES = { serving = { "서비스 중", "good" }, alone = { "따로 서비스 중", "wait" }, starting = { "시작하는 중", "wait" },
  ending = { "끝나는 중", "plain" } }

---@param sha string
---@return string
function desk.short(sha) return sha:sub(1, 12) end

local function first_line(text) return text:match("[^\n]*") end

--- "김하나 <hana@shop.kr>" → "김하나"
local function name_of(who) return who:match("^(.-)%s*<") or who end

local function badge(pair) return { label = pair[1], tone = pair[2] } end

--- What is live.
---@param newest release.deployment
---@param stored release.row[]  among them, mostly, the live one
---@return table
function desk.live(newest, stored)
  local message
  for _, row in ipairs(stored) do
    if row.sha == newest.stable and row.message ~= "" then message = row.message end
  end
  return { short = desk.short(newest.stable), sha = newest.stable, epoch = newest.epoch, who = name_of(newest.who),
    why = newest.why, at = newest.at, message = message }
end

--- Attempts, the newest first.
---@param found release.rollout[]
---@return table[]
function desk.rollouts(found)
  local list = {}
  for i, row in ipairs(found) do
    list[i] = { at = row.opened_at, kind = KINDS[row.kind], sha = row.canary or row.stable,
      short = desk.short(row.canary or row.stable), who = name_of(row.who), host = row.host, why = first_line(row.why),
      percent = row.kind == "canary" and row.percent or nil,
      badge = badge(row.outcome and OUTCOMES[row.outcome] or { "하는 중", "info" }),
      reason = row.outcome ~= "live" and row.reason ~= "" and row.reason or nil, epoch = row.epoch }
  end
  return list
end

--- Nodes, those that are alive first.
---@param found release.node[]
---@param epoch integer  the newest
---@return table[]
function desk.nodes(found, epoch)
  local list = {}
  for i, row in ipairs(found) do
    list[i] = { name = row.name, host = row.host, seen_at = row.seen_at, epoch = row.epoch,
      badge = badge(row.alive and STATES[row.state] or { "보이지 않음", "bad" }),
      behind = row.alive and row.epoch ~= nil and row.epoch < epoch or false }
  end
  return list
end

--- Stored releases, the newest first.
---@param found release.row[]
---@param live release.deployment|nil
---@param was_live table<string, boolean>
---@return table[]
function desk.releases(found, live, was_live)
  local list = {}
  for i, row in ipairs(found) do
    local is_live = live and live.stable == row.sha or false
    local state
    if is_live then state = { label = "서비스 중", tone = "good" } end
    if live and live.canary == row.sha then state = { label = "시험 중", tone = "info" } end
    list[i] = { sha = row.sha, short = desk.short(row.sha), message = first_line(row.message),
      author = name_of(row.author), stored_at = row.stored_at, files = row.files, badge = state,
      back = was_live[row.sha] and not is_live and (not live or live.canary ~= row.sha) or false,
      diff = live and not is_live and live.stable or nil }
  end
  return list
end

--- How a canary does beside what is live.
---@param held release.deployment
---@param opinion release.opinion
---@param p95 fun(latency: integer[]): number|nil
---@return table
function desk.canary(held, opinion, p95)
  local function version(label, sha, counts)
    local slow = p95(counts.latency)
    return { label = label, short = desk.short(sha), requests = counts.requests, failed = counts.failed,
      thrown = counts.thrown, money = counts.money, p95 = slow and math.floor(slow + 0.5) or nil }
  end
  local left = held.watch_seconds > 0 and math.max(0, held.watch_seconds - held.watched) or nil
  return { percent = held.percent, sha = held.canary, stable = held.stable, reason = opinion.reason,
    promotes = held.promotes, minutes_left = left and math.ceil(left / 60) or nil,
    versions = { version("시험 중", held.canary, opinion.canary), version("서비스 중", held.stable, opinion.stable) } }
end

local SIGNS = { ["+"] = "come", ["-"] = "gone", ["@"] = "place" }
local CHANGES = { added = { "추가", "good" }, removed = { "삭제", "bad" }, changed = { "수정", "info" } }

--- What changes between two, with the lines of each file marked.
---@param changes table[]  of release.compare
---@return { files: table[], added: integer, removed: integer }
function desk.changes(changes)
  local files, added, removed = {}, 0, 0
  for i, change in ipairs(changes) do
    local file = { path = change.path, badge = badge(CHANGES[change.kind]), added = change.added, removed = change.removed }
    if change.diff and change.diff ~= "" then
      file.lines = {}
      local body = change.diff:match("^[^\n]*\n[^\n]*\n(.*)$") -- the two names before it are the path's
      for line in body:gmatch("([^\n]*)\n") do
        file.lines[#file.lines + 1] = { text = line, kind = SIGNS[line:sub(1, 1)] or "same" }
      end
    end
    added, removed = added + (change.added or 0), removed + (change.removed or 0)
    files[i] = file
  end
  return { files = files, added = added, removed = removed }
end

return desk
