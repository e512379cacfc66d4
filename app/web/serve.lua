-- HTTP meets Lua here: every request comes in by `handle` and goes out by it. The order is always the same: mall,
-- route, may they, is the form ours, the page, what the session remembers, the answer. What a page raises ends here, and
-- only here.

local log = require "log"
local runtime = require "runtime"
local text = require "text"
local csrf = require "web.csrf"
local once = require "web.once"
local context = require "web.context"
local router = require "web.router"
local respond = require "web.respond"
local template = require "web.template"
local manifest = require "web.manifest"
local self_check = require "web.self_check"
local shelf = require "web.template.shelf"
local view = require "web.view"
local visitor = require "web.visitor"
local fault = require "shared.fault"
local refresh = require "web.development.refresh"
local report = require "web.development.report"
local error_page = require "web.development.error_page"

local serve = {}

local development = runtime.development()
local safe_methods = { GET = true, HEAD = true }

-- The text of a file of the tree; nil where there is none.
local function read_file(path)
  local file = io.open(runtime.root() .. "/" .. path, "rb")
  if not file then return nil end
  local source = file:read("*a")
  file:close()
  return source
end

-- A posted form is ours, or it changes nothing.
local function is_ours(ctx, route)
  if not route.csrf then return true end
  if not csrf.same_site(ctx.req) then return false end
  local sent = ctx.req:header("X-CSRF-Token") or ctx.form_fields.csrf
  return csrf.valid(ctx.session.sid, sent)
end

local form_types = { ["application/x-www-form-urlencoded"] = true, ["multipart/form-data"] = true }

local function is_form(req)
  local sent = req:header("Content-Type")
  return sent == nil or form_types[sent:lower():match("^%s*([^%s;]*)")] or false
end

-- Where who is not logged in proves who they are, and from there back here: to the page, or to the one that a form was on.
local function login_url(ctx)
  local back = "/my"
  if safe_methods[ctx.method] then
    back = ctx.return_to
  elseif ctx.site.router:find("GET", ctx.path) then
    back = ctx.path
  end
  return ctx.site.router:path "login" .. "?return_to=" .. text.escape_url(back)
end

