-- The public face of mail: writing a message down, drawing it, sending it, and what is known of it afterwards. Flows decide
-- when.

local crypto = require "crypto"
local json = require "json"
local runtime = require "runtime"
local adapters = require "mail.adapters"
local address = require "mail.rules.address"
local mandrill = require "mail.adapters.mandrill"
local reports = require "mail.report.store"
local report = require "mail.rules.report"
local letter = require "mail.letter"
local letters = require "mail.letters"
local rules = require "mail.rules"
local list = require "mail.list.store"
local store = require "mail.store"
local suppressions = require "mail.suppression.store"

local mail = { CLAIM = rules.CLAIM, draw = letter.draw }

for _, name in ipairs { "claim", "state", "finish", "fail", "by_id", "requeue", "waiting" } do mail[name] = store[name] end

--- The letters there are, by name.
---@return { name: string, label: string, kind: string }[]
function mail.letters()
  local all = {}
  for name, one in pairs(letters) do all[#all + 1] = { name = name, label = one.label, kind = one.kind } end
  table.sort(all, function(one, other) return one.name < other.name end)
  return all
end

---@param name string
---@return mail.letter|nil
function mail.letter(name) return letters[name] end

--- What staff call a letter.
---@param template string
---@return string
function mail.label(template) return letters[template] and letters[template].label or template end

-- What is sealed belongs to one row: put into another, it does not open.
local function seal_of(mall_id, id) return "mail:" .. mall_id .. ":" .. id end

--- Writes a message down, its values sealed.
---@param tx table
---@param mall_id string
---@param template string
---@param to { email: string, name: string|nil, member_id: string|nil }
---@param values table  plain: what json can hold
---@return string id
function mail.write(tx, mall_id, template, to, values)
  local kind = letters[template] and letters[template].kind or error("there is no letter " .. tostring(template), 2)
  if not address.is(to.email) then error("the letter " .. template .. " has no address to go to", 2) end
  if kind == "marketing" and not values.unsubscribe then error("a marketing letter needs a way out of it", 2) end
  local id = crypto.uuid7()
  local key = runtime.secret "mail" or error "SECRET_KEY is not set: mail cannot be sealed"
  store.insert(tx, { mall_id = mall_id, id = id, template = template, to_address = to.email, to_name = to.name or "",
    member_id = to.member_id, sealed = crypto.seal(key, json.encode(values), seal_of(mall_id, id)) })
  return id
end

--- What a message is to say; nil when it cannot be opened, because SECRET_KEY is another one now, or was thrown away.
---@param row table
---@return table|nil
function mail.values(row)
  local opened = row.sealed and crypto.open(runtime.secret "mail", row.sealed, seal_of(row.mall_id, row.id))
  return opened and json.decode(opened)
end

--- Why an address does not get this letter; nil when it does.
---@param row table  of claim
---@return string|nil
function mail.stopped(row)
  local known = letters[row.template]
  if known and rules.is_stopped(known.kind, row.stopped) then return rules.reason_text(row.stopped) end
end

--- Who a mall's letters come from: what the mall set ("mail": { address =, name = }), else MAIL_FROM.
---@param mall mall
---@param settings table  the mall's
---@return { name: string, address: string }|nil
function mail.sender(mall, settings)
  local set = settings.mail or {}
  local text = set.address or runtime.setting "MAIL_FROM" or runtime.development() and "dev@localhost.localdomain" or ""
  local given = address.parse(text)
  return given and { name = set.name or given.name or mall.name, address = given.address }
end

--- A row and what it says as a message.
---@param row table
---@param mall mall
---@param from { name: string, address: string }
---@param values table
---@return mail.message
function mail.message(row, mall, from, values)
  local drawn = letter.draw(row.template, mall, values)
  local answers_to = mall.footer.email
  return { id = row.id, mall_id = row.mall_id, template = row.template, from = from,
    to = { name = row.to_name ~= "" and row.to_name or nil, address = row.to_address },
    reply_to = answers_to and address.is(answers_to) and answers_to or nil,
    subject = (values.is_test and "[시험] " or "") .. drawn.subject, html = drawn.html, text = drawn.text,
    at = row.queued_at, unsubscribe = values.unsubscribe }
end

--- Hands a message to whoever carries mail away. May wait.
---@param message mail.message
---@param doubtful boolean
---@return { provider: string, id: string|nil, source: string|nil }|nil
---@return fault|nil
function mail.send(message, doubtful)
  local taken, refused = adapters.send(message, doubtful)
  if taken then return taken end
  refused.message = rules.without_addresses(refused.message)
  return nil, refused
end

--- Why mail does not leave as things are set; nil when it does.
mail.problem = adapters.problem

-- What providers tell.
mail.is_signed, mail.events_of, mail.reason_of = mandrill.is_signed, report.mandrill, report.reason
mail.keep_report, mail.report_handled = reports.keep, reports.handled
mail.note_event, mail.events = reports.note, reports.events
-- What staff lists.
mail.list, mail.count = list.list, list.count
mail.stopped_list, mail.stopped_count = suppressions.list, suppressions.count
mail.stopped_by_digest, mail.unsuppress = suppressions.by_digest, suppressions.remove

--- Puts an address on the list of those that get no mail.
---@param tx table
---@param mall_id string
---@param email string
---@param reason "bounce"|"complaint"|"manual"
---@param detail string
function mail.suppress(tx, mall_id, email, reason, detail)
  suppressions.add(tx, mall_id, address.key(email), reason, detail)
end

--- Throws away what is old.
---@return integer rows
function mail.sweep()
  return store.sweep { rows = rules.KEEP, values = rules.KEEP_FAILED_VALUES, reports = rules.KEEP_REPORTS }
end

-- What letters are rehearsed with, and whether all can be drawn.
mail.know, mail.rehearse, mail.sample, mail.prepare = letter.know, letter.rehearse, letter.sample, letter.prepare

mail.forget = store.forget

return mail
