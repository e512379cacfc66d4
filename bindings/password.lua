-- Passwords are stored as Argon2id hashes (PHC strings), made in the thread pool, two at a time. What Django stored
-- (pbkdf2_sha256) is verified too, and is to be hashed anew at that moment, the only one when the password is known.
local core = require "password.core"

---@class password
local password = {}

--- Hashes with a fresh salt. Waits.
---@param plain string at most 4096 bytes
---@return string? stored at most 255 bytes of ASCII
---@return string? message
---@return "busy"|"memory"|nil code
function password.hash(plain)
  return core.hash(plain)
end

--- Whether the password is the one that was stored. Waits. Without `stored` the answer is false, after as long as it
--- would have taken: call it so for a name that nobody has, and the time will not tell.
---@param plain string at most 4096 bytes
---@param stored string? what password.hash returned, or Django's pbkdf2_sha256$…
---@return boolean? matches
---@return boolean|string|nil needs_rehash true: hash and store anew; or a message
---@return "busy"|"format"|"memory"|nil code
function password.verify(plain, stored)
  return core.verify(plain, stored)
end

--- Whether so many people have this password that it is tried first. Lists of what leaked elsewhere say so; capitals make
--- no difference. Of what is shorter than eight characters nothing is known.
---@param plain string
---@return boolean
function password.is_common(plain)
  return core.is_common(plain:lower())
end

return password
