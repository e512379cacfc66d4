---@meta zstd
-- Both compute as long as it takes: for commands, for the loading of a generation, and for what is small.

local zstd = {}

---@param s string
---@param level? integer 1 to 19; 3 unless told
---@return string bytes
function zstd.compress(s, level) end

---@param bytes string one frame or several
---@param most integer never a byte more is made
---@return string? s, string? message, "invalid"|"too_large"|nil code
function zstd.decompress(bytes, most) end

return zstd
