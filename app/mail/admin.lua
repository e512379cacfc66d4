-- Letters in the back office: the list, and what came of one of them.

local mail = require "mail"
local grid = require "mail.grid"
local korean = require "shared.korean"
local record_audit = require "flows.record_audit"
local resend_mail = require "flows.resend_mail"
local rules = require "mail.rules"
local show_grid = require("flows.show_grid").run

local pages = {}

local tones = { queued = "wait", sent = "good", failed = "bad" }

--- GET /admin/mail
---@param ctx context
function pages.list(ctx)
  local mall_id = ctx.mall.id
  return show_grid(ctx, grid, { rows = function(ask) return mail.list(mall_id, ask) end,
    count = function(ask) return mail.count(mall_id, ask) end }, { title = "메일", actions = {
      { label = "메일 미리보기", url = "/admin/mail/letters", icon = "eye" },
      { label = "막은 주소", url = "/admin/mail/stopped", icon = "lock" } } })
end

local function found(ctx)
  local id = ctx.params.id:match "^%x+%-%x+%-%x+%-%x+%-%x+$"
  return id and #id == 36 and mail.by_id(ctx.mall.id, id) or nil
end

local events = { send = "보냈어요", deferral = "상대 서버가 미뤘어요", hard_bounce = "없는 주소라 반송됐어요",
  soft_bounce = "잠시 받을 수 없어 반송됐어요", spam = "스팸으로 신고했어요", unsub = "수신을 거부했어요", reject = "보내지 않았어요" }

local function happened(row)
  local list = {}
  for i, event in ipairs(mail.events(row.mall_id, row.id)) do
    list[i] = { at = event.at, text = events[event.kind] or event.kind, detail = event.detail ~= "" and event.detail or nil }
  end
  return list
end

--- GET /admin/mail/:id
---@param ctx context
function pages.show(ctx)
  local row = found(ctx)
  if not row then return ctx:not_found() end
  record_audit.run(ctx, "mail.view", { kind = "mail", id = row.id, whose = row.member_id })
  local name = row.to_name ~= "" and korean.mask_name(row.to_name) or nil
  return ctx:render("mail/message", {
    title = mail.label(row.template), badge = { label = rules.state_text(row.state), tone = tones[row.state] },
    facts = {
      { label = "받는 주소", text = korean.mask_email(row.to_address), note = name },
      { label = "제목", text = row.subject, note = row.subject == "" and "보낼 때 정해져요" or nil },
      { label = "등록일시", at = row.queued_at }, { label = "처리일시", at = row.done_at },
      { label = "시도", text = row.attempts .. "번" }, { label = "보낸 곳", text = row.provider, note = row.provider_id },
      { label = "사유", text = row.error },
    },
    events = happened(row), retry_url = row.state == "failed" and row.sealed and ctx.staff.can "mail.write"
      and "/admin/mail/" .. row.id .. "/retry" or nil,
    page = { title = mail.label(row.template), crumbs = { { name = "메일", url = "/admin/mail" }, { name = "메일 하나" } } },
  })
end

--- POST /admin/mail/:id/retry
---@param ctx context
function pages.retry(ctx)
  local row = found(ctx)
  if not row then return ctx:not_found() end
  local queued, refused = resend_mail.run(ctx, row.id)
  if not queued then return nil, refused end
  ctx:flash("ok", "다시 보내기로 했어요.")
  return ctx:redirect("/admin/mail/" .. row.id)
end

return pages
