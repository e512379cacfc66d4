--- Pictures for specs, written byte by byte: PNGs of any pixels without a compressor, and an orientation for a JPEG.
local bit = require "bit"

local picture = {}

local crc_table = {}
for i = 0, 255 do
  local c = i
  for _ = 1, 8 do
    c = bit.band(c, 1) == 1 and bit.bxor(bit.rshift(c, 1), 0xEDB88320) or bit.rshift(c, 1)
  end
  crc_table[i] = c
end

local function crc32(data)
  local c = -1
  for i = 1, #data do
    c = bit.bxor(crc_table[bit.band(bit.bxor(c, data:byte(i)), 255)], bit.rshift(c, 8))
  end
  return bit.bnot(c)
end

local function adler32(data)
  local a, b = 1, 0
  for i = 1, #data do
    a = (a + data:byte(i)) % 65521
    b = (b + a) % 65521
  end
  return b * 65536 + a
end

local function be32(n)
  return string.char(bit.band(bit.rshift(n, 24), 255), bit.band(bit.rshift(n, 16), 255), bit.band(bit.rshift(n, 8), 255),
    bit.band(n, 255))
end

local function le16(n)
  return string.char(n % 256, math.floor(n / 256))
end

--- zlib's format with nothing compressed.
local function stored(data)
  local parts = { "\120\1" }
  for at = 1, math.max(#data, 1), 65535 do
    local block = data:sub(at, at + 65534)
    parts[#parts + 1] = string.char(at + 65535 > #data and 1 or 0) .. le16(#block) .. le16(65535 - #block) .. block
  end
  return table.concat(parts) .. be32(bit.tobit(adler32(data)))
end

--- One chunk of a PNG.
---@param kind string
---@param data string
---@return string
function picture.chunk(kind, data)
  return be32(#data) .. kind .. data .. be32(crc32(kind .. data))
end

--- A PNG from its rows.
---@param width integer
---@param height integer
---@param row fun(y: integer): string the bytes of a row
---@param type? integer 2 is RGB, 6 RGBA, 0 grey
---@param depth? integer bits a channel
---@return string
function picture.png(width, height, row, type, depth)
  local rows = {}
  for y = 0, height - 1 do
    rows[#rows + 1] = "\0" .. row(y)
  end
  return "\137PNG\r\n\26\n" .. picture.chunk("IHDR", be32(width) .. be32(height) .. string.char(depth or 8, type or 2, 0, 0, 0))
    .. picture.chunk("IDAT", stored(table.concat(rows))) .. picture.chunk("IEND", "")
end

--- One colour all over.
---@param width integer
---@param height integer
---@param pixel string
---@return string
function picture.plain(width, height, pixel)
  local line = pixel:rep(width)
  return picture.png(width, height, function() return line end, #pixel == 4 and 6 or 2)
end

--- The JPEG with camera data that say how it was held.
---@param jpeg string
---@param orientation integer 1 to 8
---@return string
function picture.turned(jpeg, orientation)
  local tiff = "MM\0\42\0\0\0\8\0\1\1\18\0\3\0\0\0\1\0" .. string.char(orientation) .. "\0\0\0\0\0\0"
  local data = "Exif\0\0" .. tiff
  return "\255\216\255\225" .. string.char(0, #data + 2) .. data .. jpeg:sub(3)
end

return picture
