-- The escapes: each writes one value into the page's buffer, made harmless for the place it lands in. Text and
-- attributes share one escape (the five characters that matter plus the backtick); URLs are checked for their scheme
-- first. The C function of the `text` binding writes straight into the buffer where the binary offers it; elsewhere
-- Lua does the same.

local ffi = require "ffi"
local markup = require "shared.markup"
local find, gsub, match, byte, format, lower = string.find, string.gsub, string.match, string.byte, string.format,
  string.lower
local type, tonumber, getmetatable = type, tonumber, getmetatable

local escape = {}

local entities = {
  ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&#34;", ["'"] = "&#39;", ["`"] = "&#96;",
}

-- The `text` binding declares size_t text_escape_attr(const char *, size_t, char *out), out at least 6 n bytes. Plain
-- LuaJIT, which has no such symbol, gets the Lua below.
local has_native = pcall(require, "text")
if has_native then
  has_native = pcall(function() return ffi.C.text_escape_attr end)
end

--- HTML-escapes a string; the same for text and quoted attributes.
---@param s string
---@return string
function escape.html(s)
  if not find(s, "[&<>\"'`]") then return s end
  return (gsub(s, "[&<>\"'`]", entities))
end

local put_html
if has_native then
  local C = ffi.C
  function put_html(out, s)
    local n = #s
    if n > 0 then out:commit(tonumber(C.text_escape_attr(s, n, (out:reserve(n * 6))))) end
  end
else
  local html = escape.html
  function put_html(out, s) out:put(html(s)) end
end

local function percent(c) return format("%%%02X", byte(c)) end

--- Percent-encodes everything but the unreserved characters (RFC 3986).
---@param s string
---@return string
function escape.component(s)
  if not find(s, "[^%w%-_.~]") then return s end
  return (gsub(s, "[^%w%-_.~]", percent))
end

-- Keeps what has a meaning in a URL, also % (what is already encoded stays so); the rest is encoded.
local function normal_url(s)
  return (gsub(s, "[^%w%-_.~:/?#%[%]@!$&()*+,;=%%]", percent))
end

local schemes = { http = true, https = true, mailto = true, tel = true, sms = true }

--- A URL that may stand in href or src: relative, or with a scheme that runs nothing. Anything else becomes "#blocked".
---@param s string
---@return string
function escape.url(s)
  local scheme = match(s, "^([^/?#]*):")
  if scheme and not schemes[lower(scheme)] then return "#blocked" end
  return normal_url(s)
end

-- The same few hundred URLs (links, pictures) are on page after page.
local function remembered(fn)
  local memo, count = {}, 0
  return function(s)
    local known = memo[s]
    if known then return known end
    if count >= 4096 then memo, count = {}, 0 end
    local made = escape.html(fn(s))
    if #s <= 300 then memo[s], count = made, count + 1 end
    return made
  end
end

local is_markup = markup.is

--- The set of escapes a template's code calls: each takes (buffer, value) and raises at the template's line when the
--- value is of a kind that cannot be shown. nil shows as nothing, but in development it is an error: it is mostly a
--- typo.
---@param development boolean
---@return table<string, fun(out: table, value: any)>
function escape.new(development)
  local set = {}

  -- Anything that is not a string: what to show for it, as a string.
  local function shown(value)
    local kind = type(value)
    if kind == "number" then
      if value - value ~= 0 then error("the number " .. tostring(value) .. " cannot be shown", 3) end
      return match(format("%.14g", value), "e") and format("%.0f", value) or tostring(value)
    elseif value == nil then
      if development then error("there is no value to show here (nil); write `or \"\"` if it may be absent", 3) end
      return ""
    elseif getmetatable(value) == markup.json_type then
      return escape.html(value.json)
    elseif is_markup(value) then
      error("this is markup: show it with {{{ }}} in text", 3)
    end
    error("a " .. kind .. " cannot be shown", 3)
  end

  function set.text(out, value)
    if type(value) == "string" then return put_html(out, value) end
    -- a number's own digits need no escape; the largest ones would come out with an exponent
    if type(value) == "number" and value > -1e14 and value < 1e14 then return out:put(value) end
    out:put((shown(value)))
  end
  set.attribute = set.text

  local function url_escape(fn)
    local made = remembered(fn)
    return function(out, value)
      if type(value) ~= "string" then value = shown(value) end
      out:put(made(value))
    end
  end
  set.url = url_escape(escape.url)
  set.url_part = url_escape(normal_url)
  set.query = url_escape(escape.component)
  -- a comma or a space would begin the next picture of a srcset
  set.url_list = url_escape(function(s) return (gsub(escape.url(s), ",", "%%2C")) end)

  function set.json(out, value)
    if value == nil then error("there is no value to show here (nil)", 2) end
    if getmetatable(value) == markup.json_type then return out:put(value.json) end
    out:put(markup.json(value, 3).json)
  end

  function set.markup(out, value)
    if not is_markup(value) then
      error("{{{ }}} shows only markup (from h.html, h.csrf, h.mark …), not a " .. type(value), 2)
    end
    out:put(value.html)
  end

  return set
end

--- Whether the C escape is in use.
escape.native = has_native

return escape
