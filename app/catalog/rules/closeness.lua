-- How near a mistyped word is to a name. Both are taken apart into jamo, since a typing error changes a vowel or a final
-- consonant, rarely a whole syllable; the best window of the name is what was probably meant.

local grams = require "catalog.rules.grams"

local closeness = {}

-- 초성, 중성 and 종성 as small integers that cannot meet; any other letter as its code point.
local function jamo_of(letters)
  local list, ends = {}, {}
  for i, letter in ipairs(letters) do
    local code = grams.codepoint(letter)
    if code >= 0xAC00 and code <= 0xD7A3 then
      local index = code - 0xAC00
      list[#list + 1] = -1 - math.floor(index / 588)
      list[#list + 1] = -101 - math.floor(index % 588 / 28)
      if index % 28 > 0 then list[#list + 1] = -201 - index % 28 end
    else
      list[#list + 1] = code
    end
    ends[i] = #list
  end
  return list, ends
end

local min = math.min
local row = {} -- one row of the table below, used again and again: this runs hundreds of times for one search

-- Edit distance between the whole of `a` and a part of `b` from `first` to `last`.
local function distance(a, b, first, last)
  local width = last - first + 1
  for j = 0, width do row[j] = j end
  for i = 1, #a do
    local diagonal, letter = row[0], a[i]
    row[0] = i
    for j = 1, width do
      local above = row[j]
      local cost = letter == b[first + j - 1] and diagonal or diagonal + 1
      row[j] = min(above + 1, row[j - 1] + 1, cost)
      diagonal = above
    end
  end
  return row[width]
end

--- The part of `name_key` nearest to `typed`, and how far it is: 0 the same, 1 nothing in common.
---@param typed string
---@param name_key string
---@return number distance 0..1
---@return string meant
function closeness.nearest(typed, name_key)
  local letters = grams.letters(typed)
  local wanted = jamo_of(letters)
  local name = grams.letters(name_key)
  local jamo, ends = jamo_of(name)
  local best, meant = 1, name_key
  for from = 1, #name do
    for width = math.max(1, #letters - 1), #letters + 1 do
      local to = from + width - 1
      if to > #name then break end
      local first, last = (ends[from - 1] or 0) + 1, ends[to]
      local far = distance(wanted, jamo, first, last) / math.max(#wanted, last - first + 1)
      if far < best then best, meant = far, table.concat(name, "", from, to) end
    end
  end
  return best, meant
end

--- Longer words are not guessed at: the work grows with the square of the length.
closeness.LONGEST = 12

-- One jamo in three may differ: "김취" still finds "김치", "밀크" does not find "밀스커피".
closeness.LIMIT = 0.34

return closeness
