-- Runs once per generation: puts the site together and says how to check it.

local log = require "log"
local runtime = require "runtime"
local grade = require "grade"
local idempotency = require "idempotency"
local mail = require "mail"
local mall = require "mall"
local member = require "member"
local payment = require "payment"
local queue = require "queue"
local samples = require "samples"
local serve = require "web.serve"
local template = require "web.template"
local admit_staff = require "flows.admit_staff"
local check_money = require "flows.check_money"
local furnish_admin = require "flows.furnish_admin"
local furnish_page = require "flows.furnish_page"
local move_order = require "flows.move_order"
local recognize_member = require "flows.recognize_member"

-- In development any address shows the first mall; in production a host name nobody claimed has none.
local function mall_of(host, ctx)
  local of_admin, is_admin = admit_staff.mall_of(host, ctx)
  if is_admin then return of_admin end
  return mall.of_host(host) or runtime.development() and mall.first() or nil
end

local function furnish(ctx, page)
  if ctx.device == "admin" then return furnish_admin.run(ctx, page) end
  return furnish_page.run(ctx, page)
end

local site = serve.new { routes = require "routes", mall = mall_of, furnish = furnish, member = recognize_member.run,
  samples = samples, calls = idempotency, gates = { staff = admit_staff.run } }

mail.know(samples)
queue.know(require "jobs.kinds", require "jobs.schedule")
payment.load()

--- What the runtime runs now and then, in the job workers: { name, every = seconds, run }.
site.jobs = queue.hooks()

local check_site, prepare_site = site.self_check, site.prepare

local function check()
  local problems = move_order.lint()
  if #problems > 0 then return nil, "order/machine: " .. table.concat(problems, "; ") end
  local unsound = grade.lint(member.grades)
  if #unsound > 0 then return nil, "app/member/grades.lua: " .. table.concat(unsound, "; ") end
  local wrong_sum = check_money.problem()
  if wrong_sum then return nil, "money: " .. wrong_sum end
  local checked, wrong = check_site()
  if not checked then return nil, wrong end
  local broken_letter = mail.rehearse()
  if broken_letter then return nil, broken_letter end
  local no_contracts = payment.problem()
  if no_contracts then return nil, no_contracts end
  local no_mail = mail.problem()
  if no_mail then log.warn("mail.unset", { message = no_mail }) end
  return true
end

function site.self_check()
  template.begin()
  local sound, problem = check()
  template.finish()
  return sound, problem
end

--- What a worker does beside loading before it serves: of what was found sound it reads and compiles what it may need.
---@param answers boolean  it answers requests; else it runs jobs, which draw letters and no pages
function site.prepare(answers)
  template.begin()
  if answers then prepare_site() end
  mail.prepare()
  template.finish()
end

return site
