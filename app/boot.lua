local function handle(req)
  if req:path() == "/sleep" then require("task").sleep(300) end
  if req:path() == "/turn" then require("task").turn() end
  if req:path() == "/err" then error("boom") end
  return 200, {"Content-Type", "text/plain; charset=utf-8"}, "hello " .. req:method() .. "\n"
end
return { handle = handle, admit = function() return 1000, "form" end, self_check = function() return true end }
