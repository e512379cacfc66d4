-- Every answer looks at its visitor's session first, as each page of the mall does.

local store = require "plain.store"

local pages = {}

function pages.hello(ctx)
  local name = ctx.session:glance "name" or "Lua"
  return ctx:text("Hello from " .. name .. "\n", "text/plain; charset=utf-8")
end

function pages.row(ctx)
  ctx.session:glance "name"
  return ctx:text(store.balance(ctx.params.id) .. "\n", "text/plain; charset=utf-8")
end

return pages
