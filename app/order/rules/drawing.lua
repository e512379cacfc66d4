-- A picture of an axis, reckoned from the machine's data: a box for each state, as far to the right as the longest way that
-- leads to it, an arrow for what leads from one to the other, and where an order stands. Numbers and words only; a template
-- draws them. Pure.

local engine = require "order.rules.engine"

local drawing = {}

local WIDTH, HEIGHT = 112, 40          -- of a box
local COLUMN, ROW = 214, 116           -- from one box to the next
local MARGIN, ARC = 24, 22             -- around all; how high an arrow rises that passes over others

-- How far to the right a state stands: a step beyond the last of those before it, in the machine's order, that lead to it.
local function depths(axis)
  local depth = {}
  for i, state in ipairs(axis.states) do
    depth[state.key] = 0
    for j = 1, i - 1 do
      local before = axis.states[j].key
      for _, way in ipairs(engine.ways(axis, before)) do
        if way.to == state.key then depth[state.key] = math.max(depth[state.key], depth[before] + 1) end
      end
    end
  end
  return depth
end

local function boxes_of(axis, here)
  local depth, taken, boxes, by_key = depths(axis), {}, {}, {}
  for i, state in ipairs(axis.states) do
    local column = depth[state.key]
    local row = taken[column] or 0
    taken[column] = row + 1
    local count = here and here[state.key]
    boxes[i] = { key = state.key, label = state.label, column = column, row = row, ends = state.final or false,
      here = count ~= nil, count = type(count) == "number" and count or nil }
    by_key[state.key] = boxes[i]
  end
  return boxes, by_key
end

