-- Written pages: terms, privacy policy, guide, notices.

local cms = require "cms"

local pages = {}

local function show(ctx, view, path)
  if not view then return ctx:not_found() end
  return ctx:render("cms/page", { title = view.title, body_html = view.body_html, updated_at = view.updated_at,
    page = { title = view.title .. " | " .. ctx.mall.name, canonical = ctx.base_url .. path } })
end

function pages.terms(ctx) return show(ctx, cms.page(ctx.mall.id, "terms"), "/terms") end
function pages.privacy(ctx) return show(ctx, cms.page(ctx.mall.id, "privacy"), "/privacy") end
function pages.guide(ctx) return show(ctx, cms.page(ctx.mall.id, "guide"), "/guide") end
function pages.notices(ctx) return show(ctx, cms.notices(ctx.mall.id), "/notices") end

function pages.notice(ctx)
  return show(ctx, cms.notice(ctx.mall.id, ctx.params.slug), "/notices/" .. ctx.params.slug)
end

return pages
