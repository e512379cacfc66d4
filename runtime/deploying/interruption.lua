--- Ctrl-C while somebody deploys: noted, and looked at where it can be answered for.

local process = require "process"

local interruption = {}

local noted = false

--- From now on an interruption ends nothing by itself.
function interruption.heed()
  for _, signal in ipairs { "INT", "TERM", "HUP" } do process.on_signal(signal, function() noted = true end) end
end

--- Whether somebody asked to stop.
---@return boolean
function interruption.came() return noted end

return interruption
