-- The smallest site that the runtime can serve, to measure the runtime by itself: a greeting from a coroutine, and one
-- row by its primary key.

local pg = require "pg"

local text = { "Content-Type", "text/plain; charset=utf-8" }

local function handle(req)
  local path = req:path()
  if path == "/hello" then return 200, text, "Hello from Lua\n" end
  local row = pg.row("SELECT abalance FROM pgbench_accounts WHERE aid = $1", path:match("^/row/(%d+)$"))
  return 200, text, tostring(row.abalance) .. "\n"
end

return { handle = handle, admit = function() return nil end, self_check = function() return true end }
