-- A letter is to be sent: it is written down, and its sending queued, in the transaction of what caused it. Whatever happens
-- to this process afterwards, it goes out once the transaction is committed, and never if it is not.

local mail = require "mail"
local queue = require "queue"

local send_mail = {}

--- Writes a letter and queues it.
---@param tx table
---@param mall { id: string }
---@param template string  a name in app/mail/letters.lua: "member/verify"
---@param to { email: string, name: string|nil, member_id: string|nil }
---@param values table     what it says: plain data, which may hold secrets (links); kept sealed, and gone once it was sent.
---  `base_url` is where its links lead, if a request knows it (ctx.base_url); the mall's own host otherwise
---@return string id
function send_mail.run(tx, mall, template, to, values)
  local id = mail.write(tx, mall.id, template, to, values)
  -- A person waits for these in front of a screen.
  queue.enqueue(tx, "mail.send", { mall_id = mall.id, id = id }, { mall_id = mall.id, unique = "mail:" .. id, priority = 3 })
  return id
end

return send_mail
