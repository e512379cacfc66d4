-- Pictures at the widths that pages ask for, made when first asked for. A picture's id never means other bytes, so that
-- browsers may keep what they got for ever, and what is made is served without the database.

local image = require "image"
local log = require "log"
local fault = require "shared.fault"
local media = require "media"
local store = require "media.store"
local rules = require "media.rules"

local pages = {}

local QUALITY = { webp = 82, avif = 55, jpg = 85 }

-- Thumbnails that this worker knows to be there, by path; forgotten all at once when there are many.
local there, known, MOST_KNOWN = {}, 0, 20000

local function remember(path)
  if known >= MOST_KNOWN then there, known = {}, 0 end
  there[path], known = true, known + 1
end

-- Whether a thumbnail is there; asks the disk where this worker does not know.
local function is_there(path)
  if there[path] then return true end
  if not image.probe(path) then return false end
  remember(path)
  return true
end

local function make(picture, asked, path)
  local width, height = rules.size(asked, picture)
  local made, message, code = image.thumbnail { from = media.path(picture), to = path, width = width, height = height,
    format = asked.format, quality = QUALITY[asked.format] }
  if made then remember(path) end
  return made, message, code
end

function pages.picture(ctx)
  local asked, id = rules.asked(ctx.params.name), rules.id(ctx.params.id)
  if not asked or not id then return ctx:not_found() end
  local path = rules.thumbnail(media.folder, ctx.mall.id, id, asked)
  if not is_there(path) then
    local picture = store.by_id(ctx.mall.id, id)
    if not picture then return ctx:not_found() end
    local made, message, code = make(picture, asked, path)
    if not made then
      log.error("media.thumbnail", { id = id, width = asked.width, message = message, code = code })
      if code == "busy" or code == "timeout" or code == "unavailable" then return nil, fault("media.busy") end
      return ctx:not_found()
    end
  end
  return ctx:file(path, asked.type)
end

return pages
