-- Pictures at the widths that pages ask for, made when first asked for. A picture's id never means other bytes, so that
-- browsers may keep what they got for ever.

local image = require "image"
local media = require "media"
local store = require "media.store"
local rules = require "media.rules"
local log = require "log"

local pages = {}

local QUALITY = { webp = 82, avif = 55, jpg = 85 }

function pages.picture(ctx)
  local asked = rules.asked(ctx.params.name)
  local id = ctx.params.id:match("^%x+%-%x+%-%x+%-%x+%-%x+$")
  local picture = asked and id and #id == 36 and store.by_id(ctx.mall.id, id)
  if not picture then return ctx:not_found() end
  local path = rules.thumbnail(media.folder, picture, asked)
  if not image.probe(path) then
    local width, height = rules.size(asked, picture)
    local made, message, code = image.thumbnail { from = media.path(picture), to = path, width = width,
      height = height, format = asked.format, quality = QUALITY[asked.extension] }
    if not made then
      log.error("media.thumbnail", { id = id, width = asked.width, message = message, code = code })
      return ctx:not_found()
    end
  end
  return ctx:file(path, asked.type)
end

return pages