-- From the request to the page's answer. Runs under the one xpcall of `handle`.
local function dispatch(ctx)
  local site, req = ctx.site, ctx.req
  local host = req:host()
  local mall = site.mall_of(host, ctx)
  if not mall then return respond.fault(ctx, { code = "web.unknown_host" }) end
  ctx.mall, site.last_malls[host] = mall, mall
  local method = ctx.method
  if development and method == "GET" and ctx.path == refresh.path then return refresh.answer(ctx) end
  local route, params, more = site.router:find(method, ctx.path)
  if not route then
    if params == "moved" then
      local query = req:query()
      return ctx:redirect(query == "" and more or more .. "?" .. query, 308)
    end
    local status, list, body = respond.fault(ctx, { code = params == "method" and "web.method" or "web.not_found" })
    if params == "method" then list[#list + 1], list[#list + 2] = "Allow", more end
    return status, list, body
  end
  ctx.route, ctx.params = route, params
  req:note("route", route.name)
  for _, gate in ipairs(site.gates) do
    if route[gate.option] then
      local status, list, body = gate.admit(ctx, route)
      if status then return status, list, body end
    end
  end
  if not safe_methods[method] then
    if route.kind == "form" and not is_form(req) then
      return respond.fault(ctx, { code = "web.unsupported_type" })
    end
    if not is_ours(ctx, route) then
      log.warn("request.forged", { route = route.name, origin = req:header("Origin") or "",
        site = req:header("Sec-Fetch-Site") or "" })
      return respond.fault(ctx, { code = "web.forged" })
    end
  end
  if route.member and not ctx.member then return ctx:redirect(login_url(ctx)) end
  local status, list, body = once.begin(ctx)
  if status then return status, list, body end
  status, list, body = route.handler(ctx)
  if status == nil then
    if not fault.is(list) then error("the page " .. route.target .. " answered nothing") end
    return respond.fault(ctx, list)
  end
  return status, list, body
end

-- What the session remembers is written before the browser hears that its page is done; then its cookies go out.
local function finish(ctx, status, list, body)
  local session = rawget(ctx, "session")
  if session and status < 500 then session:save() end
  once.finish(ctx, status, list, body)
  if session then
    if session.stored then ctx.req:note("session", session:label()) end
    if session.fresh then
      ctx:set_cookie(session.cookie_name, session:cookie(), session:cookie_age(), session.same_site)
    end
  end
  if ctx.set_cookies then
    for _, cookie in ipairs(ctx.set_cookies) do
      local n = #list
      list[n + 1], list[n + 2] = "Set-Cookie", cookie
    end
  end
  return status, list, body
end

local function work(ctx)
  return finish(ctx, dispatch(ctx))
end

-- A sum that does not hold, be it found here or by a constraint of the database.
local function is_wrong_sum(problem)
  return type(problem) == "table"
    and (problem.code == "money.mismatch" or (problem.constraint or ""):find("adds_up", 1, true) ~= nil)
end

-- A version that is tried is judged by what it raises; that the database is away is no fault of its.
local function hold_against(problem)
  if is_wrong_sum(problem) then runtime.count "money" end
  if not fault.is(problem) or not respond.knows(problem.code) then runtime.count "thrown" end
end

-- Runs where the error was raised, with the stack still there.
local function on_error(problem)
  hold_against(problem)
  if fault.is(problem) and respond.knows(problem.code) and not is_wrong_sum(problem) then return problem end
  if development then return { gathered = report.gather(problem, 2), trace = debug.traceback(tostring(problem), 2) } end
  return { trace = debug.traceback(tostring(problem), 2) }
end

-- Nothing half-done: what the page meant to remember in the session is dropped with the rest.
local function fail(ctx, problem)
  local session = rawget(ctx, "session")
  if session then session:forget_changes() end
  once.finish(ctx)
  -- while the database is away the error page still looks like the mall's
  ctx.mall = ctx.mall or ctx.site.last_malls[ctx.req:host()]
  if problem.code then return finish(ctx, respond.fault(ctx, problem)) end
  log.error("page.failed", { route = ctx.route and ctx.route.name or "", error = problem.trace })
  if problem.gathered then return error_page.answer(ctx, problem.gathered) end
  return finish(ctx, respond.fault(ctx, { code = "web.failed" }))
end

-- The last word if even the error page raises; nothing in here can.
local function give_up(ctx, problem)
  log.error("page.failed_twice", { error = tostring(problem) })
  local list = { "Content-Type", "text/plain; charset=utf-8", "Cache-Control", "no-store" }
  return 500, list, "500 " .. ctx.req:id() .. "\n"
end

local function warn_of_repetition(ctx)
  for _, often in ipairs(report.repeated(report.statements())) do
    log.warn("sql.repeated", { route = ctx.route and ctx.route.name or "", times = often.times, sql = often.sql })
  end
end

--- Puts a site together.
---@param options { routes: table[], mall: fun(host: string, ctx: context): table|nil, samples: samples,
---  furnish: fun(ctx: context, page: table)|nil, member: (fun(ctx: context): table|nil)|nil,
---  read: fun(path: string): string|nil, calls: table|nil, gates: table<string, fun(ctx: context, route: route): ...>|nil }
---  mall: the mall of a host name, nil when it has none (may wait); gates: by the option of a route that asks for it, who
---  answers those that may not pass, and nothing to those that may (may wait); furnish: fills in page.nav, page.cart_count …
---  before a page is rendered (may wait); member: who is logged in, for ctx.member (may wait); samples: what self_check
---  draws every page with; read: a template's text by its path, from the tree unless told; calls: who makes a call with a
---  key happen once (web/once.lua)
---@return { handle: function, admit: function, visitor: function, prepare: function, self_check: function,
---  router: router }
function serve.new(options)
  local site = { router = router.new(options.routes), mall_of = options.mall, furnish = options.furnish,
    member_of = options.member, calls = options.calls, templates = {}, last_malls = {}, gates = {} }
  -- a list, since who goes through names on every request keeps them all from being compiled
  for option, admit in pairs(options.gates or {}) do site.gates[#site.gates + 1] = { option = option, admit = admit } end
  for _, device in ipairs { "pc", "mobile", "admin" } do
    site.templates[device] = template.new { folders = { "templates/" .. device, "templates/shared" },
      read = options.read or read_file, functions = view, development = development }
  end

  local function handle(req)
    local ctx = context.new(site, req)
    if development then report.follow() end
    local ok, status, list, body = xpcall(work, on_error, ctx)
    if not ok then
      ok, status, list, body = pcall(fail, ctx, status)
      if not ok then status, list, body = give_up(ctx, status) end
    elseif development then
      warn_of_repetition(ctx)
    end
    return status, list, body
  end

  return {
    handle = handle,
    admit = function(method, path, content_type) return site.router:admit(method, path, content_type) end,
    visitor = visitor.of,
    prepare = function()
      local problems = shelf.compile(shelf.read(), site.templates)
      if #problems > 0 then error(table.concat(problems, "\n"), 0) end
      manifest.load()
    end,
    self_check = function() return self_check(site.templates, options.samples) end,
    router = site.router,
  }
end

return serve