-- What leads from one state to another, or back to itself, together: several events may.
local function links_of(axis)
  local links, by_pair = {}, {}
  for _, transition in ipairs(axis.transitions) do
    for _, from in ipairs(engine.froms(transition)) do
      local pair = from .. " " .. transition.to
      if not by_pair[pair] then
        by_pair[pair] = { from = from, to = transition.to, labels = {} }
        links[#links + 1] = by_pair[pair]
      end
      table.insert(by_pair[pair].labels, transition.label)
    end
  end
  return links
end

local function path(...) return ("M%d %d C%d %d %d %d %d %d"):format(...) end

-- The middle of a curve.
local function middle(x1, y1, x2, y2, x3, y3, x4, y4)
  return math.floor((x1 + 3 * x2 + 3 * x3 + x4) / 8 + 0.5), math.floor((y1 + 3 * y2 + 3 * y3 + y4) / 8 + 0.5)
end

-- Beside each other straight; over or under others in the same row, or back to itself, in an arc; else down or up to another
-- row.
local function curve(a, b)
  local span = b.column - a.column
  if a.row == b.row and span == 1 then
    local y = a.y + HEIGHT / 2
    return a.x + WIDTH, y, a.x + WIDTH + 20, y, b.x - 20, y, b.x, y
  elseif a.row == b.row then
    local up = span > 0
    local y, rise = up and a.y or a.y + HEIGHT, ARC + 10 * math.abs(span)
    local bend = up and y - rise or y + rise
    local ax, bx = a.x + WIDTH * (up and 0.7 or 0.3), b.x + WIDTH * (up and 0.3 or 0.7)
    return ax, y, ax, bend, bx, bend, bx, y
  end
  local down = b.row > a.row
  local y1 = down and a.y + HEIGHT or a.y
  if span > 0 then
    local y2 = b.y + HEIGHT / 2
    return a.x + WIDTH / 2, y1, a.x + WIDTH / 2, y2, b.x - 60, y2, b.x, y2
  end
  local y2 = down and b.y or b.y + HEIGHT
  local reach = down and 30 or -30
  return a.x + WIDTH / 2, y1, a.x + WIDTH / 2, y1 + reach, b.x + WIDTH / 2, y2 - reach, b.x + WIDTH / 2, y2
end

-- How wide words are, about: a syllable takes its size, everything else half of it.
local function width_of(words)
  local wide = 0
  for character in words:gmatch "[%z\1-\127\194-\244][\128-\191]*" do wide = wide + (#character > 2 and 11 or 6) end
  return wide
end

local function overlap(a, b)
  return math.abs(a.x - b.x) < (a.wide + b.wide) / 2 + 4 and math.abs(a.y - b.y) < (a.tall + b.tall) / 2
end

-- Words lie neither upon one another nor upon boxes: each moves down until it is free.
local function settle(arrows, boxes)
  local placed = {}
  for i, box in ipairs(boxes) do
    placed[i] = { x = box.x + WIDTH / 2, y = box.y + HEIGHT / 2 + 4, wide = WIDTH, tall = HEIGHT }
  end
  for _, arrow in ipairs(arrows) do
    local word = { x = arrow.x, y = arrow.y, wide = width_of(arrow.label), tall = 14 }
    local moved = true
    while moved do
      moved = false
      for _, other in ipairs(placed) do
        if overlap(word, other) then word.y, moved = other.y + (other.tall + word.tall) / 2, true end
      end
    end
    arrow.y = math.floor(word.y + 0.5)
    placed[#placed + 1] = word
  end
end

---@class order.drawing
---@field label string
---@field of string
---@field width integer
---@field height integer
---@field boxes { key: string, label: string, x: integer, y: integer, width: integer, height: integer, here: boolean,
---  count: integer|nil, ends: boolean }[]
---@field arrows { path: string, label: string, x: integer, y: integer, taken: boolean }[]

--- The picture of an axis.
---@param axis machine.axis
---@param here table<string, integer|true>|nil  where something stands: how many units, or true
---@return order.drawing
function drawing.axis(axis, here)
  local boxes, by_key = boxes_of(axis, here)
  local arrows, columns, rows, tallest = {}, 0, 0, 0
  local links = links_of(axis)
  for _, link in ipairs(links) do
    local a, b = by_key[link.from], by_key[link.to]
    if a.row == b.row and b.column - a.column > 1 then tallest = math.max(tallest, b.column - a.column) end
  end
  local top = MARGIN + (tallest > 0 and ARC + 10 * tallest or 0)
  for _, box in ipairs(boxes) do
    box.x, box.y, box.width, box.height = MARGIN + box.column * COLUMN, top + box.row * ROW, WIDTH, HEIGHT
    columns, rows = math.max(columns, box.column), math.max(rows, box.row)
  end
  for i, link in ipairs(links) do
    local a, b = by_key[link.from], by_key[link.to]
    local x, y = middle(curve(a, b))
    arrows[i] = { path = path(curve(a, b)), label = table.concat(link.labels, " · "), x = x,
      y = a == b and y + 14 or y - 4, taken = a.here }
  end
  settle(arrows, boxes)
  local lowest = top + rows * ROW + HEIGHT
  for _, arrow in ipairs(arrows) do lowest = math.max(lowest, arrow.y + 40) end
  return { label = axis.label, of = axis.of, width = 2 * MARGIN + columns * COLUMN + WIDTH,
    height = lowest + MARGIN, boxes = boxes, arrows = arrows }
end

--- Where an order stands on each axis.
---@param portions table<integer, table<string, integer>>
---@param payments {status:string}[]
---@param claims {status:string}[]
---@param refunds {status:string}[]
---@return table<string, table<string, integer|true>>  by axis
function drawing.here(portions, payments, claims, refunds)
  local here = { payment = {}, line = {}, claim = {}, refund = {} }
  for _, portion in pairs(portions) do
    for state, qty in pairs(portion) do here.line[state] = (here.line[state] or 0) + qty end
  end
  for axis, rows in pairs { payment = payments, claim = claims, refund = refunds } do
    for _, row in ipairs(rows) do here[axis][row.status] = true end
  end
  return here
end

local ACTORS = { shopper = "구매자", member = "회원", staff = "직원", clock = "자동", provider = "결제사·택배사", machine = "다른 일에 따라" }

local function words(list, of)
  local said = {}
  for i, one in ipairs(list or {}) do said[i] = of(one) end
  return table.concat(said, ", ")
end

--- An axis as a table: what happens, from where to where, who may, on what conditions, and what follows.
---@param axis machine.axis
---@param guards table<string, {says: string}>
---@return { label: string, say: string, from: string, to: string, who: string, guards: string[], effects: string[],
---  event: string }[]
function drawing.rows(axis, guards)
  local rows = {}
  for i, transition in ipairs(axis.transitions) do
    local conditions = {}
    for j, name in ipairs(transition.guards or {}) do conditions[j] = { name = name, says = guards[name].says } end
    rows[i] = { event = transition.on, label = transition.label, say = transition.say,
      from = words(engine.froms(transition), function(key) return engine.state(axis, key).label end),
      to = engine.state(axis, transition.to).label,
      who = words(transition.who, function(actor) return ACTORS[actor] end), guards = conditions,
      effects = transition.effects or {} }
  end
  return rows
end

return drawing
