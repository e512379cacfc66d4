-- Runs one command: `build/sijang NAME …` loads runtime/command/NAME.lua.
local name = ...
if name == "lua" then
  return dofile((select(2, ...)))
end
io.stderr:write("sijang: no command ", tostring(name), "\n")
return 2
