-- The load: wrk for HTTP, pgbench for PostgreSQL.

local process = require "process"
local runtime = require "runtime"

local load = {}

local function run(program)
  local code, out, message = process.run(program)
  if code ~= 0 then error(("%s: %s%s"):format(program.argv[1], out or "", message or ""), 0) end
  return out
end

local function milliseconds(number, unit)
  return tonumber(number) * (unit == "us" and 0.001 or unit == "ms" and 1 or unit == "s" and 1000 or 60000)
end

---@class bench.answered
---@field rate number       answers per second
---@field requests integer  answers
---@field errors integer    refused, broken, timed out, or of a status from 400
---@field p99 number        milliseconds

--- Loads a server from one thread. An answer that is an error ends the bench unless `errors` says that they count.
---@param options { url: string, seconds: number|nil, connections: integer|nil, script: string|nil, errors: boolean|nil,
---  env: table<string, string>|nil }
---@return bench.answered
function load.wrk(options)
  local argv = { "wrk", "-t1", "-c" .. (options.connections or 32), ("-d%ds"):format(options.seconds or 2), "--latency" }
  if options.script then
    local path = options.script:sub(1, 1) == "/" and options.script or runtime.root() .. "/" .. options.script
    argv[#argv + 1], argv[#argv + 2] = "-s", path
  end
  argv[#argv + 1] = options.url
  local out = run { argv = argv, env = options.env }
  local errors = tonumber(out:match("Non%-2xx or 3xx responses: (%d+)") or 0)
  for count in (out:match("Socket errors:([^\n]*)") or ""):gmatch("%d+") do errors = errors + tonumber(count) end
  if errors > 0 and not options.errors then error(("%s: %d errors\n%s"):format(options.url, errors, out), 0) end
  if not out:find("99%%%s+[%d.]+%a") then error(("%s: nothing was answered\n%s"):format(options.url, out), 0) end
  return { rate = tonumber(out:match("Requests/sec:%s+([%d.]+)")), requests = tonumber(out:match("(%d+) requests in")),
    errors = errors, p99 = milliseconds(out:match("99%%%s+([%d.]+)(%a+)")) }
end

--- Selects by primary key through prepared statements, per second.
---@param settings table
---@param clients integer
---@return number
function load.pgbench(settings, clients)
  local out = run { argv = { settings.postgres_programs .. "pgbench", "-S", "-M", "prepared", "-n", "-T", "2", "-j", "2",
    "-c", clients, "-h", settings.host, "-U", settings.user, settings.rows } }
  return tonumber(out:match("tps = ([%d.]+)"))
end

--- The number of clients with which pgbench does best here.
---@param settings table
---@return integer
function load.best_pgbench(settings)
  local best, best_rate = 8, 0
  for _, clients in ipairs { 4, 8, 16, 32, 64 } do
    local rate = load.pgbench(settings, clients)
    if rate > best_rate then best, best_rate = clients, rate end
  end
  return best
end

return load
