-- Deployments in the back office: what is live, tried and was tried, what differs, and what can be done without a working
-- tree: go back, promote, hold still.

local release = require "release"
local desk = require "release.rules.desk"
local forms = require "release.forms"
local steer = require "flows.steer_release"
local clock = require "shared.clock"

local pages = {}

local SHOWN, DIFFS = 30, 40
local HERE = "/admin/deployments"

local function is_sha(sent) return type(sent) == "string" and #sent == 64 and not sent:find("[^%da-f]") end

--- GET /admin/deployments
function pages.show(ctx)
  local newest, epoch = release.rollout.newest()
  local frozen, rollouts = release.freeze.standing(), release.rollout.list(SHOWN)
  local stored, was_live = release.list(SHOWN), {}
  for _, row in ipairs(stored) do was_live[row.sha] = release.rollout.was_stable(row.sha) end
  return ctx:render("release/deployments", {
    live = newest and desk.live(newest, stored) or nil, may_write = ctx.staff.can "deployments.write",
    canary = newest and newest.canary and desk.canary(newest, release.judge.opinion(newest, frozen ~= nil),
      release.judge.p95) or nil,
    frozen = frozen and { who = frozen.who, why = frozen.why, at = frozen.at } or nil,
    standing = release.rollout.standing() ~= nil, nodes = desk.nodes(release.node.list(), epoch),
    rollouts = desk.rollouts(rollouts), releases = desk.releases(stored, newest, was_live),
    page = { title = "배포" },
  })
end

--- GET /admin/deployments/diff?a=…&b=…
function pages.diff(ctx)
  local a, b = ctx.args.a, ctx.args.b
  if not is_sha(a) or not is_sha(b) then return ctx:not_found() end
  local changes, unknown = release.compare(a, b, DIFFS)
  if not changes then return nil, unknown end
  return ctx:render("release/diff", { from = desk.short(a), to = desk.short(b), changes = desk.changes(changes),
    page = { title = "달라지는 것",
      crumbs = { { name = "배포", url = HERE }, { name = desk.short(a) .. " → " .. desk.short(b) } } } })
end

-- Why not, in words, on the page one came from.
local function say(ctx, problem)
  local sentence = ctx:sentence(problem)
  if problem.code == "rollout.busy" and problem.rollout then
    sentence = ("%s 님이 %s부터 배포하고 있어요: %s"):format(problem.rollout.who, clock.datetime(problem.rollout.opened_at),
      problem.rollout.why)
  elseif (problem.code == "rollout.frozen" or problem.code == "freeze.stands") and problem.freeze then
    sentence = ("%s 님이 배포를 멈춰 두었어요: %s"):format(problem.freeze.who, problem.freeze.why)
  end
  ctx:flash("error", sentence)
  return ctx:redirect(HERE)
end

local function back_page(ctx, form, status)
  local sha = form.values.sha
  local way, none = steer.way_back(sha ~= "" and sha or nil)
  if not way then return say(ctx, none) end
  local changes, unknown = release.compare(way.newest.canary or way.newest.stable, way.sha, DIFFS)
  if not changes then return nil, unknown end
  return ctx:render("release/rollback", { form = form, from = desk.short(way.newest.canary or way.newest.stable),
    to = desk.short(way.sha), sha = sha, ends_canary = way.newest.canary ~= nil and way.sha == way.newest.stable,
    changes = desk.changes(changes),
    page = { title = "되돌리기", crumbs = { { name = "배포", url = HERE }, { name = "되돌리기" } } },
  }, status)
end

--- GET /admin/deployments/rollback?sha=…: what it would do.
function pages.preview_rollback(ctx)
  local sha = ctx.args.sha
  if sha ~= nil and not is_sha(sha) then return ctx:not_found() end
  return back_page(ctx, { values = { sha = sha }, errors = {} })
end

--- POST /admin/deployments/rollback
function pages.roll_back(ctx)
  local values, errors, typed = ctx:form(forms.back)
  if not values then return back_page(ctx, { values = typed, errors = errors }, 422) end
  local epoch, problem = steer.roll_back(ctx, values.sha, values.why)
  if not epoch then return say(ctx, problem) end
  ctx:flash("ok", ("되돌렸어요. 이제 %d번째 배포예요."):format(epoch))
  return ctx:redirect(HERE)
end

-- An action that only asks why, and what is said when it is done.
local function action(act, done)
  return function(ctx)
    local values, errors = ctx:form(forms.why)
    if not values then
      ctx:flash("error", errors.why)
      return ctx:redirect(HERE)
    end
    local result, problem = act(ctx, values.why)
    if not result then return say(ctx, problem) end
    ctx:flash("ok", done)
    return ctx:redirect(HERE)
  end
end

--- POST /admin/deployments/promote
pages.promote = action(steer.promote, "이제 모두가 새 릴리스를 써요.")

--- POST /admin/deployments/freeze
pages.freeze = action(steer.freeze, "배포를 멈췄어요. 되돌리기는 언제나 할 수 있어요.")

--- POST /admin/deployments/unfreeze
function pages.unfreeze(ctx)
  local lifted, problem = steer.unfreeze(ctx)
  if not lifted then return say(ctx, problem) end
  ctx:flash("ok", "다시 배포할 수 있어요.")
  return ctx:redirect(HERE)
end

return pages
