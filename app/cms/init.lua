-- The public face of written pages and notices.

local store = require "cms.store"
local rules = require "cms.rules"
local clock = require "shared.clock"

local cms = {}

---@param mall_id string
---@param limit integer
---@return {title:string, url:string, date:string}[]
function cms.latest(mall_id, limit) return rules.notices(store.notices(mall_id, limit)) end

---@param mall_id string
---@param slug string
---@return {title:string, body_html:markup, updated_at:string}|nil
function cms.page(mall_id, slug)
  local row = store.page(mall_id, slug)
  return row and { title = row.title, body_html = rules.body(row.body), updated_at = clock.date(row.updated_at) }
end

---@param mall_id string
---@param slug string
---@return {title:string, body_html:markup, updated_at:string}|nil
function cms.notice(mall_id, slug)
  local row = store.notice(mall_id, slug)
  return row and { title = row.title, body_html = rules.body { { paragraphs = row.body } },
    updated_at = clock.date(row.published_at) }
end

---@param mall_id string
---@return {title:string, body_html:markup}
function cms.notices(mall_id)
  return { title = "공지사항", body_html = rules.notice_list(cms.latest(mall_id, 100)) }
end

return cms
