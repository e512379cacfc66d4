--- What a release that is made from a folder says of itself: whose work it is, and which tables it was written for; and who
--- asks for something to be deployed, from where.

local fs = require "fs"
local migration = require "migration"
local process = require "process"
local runtime = require "runtime"
local seoul = require "shared.clock"
local terminal = require "terminal"

local authored = {}

--- The name of this machine.
---@return string
function authored.host() return ((fs.read "/proc/sys/kernel/hostname" or "?"):gsub("%s+$", "")) end

--- Who the folder's own history says is at work there, or who is at this machine.
---@param folder string
---@return string
function authored.author(folder)
  local code, out = process.run { argv = { "git", "-C", folder, "config", "--get-regexp", "^user\\.(name|email)$" },
    stdin = "null" }
  local said = {} -- the last word counts: the folder's own after the person's
  for key, value in (code == 0 and out or ""):gmatch "user%.(%a+) ?([^\n]*)\n" do said[key] = value end
  local name, mail = said.name or "", said.email or ""
  if name ~= "" then return mail ~= "" and ("%s <%s>"):format(name, mail) or name end
  local user = process.user(process.uid())
  return ("%s@%s"):format(user and user.name or process.uid(), authored.host())
end

--- A release knows the tables as the newest migration beside it left them, and needs what they add unless told; what they
--- take away comes after it, so it is not waited for.
---@param folder string
---@param args {schema_min:integer|nil, schema_max:integer|nil}
---@return {min:integer, max:integer}
function authored.schema(folder, args)
  local own = folder .. "/migrations"
  local files, problem = migration.files(fs.stat(own) and own or runtime.root() .. "/migrations")
  if not files then terminal.fail("%s", problem) end
  if #files == 0 then terminal.fail("there are no migrations beside %s", folder) end
  local needed = #files
  while needed > 1 and files[needed].contracts do needed = needed - 1 end
  return { min = args.schema_min or needed, max = args.schema_max or #files }
end

--- The facts of a release.
---@param folder string
---@param args {author:string|nil, message:string|nil, base:string|nil, schema_min:integer|nil, schema_max:integer|nil}
---@return release.facts
function authored.facts(folder, args)
  return { author = args.author or authored.author(folder), message = args.message or "", base = args.base,
    schema = authored.schema(folder, args), created_at = math.floor(seoul.now()) }
end

return authored
