-- A member for specs, with nothing slow about it: a row, and a browser that is logged in.

local database = require "spec.support.database"
local session = require "session"

local account = {}

local count = 0

--- Adds a member who has proved their address.
---@param mall mall
---@param changes table<string, string>|nil  by column: email, name, phone, grade …
---@return string id
function account.add(mall, changes)
  count = count + 1
  local columns = { email = ("member%d@example.kr"):format(count), name = "김회원", phone = "01012345678", status = "active" }
  for name, value in pairs(changes or {}) do columns[name] = value end
  local names, values = {}, {}
  for name, value in pairs(columns) do
    names[#names + 1], values[#values + 1] = name, "'" .. value:gsub("'", "''") .. "'"
  end
  return (database.execute(("INSERT INTO member (mall_id, verified_at, %s) VALUES ('%s', now(), %s) RETURNING id")
    :format(table.concat(names, ", "), mall.id, table.concat(values, ", "))):match("%S+"))
end

--- Logs a shopper in, as the log-in page would.
---@param shopper table  of spec.app.web.shopper
---@param mall mall
---@param member_id string
---@return table shopper
function account.log_in(shopper, mall, member_id)
  local opened = session.open(mall.id, shopper.cookies.sijang)
  opened:log_in { member_id = member_id, remembered = true, user_agent = "spec", address = "127.0.0.1" }
  shopper.cookies.sijang = opened:cookie()
  return shopper
end

return account
