-- Every letter there is, as it would be sent now: with what it is rehearsed with, or about a real order or member; and one
-- to oneself.

local framing = require "mail.framing"
local mail = require "mail"
local preview_letter = require "flows.preview_letter"
local test_letter = require "flows.test_letter"
local text = require "text"

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

-- What a letter can really be about, and how somebody names it.
local subjects = {
  order = { title = "실제 주문으로 보기", label = "주문번호", placeholder = "261129-4CDDDF5", missing = "이 가게에는 이 번호의 주문이 없어요." },
  member = { title = "실제 회원으로 보기", label = "회원 이메일", placeholder = "name@example.com", missing = "이 주소의 회원이 없어요." },
}

-- The letter that an address names, and what it is to be about.
local function asked(ctx)
  local name = ctx.params.group .. "/" .. ctx.params.name
  local about = ctx.method == "GET" and ctx.args.about or ctx.form_fields.about
  return mail.letter(name) and name, type(about) == "string" and about ~= "" and about or nil
end

local function with(url, about) return about and url .. "?about=" .. text.escape_url(about) or url end

-- What the page says where there is nothing of that name.
local function problem_of(ctx, refused, subject)
  if refused.code == "order.not_found" or refused.code == "mail.gone" then return subject.missing end
  return ctx:sentence(refused)
end

--- GET /admin/mail/letters/:group/:name
---@param ctx context
function pages.show(ctx)
  local name, about = asked(ctx)
  if not name then return ctx:not_found() end
  local url, subject = "/admin/mail/letters/" .. name, subjects[preview_letter.subject(name)]
  local drawn, refused = preview_letter.run(ctx, name, about)
  local problem = not drawn and problem_of(ctx, refused, subject) or nil
  if not drawn then drawn = preview_letter.run(ctx, name) end
  local real = subject and not problem and about or nil
  return framing.around(ctx:render("mail/letter", {
    title = mail.label(name), subject = drawn.subject, text = drawn.text, url = url, html_url = with(url .. "/html", real),
    about = subject and { title = subject.title, label = subject.label, placeholder = subject.placeholder,
      value = about or "", problem = problem } or nil,
    real = real, send_url = ctx.staff.can "mail.write" and url .. "/send" or nil, email = ctx.staff.email,
    page = { title = mail.label(name), crumbs = { { name = "메일", url = "/admin/mail" },
      { name = "미리보기", url = "/admin/mail/letters" }, { name = mail.label(name) } } },
  }, problem and 422 or 200))
end

--- GET /admin/mail/letters/:group/:name/html
---@param ctx context
function pages.html(ctx)
  local name, about = asked(ctx)
  if not name then return ctx:not_found() end
  local drawn, refused = preview_letter.run(ctx, name, about)
  if not drawn then return nil, refused end
  return framing.inside(ctx, drawn.html, "html")
end

--- POST /admin/mail/letters/:group/:name/send
---@param ctx context
function pages.send(ctx)
  local name, about = asked(ctx)
  if not name then return ctx:not_found() end
  local sent, refused = test_letter.run(ctx, name, about)
  if not sent then return nil, refused end
  ctx:flash("ok", ctx.staff.email .. "에 시험 메일을 보내요.")
  return ctx:redirect(with("/admin/mail/letters/" .. name, about))
end

return pages
