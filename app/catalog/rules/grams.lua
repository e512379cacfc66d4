-- How Korean text is compared in a search. Text is brought to a key (no spaces, lower case, half width); a key is cut
-- into grams: single letters, pairs of letters, and pairs of initial consonants (초성). A product matches when it has all
-- grams of all words asked for, so "밀스커피" finds "밀스 커피" and "ㅁㅅ" finds "밀스".
--
-- A gram is two UTF-16 units packed into one signed 32-bit integer and salted by mall; markers share that space with
-- control characters that no key contains. Text is expected in NFC, which every input shape guarantees.

local bit = require "bit"
local keys = require "shared.keys"

local grams = {}

local INITIALS = {}
for letter in ("ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"):gmatch("[^\128-\191][\128-\191]*") do INITIALS[#INITIALS + 1] = letter end

-- An input method joins consonants typed in a row; a search for initials means them one by one.
local JOINED = {
  ["ㄳ"] = "ㄱㅅ", ["ㄵ"] = "ㄴㅈ", ["ㄶ"] = "ㄴㅎ", ["ㄺ"] = "ㄹㄱ", ["ㄻ"] = "ㄹㅁ", ["ㄼ"] = "ㄹㅂ", ["ㄽ"] = "ㄹㅅ",
  ["ㄾ"] = "ㄹㅌ", ["ㄿ"] = "ㄹㅍ", ["ㅀ"] = "ㄹㅎ", ["ㅄ"] = "ㅂㅅ",
}

-- The best-ranked thousand and ten thousand products of a mall carry a marker: a word that half the catalogue has is
-- looked for on the front shelf first.
grams.SHELVES = { { limit = 1000, mark = 1 }, { limit = 10000, mark = 2 } }

local function codepoint(letter)
  local a, b, c, d = letter:byte(1, 4)
  if a < 0x80 then return a end
  if a < 0xE0 then return (a - 0xC0) * 64 + b - 0x80 end
  if a < 0xF0 then return (a - 0xE0) * 4096 + (b - 0x80) * 64 + c - 0x80 end
  return (a - 0xF0) * 262144 + (b - 0x80) * 4096 + (c - 0x80) * 64 + d - 0x80
end

local function is_letter(code)
  if code < 0x80 then return code >= 48 and code <= 57 or code >= 97 and code <= 122 end
  return not (code < 0xC0 or code == 0xD7 or code == 0xF7 or code >= 0x2000 and code < 0x2100
    or code >= 0x3000 and code < 0x3040 or code >= 0xFE00 and code < 0xFF66)
end

--- The letters of `text` that count in a comparison, each as a UTF-8 string.
---@param text string
---@return string[]
function grams.letters(text)
  local list = {}
  for letter in text:lower():gmatch("[^\128-\191][\128-\191]*") do
    local code = codepoint(letter)
    if code >= 0xFF01 and code <= 0xFF5E then
      letter = string.char(code - 0xFEE0):lower()
      code = letter:byte()
    end
    if is_letter(code) then list[#list + 1] = letter end
  end
  return list
end

--- "밀스 커피 (6입)" → "밀스커피6입"
---@param text string
---@return string
function grams.key(text) return table.concat(grams.letters(text)) end

local function initial(letter)
  local code = codepoint(letter)
  if code >= 0xAC00 and code <= 0xD7A3 then return INITIALS[math.floor((code - 0xAC00) / 588) + 1] end
  return letter
end

local function is_consonant(letter)
  local code = codepoint(letter)
  return code >= 0x3131 and code <= 0x314E
end

local function unit(letter)
  local code = codepoint(letter)
  return code < 0x10000 and code or 0xFFFD
end

local function pack(salt, first, second)
  return bit.bxor(salt, bit.bor(bit.lshift(first, 16), second))
end

--- What keeps the grams of one mall apart from another's: the random end of its id.
---@param mall_id string
---@return integer
function grams.salt(mall_id) return bit.tobit(tonumber(mall_id:sub(-8), 16)) end

---@param mall_id string
---@param shelf integer 1 or 2
---@return integer
function grams.shelf(mall_id, shelf) return pack(grams.salt(mall_id), 0, grams.SHELVES[shelf].mark) end

local function collect(into, salt, letters, with_singles)
  for i = 1, #letters do
    local here = unit(letters[i])
    if with_singles then into[pack(salt, 0, here)] = true end
    if i > 1 then into[pack(salt, unit(letters[i - 1]), here)] = true end
  end
end

local function initials_of(letters)
  local list = {}
  for i, letter in ipairs(letters) do list[i] = initial(letter) end
  return list
end

--- Everything a product may be found by.
---@param mall_id string
---@param fields {text:string, initials:boolean|nil}[] name, brand, tags …; `initials`: also found by 초성
---@param rank integer
---@return integer[]
function grams.of_document(mall_id, fields, rank)
  local set, salt = {}, grams.salt(mall_id)
  for _, field in ipairs(fields) do
    local letters = grams.letters(field.text)
    collect(set, salt, letters, true)
    if field.initials then
      collect(set, salt, initials_of(letters), false)
      for word in field.text:gmatch("%S+") do
        local first = grams.letters(word)[1]
        if first then set[pack(salt, 0, unit(initial(first)))] = true end
      end
    end
  end
  for shelf, facts in ipairs(grams.SHELVES) do
    if rank <= facts.limit then set[grams.shelf(mall_id, shelf)] = true end
  end
  return keys.sorted(set)
end

--- What a product must have to answer `text`: the grams of each word. Empty when nothing in it can be searched for.
---@param mall_id string
---@param text string
---@return integer[]
function grams.of_query(mall_id, text)
  local set, salt = {}, grams.salt(mall_id)
  for joined, apart in pairs(JOINED) do text = text:gsub(joined, apart) end
  for word in text:gmatch("%S+") do
    local letters = grams.letters(word)
    collect(set, salt, letters, #letters == 1)
  end
  return keys.sorted(set)
end

--- What a mistyped `text` still shares with what was meant: some of its pairs of letters; and, since a wrong vowel or
--- final consonant leaves them as they are, its pairs of initials. The latter are common, so they are asked for last.
---@param mall_id string
---@param text string
---@return integer[] of_letters
---@return integer[] of_initials
function grams.of_guess(mall_id, text)
  local pairs_of_letters, pairs_of_initials, salt = {}, {}, grams.salt(mall_id)
  local letters = grams.letters(text)
  collect(pairs_of_letters, salt, letters, false)
  collect(pairs_of_initials, salt, initials_of(letters), false)
  return keys.sorted(pairs_of_letters), keys.sorted(pairs_of_initials)
end

--- Is this text made of initial consonants alone?
---@param text string
---@return boolean
function grams.is_initials(text)
  local letters = grams.letters(text)
  for _, letter in ipairs(letters) do
    if not is_consonant(letter) then return false end
  end
  return #letters > 0
end

grams.codepoint = codepoint

return grams
