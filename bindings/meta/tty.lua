---@meta tty

local tty = {}

---@param fd integer 0, 1 or 2
---@return boolean
function tty.is(fd) end

---@return integer columns of the terminal on standard output or error; 80 when there is none
function tty.width() end

return tty
