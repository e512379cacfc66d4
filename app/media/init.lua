-- The public face of pictures: where their bytes lie, and how new ones come in.

local fault = require "shared.fault"
local file = require "file"
local image = require "image"
local runtime = require "runtime"
local rules = require "media.rules"
local store = require "media.store"

local media = {}

--- The folder of all pictures and their thumbnails, absolute.
media.folder = runtime.data "media"

--- Where the bytes of a picture lie.
---@param picture {sha256:string, format:string} sha256 in hex
---@return string
function media.path(picture) return rules.original(media.folder, picture) end

-- What a shop shows; the others are no pictures or move.
local FORMATS = { jpg = "jpeg", png = "png", webp = "webp", avif = "avif" }

local REASONS = { unsupported = "media.unsupported", corrupt = "media.corrupt", too_large = "media.too_large" }

local function refuse(message, code) return nil, fault(REASONS[code] or "media.busy", { message = message }) end

--- Looks at a file that somebody sent and keeps its bytes under their own name. Waits.
---@param path string  there for the request
---@param name string  what the sender calls it
---@return media.facts|nil
---@return fault|nil  media.unsupported, media.corrupt, media.too_large, media.busy
function media.take_in(path, name)
  local seen, message, code = image.probe(path)
  if not seen then return refuse(message, code) end
  if not FORMATS[seen.format] then return refuse(seen.format, "unsupported") end
  local color
  color, message, code = image.color(path) -- decodes it: a header alone makes no picture
  if not color then return refuse(message, code) end
  local sha256, bytes
  sha256, bytes, code = file.sha256(path)
  if not sha256 then return refuse(bytes, code) end
  local facts = { sha256 = sha256, format = FORMATS[seen.format], bytes = bytes, width = seen.width, height = seen.height,
    color = color, name = name:sub(-200) }
  local kept
  kept, message, code = file.keep(path, media.path(facts))
  if not kept then return refuse(message, code) end
  return facts
end

--- Makes a picture that was taken in known to a mall.
media.remember = store.remember

return media
