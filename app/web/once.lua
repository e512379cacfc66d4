-- Calls that happen once. A caller gives a call a key of its own (`Idempotency-Key`), on whichever route; a form has one
-- without asking: the token of the page it stands on, which is new each time a page is drawn, so that a form sent twice from
-- one page with the same contents is one call, and one that was filled in anew is another. Forms are asked for it only where
-- their route says `once`: those that order, pay and write, not the cart, which is its own words often enough.
--
-- What is kept is what the page answered, with the message it left for the next page; what a session remembers was written
-- then and is not written again.

local crypto = require "crypto"
local json = require "json"
local log = require "log"
local fault = require "shared.fault"
local flash = require "web.flash"

local once = {}

local HEADER = "Idempotency-Key"
local safe_methods = { GET = true, HEAD = true }

-- Whose call it is: another's key is another's business. A guest who has nothing stored is who has the cookie.
local function who(ctx)
  if ctx.route.staff and ctx.staff then return "staff " .. tostring(ctx.staff.id) end
  if ctx.member then return "member " .. ctx.member.id end
  if ctx.route.csrf then return "session " .. ctx.session.sid end
  return "address " .. ctx.req:ip()
end

-- What was uploaded, by what it is called and how large it is.
local function uploads(req)
  local list = {}
  for name, files in pairs(req:files()) do
    for _, file in ipairs(files) do list[#list + 1] = ("%s %s %d"):format(name, file.filename, file.size) end
  end
  table.sort(list)
  return table.concat(list, "\n")
end

local function asked_of(ctx)
  local req, fields = ctx.req, ctx.form_fields
  local body
  if next(fields) == nil then
    body = req:body()
  elseif (req:header "Content-Type" or ""):lower():find("multipart", 1, true) then
    body = uploads(req)
  end
  return { method = ctx.method, path = ctx.path, query = req:query(), fields = fields, body = body }
end

-- The key of this call, and of what the caller may be told; nil: it has none.
local function key_of(ctx, hash)
  local given = ctx.req:header(HEADER)
  if given then return given end
  local token = ctx.route.once and ctx.form_fields.csrf
  if type(token) ~= "string" or ctx.req:header "X-CSRF-Token" then return nil end
  return "form " .. crypto.base64url(crypto.sha256(token .. hash)), true
end

-- The answer as it was, but for what a session says of itself.
local function replay(ctx, answer)
  local list = {}
  for i, value in ipairs(answer.headers) do list[i] = value end
  for _, cookie in ipairs(answer.cookies) do
    ctx.set_cookies = ctx.set_cookies or {}
    ctx.set_cookies[#ctx.set_cookies + 1] = cookie
  end
  return answer.status, list, answer.body
end

--- Begins a call that has a key. What has been answered is answered again; otherwise the page is to be asked, and its answer
--- to be given to `finish`.
---@param ctx context
---@return integer|nil status   nil: ask the page
---@return string[]|fault|nil headers
---@return string|nil body
function once.begin(ctx)
  local calls = ctx.site.calls
  if not calls or safe_methods[ctx.method] or not ctx.route.once and not ctx.req:header(HEADER) then return nil end
  local hash = calls.hash(asked_of(ctx))
  local key, of_form = key_of(ctx, hash)
  if not key then return nil end
  if not of_form and not calls.is_key(key) then return ctx:refuse(fault("idempotency.malformed")) end
  local call = { mall_id = ctx.mall.id, who = crypto.sha256(who(ctx)), key = key, method = ctx.method, path = ctx.path,
    request_hash = hash }
  local claim, known = calls.begin(call)
  if claim then
    ctx.once = { call = call, claim = claim }
    return nil
  end
  if known.status then
    ctx.req:note("once", "replayed")
    return replay(ctx, known)
  end
  return ctx:refuse(known)
end

-- The cookies that a page set beside the session's.
local function cookies_of(ctx)
  local kept = json.array {}
  for _, cookie in ipairs(ctx.set_cookies or {}) do
    if cookie:find(flash.cookie .. "=", 1, true) then kept[#kept + 1] = cookie end
  end
  return kept
end

--- Keeps what a call was answered, or gives it up where that is none to keep. Never raises: the answer stands in any case.
---@param ctx context
---@param status integer|nil  nil: the page failed
---@param headers string[]|nil  without cookies
---@param body any
function once.finish(ctx, status, headers, body)
  local begun = ctx.once
  if not begun then return end
  ctx.once = nil
  local calls = ctx.site.calls
  local ok, problem = pcall(function()
    if status and calls.is_kept(status, body) then
      calls.answer(begun.call, begun.claim,
        { status = status, headers = json.array(headers), cookies = cookies_of(ctx), body = body })
    else
      calls.give_up(begun.call, begun.claim)
    end
  end)
  if not ok then log.warn("once.not_kept", { route = ctx.route.name, reason = tostring(problem) }) end
end

return once
