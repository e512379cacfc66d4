-- A product's description as somebody types it: paragraphs with a line between them. A line that begins with # is a
-- headline, lines with - are points, with 1. steps, and lines with a | are rows of a table; ## above one of those is its
-- title.

local description = {}

local function item(line, kind)
  if kind == "points" then return line:match("^%-%s+(.+)$") end
  if kind == "steps" then return line:match("^%d+%.%s+(.+)$") end
  local left, right = line:match("^(.-)%s*|%s*(.+)$")
  return left and left ~= "" and { left, right } or nil
end

-- The block that these lines are when all of them are items of one kind.
local function list_block(lines, title)
  for _, kind in ipairs { "points", "steps", "table" } do
    local items = {}
    for i, line in ipairs(lines) do
      items[i] = item(line, kind)
      if not items[i] then break end
    end
    if #lines > 0 and #items == #lines then return { kind = kind, title = title, items = items } end
  end
end

local function block_of(lines)
  local title = lines[1]:match("^##%s+(.+)$")
  if title then
    local rest = { unpack(lines, 2) }
    local list = list_block(rest, title)
    if list then return list end
  end
  local headline = #lines == 1 and lines[1]:match("^#%s+(.+)$")
  if headline then return { kind = "headline", text = headline } end
  return list_block(lines) or { kind = "paragraph", text = table.concat(lines, " ") }
end

--- What was typed, as blocks.
---@param typed string
---@return table[]
function description.read(typed)
  local blocks, lines = {}, {}
  local function finish()
    if #lines > 0 then blocks[#blocks + 1], lines = block_of(lines), {} end
  end
  for line in (typed:gsub("\r\n?", "\n") .. "\n"):gmatch("(.-)\n") do
    line = line:match("^%s*(.-)%s*$")
    if line == "" then
      finish()
    else
      if line:find("^#%s") then finish() end
      lines[#lines + 1] = line
      if line:find("^#%s") then finish() end
    end
  end
  finish()
  return blocks
end

local WRITE = {
  headline = function(block, add) add("# " .. block.text) end,
  paragraph = function(block, add) add(block.text) end,
}

local function write_list(format)
  return function(block, add)
    if block.title then add("## " .. block.title) end
    for i, one in ipairs(block.items or {}) do add(format(one, i)) end
  end
end

WRITE.points = write_list(function(one) return "- " .. one end)
WRITE.steps = write_list(function(one, i) return i .. ". " .. one end)
WRITE.table = write_list(function(one) return one[1] .. " | " .. one[2] end)

--- Blocks as somebody would have typed them.
---@param blocks table[]
---@return string
function description.write(blocks)
  local parts = {}
  for _, block in ipairs(blocks) do
    local lines = {}
    local write = WRITE[block.kind]
    if write then write(block, function(line) lines[#lines + 1] = line end) end
    if #lines > 0 then parts[#parts + 1] = table.concat(lines, "\n") end
  end
  return table.concat(parts, "\n\n")
end

return description
