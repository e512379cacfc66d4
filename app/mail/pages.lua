-- The development mailbox at /dev/mail: what would have left, as a list and one by one; in production there is no such page.
-- And where providers tell what came of letters.

local runtime = require "runtime"
local receive_mail_report = require "flows.receive_mail_report"
local framing = require "mail.framing"
local letters = require "mail.letters"
local mime = require "mail.mime"
local store = require "mail.store"

local pages = {}

local function label(template) return letters[template] and letters[template].label or template end

local function shown(row)
  return { label = label(row.template), subject = row.subject, to = row.to_address,
    name = row.to_name ~= "" and row.to_name or nil, at = row.queued_at }
end

--- GET /dev/mail
---@param ctx context
function pages.box(ctx)
  if not runtime.development() then return ctx:not_found() end
  local list = {}
  for i, row in ipairs(store.box(200)) do
    list[i] = shown(row)
    list[i].mall, list[i].url = row.mall_name, "/dev/mail/" .. row.id
  end
  return ctx:render("mail/box", { messages = list, page = { title = "개발 우편함", robots = "noindex" } })
end

local function boxed(ctx)
  local id = ctx.params.id:match("^%x+%-%x+%-%x+%-%x+%-%x+$")
  return runtime.development() and id and #id == 36 and store.boxed(id) or nil
end

--- GET /dev/mail/:id
---@param ctx context
function pages.message(ctx)
  local row = boxed(ctx)
  if not row then return ctx:not_found() end
  local url = "/dev/mail/" .. row.id
  return framing.around(ctx:render("mail/message", { message = shown(row), html_url = url .. "/html",
    source_url = url .. "/source", text = mime.bodies(row.source).text,
    page = { title = row.subject .. " | 개발 우편함", robots = "noindex" } }))
end

--- GET /dev/mail/:id/html, /text, /source: the bare parts, for eyes and for specs.
---@param ctx context
function pages.part(ctx)
  local row = boxed(ctx)
  local part = row and (ctx.params.part == "source" and row.source or mime.bodies(row.source)[ctx.params.part])
  if not part then return ctx:not_found() end
  return framing.inside(ctx, part, ctx.params.part == "html" and "html" or "plain")
end

--- GET /hook/mandrill: Mandrill looks whether somebody is there before it registers the address.
---@param ctx context
function pages.hook(ctx) return ctx:text("", "text/plain; charset=utf-8") end

--- POST /hook/mandrill
---@param ctx context
function pages.report(ctx)
  local taken, refused = receive_mail_report.mandrill(ctx.mall, ctx.form_fields, ctx.req:header "X-Mandrill-Signature")
  if not taken then return nil, refused end
  return ctx:text("", "text/plain; charset=utf-8")
end

return pages
