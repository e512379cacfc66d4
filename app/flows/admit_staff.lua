-- Who may pass to a page of the back office: routes.lua says what it takes, and whoever lacks it is answered here. Asked of
-- every request, so that what was taken away from somebody is gone at once.

local clock = require "shared.clock"
local log = require "log"
local mall = require "mall"
local runtime = require "runtime"
local staff = require "staff"
local text = require "text"
local fault = require "shared.fault"

local admit_staff = {}

local LOGIN, PROOF = "/admin/login", "/admin/proof"

-- Where the back office alone lives, if it has a host name of its own.
local function admin_host()
  local host = runtime.setting "ADMIN_HOST"
  return host and host ~= "" and host:lower() or nil
end

--- The mall of a request to the host of the back office, which has none of its own: the first one, unless another is
--- chosen after the log-in. Nothing else is served there.
---@param host string
---@param ctx context
---@return table|nil mall
---@return boolean is_admin_host
function admit_staff.mall_of(host, ctx)
  if host ~= admin_host() then return nil, false end
  return ctx.device == "admin" and mall.first() or nil, true
end

local function here(ctx) return ctx.return_to end

-- A strict cookie does not come along with a link from elsewhere: the page asks for itself once more, from here.
local function came_from_elsewhere(ctx)
  return ctx.method == "GET" and ctx.req:header("Sec-Fetch-Site") == "cross-site"
end

local function to_login(ctx)
  if came_from_elsewhere(ctx) then return ctx:again() end
  local back = ctx.method == "GET" and here(ctx) or "/admin"
  return ctx:redirect(LOGIN .. (back == "/admin" and "" or "?return_to=" .. text.escape_url(back)))
end

-- After the code is typed the same page is asked for; a form that was sent has to be sent again.
local function to_proof(ctx)
  local back = here(ctx)
  if ctx.method ~= "GET" then
    back = ctx:referring_path("/admin")
    ctx:flash("error", "확인한 뒤 하던 일을 다시 한 번 눌러 주세요. 아직 바뀐 것은 없어요.")
  end
  return ctx:redirect(PROOF .. "?return_to=" .. text.escape_url(back))
end

local function as_guest(ctx)
  ctx.session = staff.session.on_the_way(ctx)
end

-- The mall that is worked on: the one chosen, else the host's, else the first where they have a role.
local function choose_mall(ctx, row)
  local chosen = row.mall_id
  if not chosen and not staff.role_in(row.roles, ctx.mall.id) then chosen = row.roles[1] and row.roles[1].mall_id end
  if chosen and chosen ~= ctx.mall.id then ctx.mall = mall.of_id(chosen) or ctx.mall end
end

--- The gate of the option `staff`.
---@param ctx context
---@param route route
---@return integer|nil status  nil: they may pass
---@return string[]|nil headers
---@return string|nil body
function admit_staff.run(ctx, route)
  local own_host = admin_host()
  if own_host and ctx.req:host() ~= own_host then return ctx:not_found() end
  if not staff.session.admits(ctx:address()) then
    log.warn("staff.address_refused", { address = ctx:address(), route = route.name })
    return ctx:refuse(fault("staff.address"))
  end
  if route.staff == "guest" then return as_guest(ctx) end
  local now = clock.now()
  local session = staff.session.open(ctx, now)
  if not session then return to_login(ctx) end
  ctx.session = session
  choose_mall(ctx, session.row)
  ctx.staff = staff.person(session.row, ctx.mall.id)
  if not ctx.staff.role or route.staff ~= true and not ctx.staff.can(route.staff) then
    log.warn("staff.forbidden", { staff = ctx.staff.id, route = route.name })
    return ctx:refuse(fault("staff.forbidden"))
  end
  if route.fresh and not session:is_fresh(now) then return to_proof(ctx) end
end

return admit_staff
