---@meta image
-- Pictures. Decoding happens in a helper process, where a bomb or a crash costs one job. All but helper() wait.
-- Codes: "unsupported", "corrupt", "too_large" (over 50 megapixels, 20,000 pixels a side or 64 MB), "busy" (64 jobs wait
-- already), "timeout" (10 s), "crashed", "unavailable", and errno names such as "ENOENT" and "ENOSPC".

local image = {}

---From the file's first bytes; nothing is decoded.
---@param path string
---@return {format: "jpg"|"png"|"webp"|"gif"|"avif", width: integer, height: integer}? head size before rotation
---@return string? message, string? code
function image.probe(path) end

---@class image.Thumbnail
---@field from string
---@field to string appears when it is whole; the folders above are made if need be
---@field width integer the picture is fitted into width × height and never grows
---@field height? integer without it the height follows
---@field crop? boolean fill width × height instead, cutting evenly what is beyond
---@field format? "webp"|"avif"|"jpg"|"png" webp by default
---@field quality? integer 1 to 100; by default 80, 50 for avif

---Upright, sRGB, without metadata.
---@param wish image.Thumbnail
---@return {width: integer, height: integer, bytes: integer}? made
---@return string? message, string? code
function image.thumbnail(wish) end

---The mean colour, to show until the picture is there.
---@param path string
---@return string? color "#rrggbb"
---@return string? message, string? code
function image.color(path) end

---@return integer? pid of the process that decodes, if there is one now
function image.helper() end

return image
