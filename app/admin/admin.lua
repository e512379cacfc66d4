-- The first page of the back office.

local pages = {}

--- GET /admin
---@param ctx context
function pages.home(ctx) return ctx:render("admin/home", { page = { title = "오늘" } }) end

return pages
