-- Addresses that get no mail, in the back office: the list, one more by hand, and one less.

local change_suppression = require "flows.change_suppression"
local grid = require "mail.suppression.grid"
local korean = require "shared.korean"
local mail = require "mail"
local rules = require "mail.rules"
local shape = require "shared.shape"
local show_grid = require("flows.show_grid").run

local pages = {}

local crumb = { name = "메일", url = "/admin/mail" }

local adding = shape.form { shape.email("email", { label = "주소" }) }
local removing = shape.form { shape.text("why", { label = "사유", max = 200 }) }

local function show_list(ctx, form, status)
  local mall_id = ctx.mall.id
  local answer, list, html = show_grid(ctx, grid, { rows = function(ask) return mail.stopped_list(mall_id, ask) end,
    count = function(ask) return mail.stopped_count(mall_id, ask) end }, { title = "막은 주소",
      text = "반송되거나 스팸으로 신고한 주소에는 메일을 보내지 않아요. 신고한 분께도 비밀번호 재설정처럼 계정을 지키는 메일은 보내요.",
      form = form, may_write = ctx.staff.can "mail.write" or nil,
      page = { title = "막은 주소", crumbs = { crumb, { name = "막은 주소" } } } }, "mail/stopped")
  return status or answer, list, html
end

--- GET /admin/mail/stopped
---@param ctx context
function pages.list(ctx) return show_list(ctx, { values = {}, errors = {} }) end

--- POST /admin/mail/stopped
---@param ctx context
function pages.add(ctx)
  local values, errors, typed = ctx:form(adding)
  if not values then return show_list(ctx, { values = typed, errors = errors }, 422) end
  local added, refused = change_suppression.add(ctx, values.email)
  if not added then return nil, refused end
  ctx:flash("ok", "이 주소로는 메일을 보내지 않아요.")
  return ctx:redirect "/admin/mail/stopped"
end

local function found(ctx)
  return ctx.params.digest:find "^%x+$" and mail.stopped_by_digest(ctx.mall.id, ctx.params.digest)
end

local function show_one(ctx, row, form, status)
  return ctx:render("mail/stopped_one", {
    title = korean.mask_email(row.address),
    facts = { { label = "사유", text = rules.reason_text(row.reason) }, { label = "응답 내용", text = row.detail },
      { label = "막은 일시", at = row.at } },
    form = form, remove_url = ctx.staff.can "mail.write" and "/admin/mail/stopped/" .. row.digest .. "/remove" or nil,
    page = { title = "막은 주소", crumbs = { crumb, { name = "막은 주소", url = "/admin/mail/stopped" }, { name = "주소 하나" } } },
  }, status)
end

--- GET /admin/mail/stopped/:digest
---@param ctx context
function pages.show(ctx)
  local row = found(ctx)
  if not row then return ctx:not_found() end
  return show_one(ctx, row, { values = {}, errors = {} })
end

--- POST /admin/mail/stopped/:digest/remove
---@param ctx context
function pages.remove(ctx)
  local row = found(ctx)
  if not row then return ctx:not_found() end
  local values, errors, typed = ctx:form(removing)
  if not values then return show_one(ctx, row, { values = typed, errors = errors }, 422) end
  local removed, refused = change_suppression.remove(ctx, row.digest, values.why)
  if not removed then return nil, refused end
  ctx:flash("ok", "이 주소로 다시 메일을 보내요.")
  return ctx:redirect "/admin/mail/stopped"
end

return pages
