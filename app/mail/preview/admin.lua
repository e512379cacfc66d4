-- Every letter there is, as it would be sent now: with what it is rehearsed with, or about a real order; and one to oneself.

local framing = require "mail.framing"
local mail = require "mail"
local preview_letter = require "flows.preview_letter"
local test_letter = require "flows.test_letter"

local pages = {}

local kinds = { security = "계정을 지키는 메일", notice = "알리는 메일", marketing = "광고 메일" }

--- GET /admin/mail/letters
---@param ctx context
function pages.index(ctx)
  local list = mail.letters()
  for _, one in ipairs(list) do one.url, one.kind = "/admin/mail/letters/" .. one.name, kinds[one.kind] end
  return ctx:render("mail/letters", { letters = list, page = { title = "메일 미리보기",
    crumbs = { { name = "메일", url = "/admin/mail" }, { name = "미리보기" } } } })
end

-- The letter that an address names, with what it is about: an order's number, if it can be about one.
local function asked(ctx)
  local name = ctx.params.group .. "/" .. ctx.params.name
  local known = mail.letter(name)
  local number = ctx.method == "GET" and ctx.args.order or ctx.form_fields.order
  return known and name, type(number) == "string" and number ~= "" and number or nil
end

--- GET /admin/mail/letters/:group/:name
---@param ctx context
function pages.show(ctx)
  local name, number = asked(ctx)
  if not name then return ctx:not_found() end
  local url = "/admin/mail/letters/" .. name
  local drawn, refused = preview_letter.run(ctx, name, number)
  local problem = not drawn and (refused.code == "order.not_found" and "이 가게에는 이 번호의 주문이 없어요."
    or ctx:sentence(refused)) or nil
  if not drawn then drawn = preview_letter.run(ctx, name) end
  local shown_number = not problem and number or nil
  return framing.around(ctx:render("mail/letter", {
    title = mail.label(name), subject = drawn.subject, text = drawn.text, order = number or "", problem = problem,
    of_order = name:find "^order/" and true or nil, url = url, shown_number = shown_number,
    html_url = url .. "/html" .. (shown_number and "?order=" .. shown_number or ""),
    send_url = ctx.staff.can "mail.write" and url .. "/send" or nil, email = ctx.staff.email,
    page = { title = mail.label(name), crumbs = { { name = "메일", url = "/admin/mail" },
      { name = "미리보기", url = "/admin/mail/letters" }, { name = mail.label(name) } } },
  }, problem and 422 or 200))
end

--- GET /admin/mail/letters/:group/:name/html
---@param ctx context
function pages.html(ctx)
  local name, number = asked(ctx)
  if not name then return ctx:not_found() end
  local drawn, refused = preview_letter.run(ctx, name, number)
  if not drawn then return nil, refused end
  return framing.inside(ctx, drawn.html, "html")
end

--- POST /admin/mail/letters/:group/:name/send
---@param ctx context
function pages.send(ctx)
  local name, number = asked(ctx)
  if not name then return ctx:not_found() end
  local sent, refused = test_letter.run(ctx, name, number)
  if not sent then return nil, refused end
  ctx:flash("ok", ctx.staff.email .. "(으)로 시험 메일을 보내요.")
  return ctx:redirect("/admin/mail/letters/" .. name .. (number and "?order=" .. number or ""))
end

return pages
