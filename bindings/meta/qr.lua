---@meta qr
-- QR codes: error correction M, the smallest version that holds the text.

local qr = {}

---@param text string not empty, at most 2331 bytes
---@return string? modules width × width letters, "1" is dark, by row
---@return integer|string width or a message
---@return "too_long"|nil code
function qr.modules(text) end

---A picture of one bit a pixel, with the margin that readers want.
---@param text string not empty, at most 2331 bytes
---@param scale? integer pixels a module, 1 to 16; 6 unless told
---@return string? png
---@return integer|string pixels its width and its height; or a message
---@return "too_long"|nil code
function qr.png(text, scale) end

return qr
