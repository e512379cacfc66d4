-- Catches the letters that flows write, with what is in them: sealed in the database, they could not be read there.

local send_mail = require "flows.send_mail"

local letters = {}

local caught, before

--- Catches from now on; what was caught before is forgotten.
function letters.catch()
  caught = {}
  before = before or send_mail.run
  send_mail.run = function(tx, mall, template, to, values)
    caught[#caught + 1] = { template = template, to = to.email, values = values }
    return before(tx, mall, template, to, values)
  end
end

--- The letters so far, or those of a template.
---@param template string|nil
---@return { template: string, to: string, values: table }[]
function letters.all(template)
  local list = {}
  for _, letter in ipairs(caught) do
    if not template or letter.template == template then list[#list + 1] = letter end
  end
  return list
end

--- The newest letter of a template.
---@param template string
---@return { template: string, to: string, values: table }|nil
function letters.last(template)
  local list = letters.all(template)
  return list[#list]
end

return letters
