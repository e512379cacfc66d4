-- Recovery codes: ten that let somebody in whose telephone is lost, each once. The first two letters of a code find it, the
-- other ten (50 bits of chance) are kept as a slow, salted hash only.

local crypto = require "crypto"
local password = require "password"
local fault = require "shared.fault"
local store = require "staff.recovery.store"

local recovery = { left = store.left }

local COUNT, LETTERS, HINT = 10, 12, 2

local function draw() return crypto.base32(crypto.random(8)):sub(1, LETTERS) end

--- As people read it: three groups of four.
local function shown(code) return (code:gsub("(....)", "%1-"):gsub("%-$", "")) end

--- Ten new codes. Waits.
---@return { shown: string[], hashed: { hint: string, hash: string }[] }|nil
---@return fault|nil staff.busy
function recovery.make()
  local made, taken = { shown = {}, hashed = {} }, {}
  while #made.shown < COUNT do
    local code = draw()
    local hint = code:sub(1, HINT)
    if not taken[hint] then
      taken[hint] = true
      local hash, message = password.hash(code:sub(HINT + 1))
      if not hash then return nil, fault("staff.busy", { message = message }) end
      made.shown[#made.shown + 1] = shown(code)
      made.hashed[#made.hashed + 1] = { hint = hint, hash = hash }
    end
  end
  return made
end

--- A code as it was typed, if it could be one: in either case, with or without hyphens, and what looks like another letter
--- is that one.
---@param typed string
---@return string|nil
function recovery.read(typed)
  local code = typed:upper():gsub("[%s%-]", ""):gsub("[018]", { ["0"] = "O", ["1"] = "I", ["8"] = "B" })
  return code:match("^[A-Z2-7]+$") and #code == LETTERS and code or nil
end

--- Uses a code up. Takes as long for one that there is not. Waits.
---@param staff_id string
---@param code string  as `read` gives it
---@return boolean
function recovery.use(staff_id, code)
  local hint = code:sub(1, HINT)
  local matches = password.verify(code:sub(HINT + 1), store.hash(staff_id, hint))
  return matches == true and store.use(staff_id, hint)
end

recovery.replace = store.replace

return recovery
