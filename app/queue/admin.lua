-- Jobs in the back office: how they stand, what was given up and why, what happens by the clock.

local queue = require "queue"
local forms = require "queue.forms"
local tend_job = require "flows.tend_job"
local view = require "queue.rules.view"

local pages = {}

local MOST, FIRST, SLOTS = 100, 10, 50

local function url_of(ctx)
  return function(id) return ctx:url("admin.job", { id = id }) end
end

local function dead_of(ctx, kind, most)
  local list = queue.dead(kind, most)
  for i, job in ipairs(list) do list[i] = view.dead(job, ctx:url("admin.job", { id = job.id })) end
  return list
end

--- GET /admin/jobs
function pages.list(ctx)
  local kinds, figures = view.states(queue.states(), queue.kinds())
  local entries = queue.schedule(1)
  for i, entry in ipairs(entries) do
    entries[i] = view.entry(entry, url_of(ctx))
    entries[i].url = ctx:url("admin.jobs.entry", { name = entry.name })
  end
  return ctx:render("queue/list", { kinds = kinds, figures = figures, dead = dead_of(ctx, nil, FIRST), schedule = entries,
    may_change = ctx.staff.can "jobs.write", page = { title = "작업" } })
end

local function crumbs(ctx, name) return { { name = "작업", url = ctx:url "admin.jobs" }, { name = name } } end

--- GET /admin/jobs/dead, of one kind if the query names one
function pages.dead(ctx)
  local kind = ctx.args.kind
  if type(kind) ~= "string" or kind == "" then kind = nil end
  local list = dead_of(ctx, kind, MOST)
  return ctx:render("queue/dead", { kind = kind, dead = list, is_full = #list == MOST or nil,
    may_change = ctx.staff.can "jobs.write", page = { title = "실패한 작업", crumbs = crumbs(ctx, "실패한 작업") } })
end

local function id_of(ctx)
  local id = ctx.params.id
  return #id == 36 and id:match "^%x%x%x%x%x%x%x%x%-%x%x%x%x%-%x%x%x%x%-%x%x%x%x%-%x+$" or nil
end

local function job_page(ctx, given, status)
  local id = id_of(ctx)
  local job = id and queue.find(id)
  if not job then return ctx:not_found() end
  return ctx:render("queue/job", { job = view.job(job), form = given or { values = {}, errors = {} },
    may_change = ctx.staff.can "jobs.write", page = { title = job.kind, crumbs = crumbs(ctx, job.kind) } }, status)
end

--- GET /admin/jobs/:id
function pages.show(ctx) return job_page(ctx) end

-- Back to a page with a sentence, whichever way it went.
local function go_back(ctx, url, done, refused, sentence)
  if not done then
    if not refused.code:find "^queue%." then return nil, refused end
    ctx:flash("error", ctx:sentence(refused))
  else
    ctx:flash("ok", sentence)
  end
  return ctx:redirect(url)
end

--- POST /admin/jobs/:id/retry
function pages.retry(ctx)
  local id = id_of(ctx)
  if not id then return ctx:not_found() end
  local job, refused = tend_job.retry(ctx, id)
  return go_back(ctx, ctx:referring_path(ctx:url "admin.jobs"), job, refused, job and job.kind .. " 작업을 다시 시도해요.")
end

--- POST /admin/jobs/:id/discard
function pages.discard(ctx)
  local id = id_of(ctx)
  if not id then return ctx:not_found() end
  local values, errors, typed = ctx:form(forms.discard)
  if not values then return job_page(ctx, { values = typed, errors = errors }, 422) end
  local job, refused = tend_job.discard(ctx, id, values.why)
  return go_back(ctx, ctx:url "admin.jobs", job, refused, job and job.kind .. " 작업을 버렸어요. 기록에는 일주일 동안 남아요.")
end

--- POST /admin/jobs/retry: all dead letters of a kind
function pages.retry_all(ctx)
  local values, errors = ctx:form(forms.kind)
  if not values then return ctx:invalid(errors) end
  local count, refused = tend_job.retry_all(ctx, values.kind)
  return go_back(ctx, ctx:url "admin.jobs", count, refused, count and ("%s 작업 %d개를 다시 시도해요."):format(values.kind, count))
end

--- GET /admin/jobs/schedule/:name
function pages.entry(ctx)
  for _, entry in ipairs(queue.schedule(SLOTS)) do
    if entry.name == ctx.params.name then
      return ctx:render("queue/entry", { entry = view.entry(entry, url_of(ctx)), may_change = ctx.staff.can "jobs.write",
        page = { title = entry.name, crumbs = crumbs(ctx, entry.name) } })
    end
  end
  return ctx:not_found()
end

--- POST /admin/jobs/run
function pages.run_now(ctx)
  local values, errors = ctx:form(forms.entry)
  if not values then return ctx:invalid(errors) end
  local id, refused = tend_job.run_now(ctx, values.name)
  return go_back(ctx, ctx:referring_path(ctx:url "admin.jobs"), id, refused, values.name .. " 작업을 지금 실행해요.")
end

return pages
