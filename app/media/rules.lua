-- Which pictures may be asked for, and where they lie. Widths are few, so that nobody can fill the disk with them.

local rules = {}

rules.WIDTHS = { 80, 160, 240, 320, 480, 640, 800, 1200 }

local ALLOWED = {}
for _, width in ipairs(rules.WIDTHS) do ALLOWED[width] = true end

local TYPES = { webp = "image/webp", avif = "image/avif", jpg = "image/jpeg" }

--- "480.webp" → {width = 480, format = "webp", type = "image/webp"}
---@param name string
---@return {width:integer, format:string, type:string}|nil
function rules.asked(name)
  local digits, format = name:match("^([1-9]%d*)%.(%l+)$")
  local width = tonumber(digits)
  if not width or not ALLOWED[width] or not TYPES[format] then return nil end
  return { width = width, format = format, type = TYPES[format] }
end

--- A picture is never made larger than it is.
---@param asked {width:integer}
---@param picture {width:integer, height:integer}
---@return integer width
---@return integer height
function rules.size(asked, picture)
  local width = math.min(asked.width, picture.width)
  return width, math.max(1, math.floor(picture.height * width / picture.width + 0.5))
end

---@param folder string the data folder's media
---@param picture {sha256:string, format:string} sha256 in hex
---@return string
function rules.original(folder, picture)
  return ("%s/%s/%s.%s"):format(folder, picture.sha256:sub(1, 2), picture.sha256, picture.format)
end

--- The id that an address names, as it is written everywhere; nil for what is no id, such as a way out of the folder.
---@param text string
---@return string|nil
function rules.id(text)
  return text:match("^%x%x%x%x%x%x%x%x%-%x%x%x%x%-%x%x%x%x%-%x%x%x%x%-%x%x%x%x%x%x%x%x%x%x%x%x$") and text:lower()
end

--- Where a picture lies at a width: told by what its address says and whose page asks, so that what is there is found
--- without asking anybody. The last digits of an id are the random ones.
---@param folder string
---@param mall_id string
---@param id string of rules.id
---@param asked {width:integer, format:string}
---@return string
function rules.thumbnail(folder, mall_id, id, asked)
  return ("%s/made/%s/%s/%s-%d.%s"):format(folder, mall_id, id:sub(-2), id, asked.width, asked.format)
end

return rules
