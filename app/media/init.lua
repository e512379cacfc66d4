-- The public face of pictures: where their bytes lie.

local runtime = require "runtime"
local rules = require "media.rules"

local media = {}

--- The folder of all pictures and their thumbnails, absolute.
media.folder = runtime.data "media"

--- Where the bytes of a picture lie.
---@param picture {sha256:string, format:string} sha256 in hex
---@return string
function media.path(picture) return rules.original(media.folder, picture) end

return media
