-- A page that stays open while somebody writes at it asks whether it would look different now, and is drawn anew when newer
-- code serves or was refused. Only in development.

local crypto = require "crypto"
local runtime = require "runtime"
local task = require "task"

local refresh = {}

--- Where a page asks: static/js/development.js.
refresh.path = "/development/changes"

local HELD, LOOK = 20000, 40 -- milliseconds: how long a question is held, and how often it is looked at meanwhile

local function refused()
  local problem = runtime.build_error()
  return problem and crypto.hex(crypto.sha256(problem)):sub(1, 16) or ""
end

--- What tells a page's moment: the code that drew it, and what had been refused by then. Nil for the answer to a form, which
--- is not asked for again by itself: the form would be sent twice.
---@param ctx context
---@return string|nil
function refresh.moment(ctx) return ctx.method == "GET" and runtime.generation() .. "." .. refused() or nil end

-- A worker that is behind the one that drew the page has no news for it yet, and one that ends never will.
local function is_past(since)
  local drawn, refusal = since:match "^(%d+)%.(%x*)$"
  if not drawn then return true end
  local serving, before = runtime.serving(), tonumber(drawn)
  return serving ~= nil and (serving > before or serving == before and refused() ~= refusal)
end

--- Holds the question until there is something new; "new" or "same" is the answer.
---@param ctx context
---@return integer, string[], string
function refresh.answer(ctx)
  local since, waited = ctx.args.since, 0
  if type(since) ~= "string" then since = "" end
  while waited < HELD and runtime.serving() and not is_past(since) do
    task.sleep(LOOK)
    waited = waited + LOOK
  end
  local headers = { "Content-Type", "text/plain; charset=utf-8", "Cache-Control", "no-store" }
  return 200, headers, is_past(since) and "new" or "same"
end

return refresh
