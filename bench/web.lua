-- What serving pages costs, beside what others would serve them with, on the same cores in the same minutes: the smallest
-- site in the mall's web layer against nginx with Lua, one row against pgbench, the mall's own pages as production serves
-- them (two workers, sessions, CSRF, access log) against a Django mall with the same data in the same PostgreSQL. Then
-- what has no peer: a worker's memory, a flip of generations under load, the time to start, a search of many products.

local cart = require "bench.web.cart"
local duel = require "bench.web.duel"
local footprint = require "bench.web.footprint"
local load = require "bench.web.load"
local search = require "bench.web.search"
local servers = require "bench.web.servers"

local page = "/p/house-blend"

-- How Django is served best on this machine is found out first; gunicorn's own default is its other way.
local function best_django(settings)
  local best
  for _, kind in ipairs { "sync", "gthread" } do
    local server = servers.django(settings, kind)
    local rate = load.wrk { url = server.url .. page, seconds = 2, connections = 16 }.rate
    if not best or rate > best.rate then
      if best then best.server:stop() end
      best = { server = server, rate = rate, kind = kind }
    else
      server:stop()
    end
  end
  return best.server, best.kind
end

local function rate_of(server, path, options)
  options = options or {}
  return function()
    return load.wrk { url = server.url .. path, script = options.script, connections = options.connections }.rate
  end
end

local function bare(report, settings)
  local plain, nginx = servers.plain(settings), servers.nginx(settings)
  duel.fight(report, { name = "hello from Lua ÷ nginx + Lua", goal = 0.9, unit = "requests/s",
    ours = rate_of(plain, "/hello"), peer = rate_of(nginx, "/hello") })
  duel.fight(report, { name = "hello to a new visitor, with their session ÷ nginx + Lua", unit = "requests/s",
    ours = rate_of(plain, "/greet"), peer = rate_of(nginx, "/hello") })
  local clients = load.best_pgbench(settings)
  duel.fight(report, { name = "one row by primary key ÷ pgbench -S -M prepared", goal = 0.7, unit = "requests/s",
    ours = rate_of(plain, "/", { script = "bench/web/row.lua", connections = 64 }),
    peer = function() return load.pgbench(settings, clients) end })
  plain:stop()
  local mall = servers.mall(settings, {})
  duel.fight(report, { name = "static file ÷ nginx static", unit = "requests/s",
    ours = rate_of(mall, settings.asset), peer = rate_of(nginx, settings.asset) })
  nginx:stop()
  return mall
end

local function pages(report, settings, mall)
  local django, kind = best_django(settings)
  local forgetful = servers.mall(settings, { CATALOGUE_CACHE = "off" })
  local forgetful_django = servers.django(settings, kind, { BENCH_AROUND = "ask" })
  duel.same_facts(forgetful.url .. page, forgetful_django.url .. page)
  duel.fight(report, { name = "product page, nothing remembered ÷ Django", goal = 15, unit = "requests/s",
    ours = rate_of(forgetful, page), peer = rate_of(forgetful_django, page) })
  forgetful:stop()
  forgetful_django:stop()
  duel.fight(report, { name = "product page, catalogue remembered ÷ Django", goal = 60, unit = "requests/s",
    ours = rate_of(mall, page), peer = rate_of(django, page) })
  local into_ours, into_theirs = cart.of_mall(mall, page), cart.of_django(django, page)
  duel.fight(report, { name = "add to cart ÷ Django", goal = 10, unit = "requests/s",
    ours = rate_of(mall, "/", { script = into_ours, connections = 64 }),
    peer = rate_of(django, "/", { script = into_theirs, connections = 64 }) })
  django:stop()
end

return {
  summary = "pages and the bare runtime beside nginx, pgbench and Django",
  run = function(report)
    local settings = servers.prepare()
    local ok, problem = xpcall(function()
      local mall = bare(report, settings)
      pages(report, settings, mall)
      mall:stop()
      footprint.memory(report, settings)
      footprint.flip(report, settings)
      footprint.start(report, settings)
      search.measure(report, settings)
    end, debug.traceback)
    servers.stop_all()
    if not ok then error(problem, 0) end
  end,
}
