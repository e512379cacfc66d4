-- A mall that writes letters: settings for a spec, letters written down as flows do, and their jobs run as a worker would.

local database = require "spec.support.database"
local fault = require "shared.fault"
local process = require "process"
local send_mail = require "flows.send_mail"
local deliver_mail = require "flows.deliver_mail"
local transaction = require("flows.store").transaction

local post = {}

local names = { "SIJANG_ENV", "MAIL_URL", "MAIL_FROM", "MAIL_HOOK_URL", "MAIL_HOOK_KEYS", "CA_FILE" }

--- Settings for what follows; those not named are unset.
---@param settings table<string, string>|nil
function post.set(settings)
  settings = settings or {}
  for _, name in ipairs(names) do process.setenv(name, settings[name]) end
end

--- Writes a letter in a transaction of its own.
---@param mall mall
---@param changes { template: string|nil, email: string|nil, name: string|nil, values: table|nil }|nil
---@return string id
function post.write(mall, changes)
  changes = changes or {}
  return assert(transaction(function(tx)
    return send_mail.run(tx, mall, changes.template or "member/verify", { email = changes.email or "kim@example.kr",
      name = changes.name or "김철수" }, changes.values or { name = "김철수", url = "https://shop.test/join/verify?token=s3cret" })
  end))
end

--- One attempt at sending it.
---@param mall mall
---@param id string
---@param is_last boolean|nil  whether its job has no other
function post.attempt(mall, id, is_last)
  return deliver_mail.run({ mall_id = mall.id, id = id }, { is_last = is_last or false })
end

--- The row of a letter: the named column.
---@param id string
---@param column string
---@return string
function post.row(id, column)
  return (database.execute(("SELECT %s FROM mail WHERE id = '%s'"):format(column, id)):gsub("\n$", ""))
end

post.is_fault = fault.is

return post
