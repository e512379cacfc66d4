-- How many tries are free, and how the waits grow after them: each twice the one before, up to the longest.

local rules = {}

---@class throttle.policy
---@field free integer     tries that cost nothing
---@field first integer    seconds that the first one beyond them makes the next wait
---@field longest integer  seconds
---@field memory integer   seconds after which nothing is remembered

local DAY = 86400

-- An address may be a whole office's, an account is one person's.
local POLICIES = {
  ["member.login.account"] = { free = 5, first = 15, longest = 900, memory = DAY },
  ["member.login.address"] = { free = 30, first = 15, longest = 900, memory = DAY },
  ["member.mail.account"] = { free = 3, first = 60, longest = 3600, memory = DAY },
  ["member.mail.address"] = { free = 10, first = 60, longest = 3600, memory = DAY },
  ["member.password"] = { free = 5, first = 15, longest = 900, memory = DAY },
}

---@param kind string
---@return throttle.policy
function rules.policy(kind) return POLICIES[kind] or error("no policy slows " .. kind .. " down", 2) end

--- "192.0.2.1" is itself; of "2001:db8:1:2:…" who has one address has the 2^64 of its network.
---@param address string
---@return string
function rules.network(address)
  if not address:find(":", 1, true) then return address end
  local head, tail = address:match("^(.-)::(.*)$")
  local groups = {}
  for group in (head or address):gmatch("%x+") do groups[#groups + 1] = group end
  if head then
    local after = {}
    for group in tail:gmatch("%x+") do after[#after + 1] = group end
    while #groups + #after < 8 do groups[#groups + 1] = "0" end
    for _, group in ipairs(after) do groups[#groups + 1] = group end
  end
  return table.concat(groups, ":", 1, math.min(4, #groups)):lower() .. "::/64"
end

return rules
