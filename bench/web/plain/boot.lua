-- The smallest site that the mall's web layer can serve, to measure it and the runtime by themselves: router, session,
-- CSRF, security headers and access log are those of the mall; a page greets, another reads one row by its primary key.

local serve = require "web.serve"

local mall = { id = "01900000-0000-7000-8000-000000000000", name = "plain" }

local site = serve.new { routes = require "routes", mall = function() return mall end }

function site.self_check() return true end

return site
