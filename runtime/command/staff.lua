--- `staff`: who works in the back office, for whoever has a shell: to invite, to close, to help somebody who has lost their
--- telephone. Each is written into the log as done by the shell's user.

local authored = require "authored"
local json = require "json"
local process = require "process"
local seoul = require "shared.clock"
local terminal = require "terminal"

-- Who is at this machine.
local function shell()
  local user = process.user(process.uid())
  return { actor = ("shell:%s@%s"):format(user and user.name or process.uid(), authored.host()) }
end

local refusals = {
  ["staff.email_taken"] = "there is an account with this address already",
  ["staff.not_found"] = "there is no such account",
  ["staff.last_owner"] = "this is the last owner: make somebody else one first",
}

local function fail(fault) terminal.fail("%s", refusals[fault.code] or tostring(fault)) end

local function mall_id_of(code)
  if not code then return nil end
  local mall = require("mall").of_code(code) or terminal.fail("there is no mall '%s'", code)
  return mall.id
end

local function account_of(email, what)
  if not email then terminal.fail("whose? staff %s EMAIL", what) end
  return require("staff").by_email(email) or terminal.fail("there is no account of %s", email)
end

-- Where the back office is opened from.
local function base_url(args)
  if args.base then return (args.base:gsub("/+$", "")) end
  local host = require("runtime").setting "ADMIN_HOST"
  if not host then
    local mall = require("mall").first()
    host = mall and mall.canonical_host
  end
  return "https://" .. (host or "localhost")
end

local function print_link(args, token) print(base_url(args) .. require("flows.invite_staff").path(token)) end

local actions = {}

function actions.list(_, args)
  local staff, rows = require "staff", {}
  for i, person in ipairs(staff.list()) do
    local roles = {}
    for n, role in ipairs(person.roles) do
      local mall = role.mall_id and require("mall").of_id(role.mall_id)
      roles[n] = role.role .. (mall and " in " .. mall.code or "")
    end
    local factor = person.enrolled and "totp" or "none yet"
    rows[i] = { person.email, person.name, table.concat(roles, ", "), person.status, factor,
      person.seen_at and seoul.datetime(person.seen_at) or "" }
    if args.json then
      print(json.encode { email = person.email, name = person.name, roles = json.array(roles), status = person.status,
        second_factor = person.enrolled, seen_at = person.seen_at })
    end
  end
  if args.json then return end
  if #rows > 0 then terminal.table({ "EMAIL", "NAME", "ROLES", "STATUS", "SECOND FACTOR", "LAST LOG-IN" }, rows) end
  if #rows == 0 then terminal.say("nobody yet: staff first-owner prints the link to the first account") end
end

function actions.invite(email, args)
  if not email or not email:find "^[^@%s]+@[^@%s]+$" then terminal.fail("whom? staff invite EMAIL --role ROLE") end
  local role = args.role or terminal.fail("as what? staff invite EMAIL --role ROLE")
  if not require("staff").is_role(role) then terminal.fail("'%s' is no role; app/staff/permissions.lua has them", role) end
  local token, fault = require("flows.invite_staff").run(shell(), { email = email, role = role,
    mall_id = mall_id_of(args.mall) })
  if not token then fail(fault) end
  terminal.say("this link makes the account of %s; it works once, for a day:", email)
  print_link(args, token)
end

actions["first-owner"] = function(_, args)
  if not require("mall").first() then return end
  local token = require("flows.invite_staff").first_owner(shell())
  if token then print_link(args, token) end
end

function actions.disable(email, args)
  local done, fault = require("flows.change_staff").disable(shell(), account_of(email, "disable").id, args.message)
  if not done then fail(fault) end
  terminal.say("%s is closed, and logged out everywhere", email)
end

actions["reset-totp"] = function(email, args)
  local done, fault = require("flows.change_staff").reset_totp(shell(), account_of(email, "reset-totp").id, args.message)
  if not done then fail(fault) end
  terminal.say("%s has no second factor: whoever knows the password sets another up within a day", email)
end

return {
  summary = "list, invite and close the accounts of the back office",
  usage = "list | invite EMAIL --role ROLE | first-owner | disable EMAIL | reset-totp EMAIL [OPTIONS]",
  text = [[
staff list               who can log in, as what, and when they last did
staff invite EMAIL       print a link with which the account is made: once, within a day
staff first-owner        the same for the first owner; prints nothing where there is one
staff disable EMAIL      close an account: every session of it ends
staff reset-totp EMAIL   take a lost telephone away: another is set up with the password within a day

Roles: owner, manager, merchandiser, cs, developer, reader (app/staff/permissions.lua says what each may do).]],
  flags = {
    { name = "role", value = "ROLE", help = "invite: as what" },
    { name = "mall", value = "CODE", help = "invite: only for this mall; all of them unless told" },
    { name = "base", value = "URL", help = "where the link leads; ADMIN_HOST or the first mall's host unless told" },
    { name = "message", short = "m", value = "WHY", help = "disable, reset-totp: why, for the log" },
    { name = "json", help = "list: one JSON object a line, for programs" },
  },
  operands = { min = 1, max = 2 },
  needs = "database",
  run = function(args)
    local action = actions[args[1]]
    if not action then
      terminal.fail("staff knows 'list', 'invite', 'first-owner', 'disable' and 'reset-totp', not '%s'", args[1])
    end
    action(args[2], args)
    return 0
  end,
}
