-- Claims in words and steps, as both shoppers and staff see them. Pure.

local clock = require "shared.clock"
local reasons = require "claim.rules.reasons"

local view = {}

local KINDS = { cancel = "취소", ["return"] = "반품", exchange = "교환" }

---@param kind string
---@return string
function view.kind(kind) return KINDS[kind] or error("no such kind of claim: " .. tostring(kind), 2) end

view.titles = { cancel = "취소 신청", ["return"] = "반품 신청", exchange = "교환 신청" }

--- A line of an order as pages show it.
---@param line table
---@return table
function view.thing(line)
  return { position = line.position, name = line.product_name, label = line.sku_label ~= "" and line.sku_label or nil,
    image = line.image, unit_price = line.unit_price }
end

view.FAULTS = { buyer = "구매자", seller = "판매자" }

--- What stands behind the order's number in a claim's: "1" of 261129-7K2M9QX-C1.
---@param number string
---@return string
function view.nth(number) return number:match "%-C(%d+)$" or error("no claim's number: " .. tostring(number), 2) end

--- What a state looks like: what waits for us, what is done, what came to nothing.
view.tones = { requested = "wait", approved = "info", collecting = "info", collected = "wait", inspected = "wait",
  reshipping = "info", completed = "good", rejected = "bad", withdrawn = "plain", converted = "plain" }

local WAYS = {
  cancel = { { "requested", "요청" }, { "approved", "승인" }, { "completed", "취소 완료" } },
  ["return"] = { { "requested", "요청" }, { "approved", "승인" }, { "collecting", "수거" }, { "collected", "도착" },
    { "inspected", "검수" }, { "completed", "반품 완료" } },
  exchange = { { "requested", "요청" }, { "approved", "승인" }, { "collecting", "수거" }, { "collected", "도착" },
    { "inspected", "검수" }, { "reshipping", "재배송" }, { "completed", "교환 완료" } },
}
local ENDS = { rejected = "거부", withdrawn = "철회", converted = "반품 전환" }

--- The way of a claim and where it stands on it; one that left the way shows where it ended.
---@param claim { kind: string, status: string, created_at: number }
---@param history { to_status: string, at: number }[]
---@return { label: string, at: number|nil, done: boolean, current: boolean }[]
function view.steps(claim, history)
  local at, list, here = {}, {}, nil
  for _, event in ipairs(history) do at[event.to_status] = event.at end
  for i, step in ipairs(WAYS[claim.kind]) do
    if step[1] == claim.status then here = i end
  end
  for i, step in ipairs(WAYS[claim.kind]) do
    local been = at[step[1]] ~= nil or here ~= nil and i <= here
    if been or not ENDS[claim.status] then
      list[#list + 1] = { label = step[2], at = at[step[1]], current = i == here, done = been and i ~= here }
    end
  end
  if ENDS[claim.status] then
    list[#list + 1] = { label = ENDS[claim.status], at = at[claim.status], current = true, done = false }
  end
  return list
end

local ACTORS = { shopper = "구매자", member = "구매자", clock = "자동", machine = "자동" }

--- Who did something, in words.
---@param actor string
---@return string
function view.actor(actor) return actor:match "^staff (.+)$" or ACTORS[actor] or actor end

--- For how long something has waited: "방금", "3시간 지남", "2일 지남".
---@param since number
---@param now number
---@return string
function view.age(since, now)
  local hours = math.floor((now - since) / 3600)
  if hours < 1 then return "방금" end
  if hours < 24 then return hours .. "시간 지남" end
  return math.floor(hours / 24) .. "일 지남"
end

--- Goods in a word: "사과 외 1건".
---@param name string
---@param count integer
---@return string
function view.goods(name, count) return count > 1 and ("%s 외 %d건"):format(name, count - 1) or name end

--- A claim in a list.
---@param row table  of claim.store.of_member
---@param state { label: string }
---@return table
function view.brief(row, state)
  return { number = row.number, url = ("/orders/%s/claims/%s"):format(row.order_number, view.nth(row.number)),
    kind = view.kind(row.kind),
    name = view.goods(row.product_name, row.goods), units = row.units, image = row.image, at = row.created_at,
    status = { key = view.tones[row.status], label = state.label } }
end

--- Until when goods may go back, in words.
---@param until_when number
---@return string
function view.deadline(until_when) return clock.date(until_when) .. "까지" end

view.reason = reasons.label

return view
