-- The mall's web layer is around all of them; a session is opened only by the one that asks for it, as everywhere.

local store = require "plain.store"

local pages = {}

local plain = "text/plain; charset=utf-8"

function pages.hello(ctx) return ctx:text("Hello from Lua\n", plain) end

function pages.greet(ctx) return ctx:text("Hello from " .. (ctx.session:get "name" or "Lua") .. "\n", plain) end

function pages.row(ctx) return ctx:text(store.balance(ctx.params.id) .. "\n", plain) end

return pages
