-- Reading written pages and notices.

local pg = require "pg"

local store = {}

---@return {title:string, body:table[], updated_at:number}|nil
function store.page(mall_id, slug)
  return pg.row("SELECT title, body, updated_at FROM page WHERE mall_id = $1 AND slug = $2", mall_id, slug)
end

---@return {slug:string, title:string, published_at:number}[]
function store.notices(mall_id, limit)
  return pg.rows([[SELECT slug, title, published_at FROM notice
    WHERE mall_id = $1 AND published_at <= now() ORDER BY published_at DESC, slug LIMIT $2]], mall_id, limit)
end

---@return {title:string, body:table[], published_at:number}|nil
function store.notice(mall_id, slug)
  return pg.row([[SELECT title, body, published_at FROM notice
    WHERE mall_id = $1 AND slug = $2 AND published_at <= now()]], mall_id, slug)
end

return store
