-- The columns of a table that somebody uploaded: where they are by what its head calls them, and what a spreadsheet calls
-- them by their place. Pure.

local columns = {}

-- No sheet that people fill in is wider.
local WIDEST = 64

--- "D": how a spreadsheet calls a column.
---@param index integer
---@return string
function columns.letter(index)
  local name = ""
  while index > 0 do
    name = string.char(65 + (index - 1) % 26) .. name
    index = math.floor((index - 1) / 26)
  end
  return name
end

--- Where each title of a head stands; of two alike the first.
---@param head sheet.Row
---@param plain fun(value: any): string   a cell as text
---@return table<string, integer>
function columns.titles(head, plain)
  local at = {}
  for index = 1, WIDEST do
    local title = plain(head[index])
    if title ~= "" and not at[title] then at[title] = index end
  end
  return at
end

-- People and programs write one title with and without spaces, brackets and stars for what is required.
local function bare(title) return (title:gsub("%b()", ""):gsub("%b[]", ""):gsub("[%s*·_%-:]", ""):upper()) end

--- Where the columns of a sheet are that anybody may have made: by any of the titles they go by.
---@param head sheet.Row
---@param wanted table<string, string[]>   titles by name, the usual one first
---@param plain fun(value: any): string
---@return table<string, integer> at       by name
function columns.find(head, wanted, plain)
  local by_title, at = {}, {}
  for title, index in pairs(columns.titles(head, plain)) do
    local key = bare(title)
    by_title[key] = math.min(by_title[key] or index, index)
  end
  for name, titles in pairs(wanted) do
    for _, title in ipairs(titles) do at[name] = at[name] or by_title[bare(title)] end
  end
  return at
end

return columns
