-- Text: UTF-8, the escapes of a page, and Korean. The work is in C; the escapes are called by FFI, because a compiled
-- template calls one for every value it prints. Strings passed on are valid UTF-8: check what comes from outside with
-- text.valid or text.nfc first.
local core = require "text.core"
local ffi = require "ffi"

ffi.cdef [[
size_t text_escape_html(const char *s, size_t n, char *out);
size_t text_escape_attr(const char *s, size_t n, char *out);
size_t text_escape_url(const char *s, size_t n, char *out);
size_t text_escape_js(const char *s, size_t n, char *out);
size_t text_escape_href(const char *s, size_t n, char *out);
]]
local C = ffi.C
local find = string.find

---@class text
local text = {}

--- Whether s is strict UTF-8 (no overlong forms, no surrogates).
---@type fun(s: string): boolean
text.valid = core.valid
--- Code points.
---@type fun(s: string): integer
text.length = core.length
--- Columns on a terminal: Hangul takes two.
---@type fun(s: string): integer
text.width = core.width
--- The composed form (NFC), as everything stored has it; nil, message, "invalid" when s is not UTF-8.
---@type fun(s: string): string?, string?, string?
text.nfc = core.nfc
--- What to compare and search by: NFC, lower case, full-width forms as half-width, white space collapsed and trimmed.
---@type fun(s: string): string?, string?, string?
text.fold = core.fold
--- 초성: every syllable of Hangul as its initial consonant; all else stays. 사과 1kg → ㅅㄱ 1kg
---@type fun(s: string): string
text.choseong = core.choseong
--- Every syllable of Hangul as the letters that a keyboard types: 값 → ㄱㅏㅂㅅ.
---@type fun(s: string): string
text.jamo = core.jamo
--- UTF-8 to CP949. `replacement` (at most 2 bytes) stands for what CP949 has not; without it such a character gives
--- nil, message, "unencodable". Not UTF-8: nil, message, "invalid".
---@type fun(s: string, replacement?: string): string?, string?, string?
text.to_cp949 = core.to_cp949
--- CP949 to UTF-8. With `replace` true, bad bytes become U+FFFD; without: nil, message, "invalid".
---@type fun(bytes: string, replace?: boolean): string?, string?, string?
text.from_cp949 = core.from_cp949

local scratch, capacity = ffi.new("char[?]", 4096), 4096

local function escaped(escape, s)
  local n = #s
  if n * 6 > capacity then
    if n > 65536 then -- rare: not worth keeping
      local out = ffi.new("char[?]", n * 6)
      return ffi.string(out, escape(s, n, out))
    end
    capacity = n * 6
    scratch = ffi.new("char[?]", capacity)
  end
  return ffi.string(scratch, escape(s, n, scratch))
end

--- Text between tags or in a quoted attribute.
---@param s string
---@return string
function text.escape_html(s)
  if type(s) ~= "string" then error("bad argument #1 to 'escape_html' (string expected)", 2) end
  if not find(s, "[&<>\"']") then return s end -- nearly always, and cheaper than the way through C and back
  return escaped(C.text_escape_html, s)
end

--- A value in a quoted attribute; escapes the back-tick as well.
---@param s string
---@return string
function text.escape_attr(s)
  if type(s) ~= "string" then error("bad argument #1 to 'escape_attr' (string expected)", 2) end
  if s == "" then return s end
  return escaped(C.text_escape_attr, s)
end

--- One component of a URL: a path segment, a query name or value.
---@param s string
---@return string
function text.escape_url(s)
  if type(s) ~= "string" then error("bad argument #1 to 'escape_url' (string expected)", 2) end
  if s == "" then return s end
  return escaped(C.text_escape_url, s)
end

--- The inside of a quoted JavaScript string, safe within a script element too.
---@param s string
---@return string
function text.escape_js(s)
  if type(s) ~= "string" then error("bad argument #1 to 'escape_js' (string expected)", 2) end
  if s == "" then return s end
  return escaped(C.text_escape_js, s)
end

--- A whole URL as an attribute's value: relative, http, https, mailto and tel; any other scheme becomes "#".
---@param s string
---@return string
function text.escape_href(s)
  if type(s) ~= "string" then error("bad argument #1 to 'escape_href' (string expected)", 2) end
  if s == "" then return s end
  return escaped(C.text_escape_href, s)
end

--- Appends s, escaped for HTML, to a string.buffer: what a compiled template does with each value.
---@param buffer table string.buffer
---@param s string
function text.escape_into(buffer, s)
  local n = #s
  if n == 0 then return end
  local out = buffer:reserve(n * 6)
  buffer:commit(C.text_escape_html(s, n, out))
end

--- The first n characters, and `ellipsis` (default "…") when that cuts something off.
---@param s string
---@param n integer
---@param ellipsis? string
---@return string
function text.clip(s, n, ellipsis)
  local bytes = core.clip_at(s, n)
  if bytes == #s then return s end
  return s:sub(1, bytes) .. (ellipsis or "…")
end

-- A particle's forms after a consonant and after a vowel. Both orders are understood, because people write both.
local forms = {}
for consonant, vowel in ("은/는 이/가 을/를 과/와 으로/로 아/야 이랑/랑 이나/나 이라/라 이에요/예요 이란/란 이든/든")
  :gmatch "([^/ ]+)/([^/ ]+)" do
  local pair = { consonant = consonant, vowel = vowel, unknown = consonant .. "(" .. vowel .. ")" }
  pair.rieul = consonant == "으로" and vowel or consonant
  if consonant == vowel or consonant:sub(-#vowel) == vowel then -- (으)로, (이)나
    pair.unknown = "(" .. consonant:sub(1, -#vowel - 1) .. ")" .. vowel
  end
  forms[consonant .. "/" .. vowel] = pair
  forms[vowel .. "/" .. consonant] = pair
end

--- The word with the particle that fits its last sound: particle("사과", "을/를") → "사과를". A word whose sound is not
--- known gets both forms: 은(는), (으)로.
---@param word string
---@param particle string "은/는" | "이/가" | "을/를" | "과/와" | "으로/로" | "아/야" | …
---@return string
function text.particle(word, particle)
  local pair = forms[particle]
  if pair == nil then
    error("bad argument #2 to 'particle' (a pair such as 은/는 expected, got " .. tostring(particle) .. ")", 2)
  end
  return word .. pair[core.ending(word)]
end

return text
