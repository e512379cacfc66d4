-- What makes two calls the same call. Pure.

local json = require "json"

local rules = {}

--- For so many days a call that comes again is answered what it was answered.
rules.DAYS = 15

--- How many seconds whoever works on a call may take before others think it dead and try again. What they do then is safe:
--- each flow that changes something knows by keys of its own what it has done.
rules.LEASE = 5

--- The largest answer that is kept. Whatever changes something answers with a redirect or a small page.
rules.MOST_BYTES = 256 * 1024

--- A key as callers make it: visible ASCII.
---@param key any
---@return boolean
function rules.is_key(key)
  return type(key) == "string" and #key >= 1 and #key <= 255 and not key:find "[^\33-\126]"
end

-- What says nothing of what is asked: the token is the page's, new each time it is drawn.
local INCIDENTAL = { csrf = true }

--- All that is asked, as text: method, path, arguments, fields.
---@param asked {method:string, path:string, query:string, fields:table<string, string|string[]>, body:string|nil}
---@return string
function rules.text(asked)
  local fields = {}
  for name, value in pairs(asked.fields) do
    if not INCIDENTAL[name] then fields[name] = value end
  end
  -- as pairs: a field may be called like nothing that an object's member is
  local names = {}
  for name in pairs(fields) do names[#names + 1] = name end
  table.sort(names)
  for i, name in ipairs(names) do names[i] = json.array { name, fields[name] } end
  return json.encode { asked.method, asked.path, asked.query, json.array(names), asked.body or "" }
end

--- Whether an answer is kept. One that says that we failed is not; nor that something was typed wrong: nothing had begun,
--- and the same form may be sent with that put right; nor that there were too many calls.
---@param status integer
---@param body any
---@return boolean
function rules.is_kept(status, body)
  return status < 500 and status ~= 422 and status ~= 429 and type(body) == "string" and #body <= rules.MOST_BYTES
end

return rules
