-- Asks a folder's logic for prices in a process of its own, which gets so much time and memory and no more. Commands only:
-- no page starts programs.

local clock = require "clock"
local fs = require "fs"
local json = require "json"

local scratch = {}

--- For all that is asked, loading included.
scratch.LIMITS = { milliseconds = 10000, megabytes = 256 }

local LOOK_MS = 20

-- What a release has no business with.
local WITHHELD = { DATABASE_URL = false, DATABASE_OWNER_URL = false, DATABASE_DIRECT_URL = false, REDIS_URL = false,
  SECRET_KEY = false, CONFIG_FILE = false, RELEASE_KEY = false, LOG_FILE = false }

-- Waits for its end, or puts one to it. -> why that is not the end it should have come to
local function watch(process, handle, limits)
  local deadline = clock.monotonic() + limits.milliseconds
  while true do
    local code, signal = handle:wait(LOOK_MS)
    if code then return signal and "it was ended by " .. signal or "it ended with " .. code end
    local resident = (fs.read(("/proc/%d/status"):format(handle.pid)) or ""):match("VmRSS:%s*(%d+) kB")
    local reason
    if tonumber(resident or 0) > limits.megabytes * 1024 then
      reason = ("it took more than %d MB"):format(limits.megabytes)
    elseif clock.monotonic() > deadline then
      reason = ("it did not end within %g s"):format(limits.milliseconds / 1000)
    end
    if reason then
      process.kill(handle.pid, "KILL")
      handle:wait()
      return reason
    end
  end
end

local function run(root, inputs, limits, folder)
  local process = require "process" -- which only commands have
  assert(fs.write(folder .. "/inputs", table.concat(inputs, "\n")))
  local handle, message = process.spawn { argv = { fs.realpath "/proc/self/exe", "price", root }, env = WITHHELD,
    stdin = folder .. "/inputs", stdout = folder .. "/answers", stderr = folder .. "/complaint", die_with_parent = true }
  if not handle then error(message, 0) end
  local reason = watch(process, handle, limits)
  local answers, last = {}, 0
  -- A release may print: what is no answer is left out.
  for line in (fs.read(folder .. "/answers") or ""):gmatch("([^\n]*)\n") do
    local number, said = line:match("^(%d+)\t({.*})$")
    if number then
      last = tonumber(number)
      answers[last] = json.decode(said)
    end
  end
  reason = ("%s, at number %d of %d"):format(reason, last + 1, #inputs)
  local complaint = (fs.read(folder .. "/complaint") or ""):match("[^\n]+")
  if complaint then reason = reason .. ": " .. complaint end
  for i = 1, #inputs do answers[i] = answers[i] or { broken = reason } end
  return answers
end

---@class replay.answer  amounts in won; or else `cannot` or `broken`
---@field goods integer
---@field discount integer
---@field shipping integer
---@field payable integer
---@field lines {unit_price:integer, amount:integer}[]
---@field cannot string|nil  why this release cannot be asked that
---@field broken string|nil  how it failed

--- What each input costs by the app/ of a folder. Waits.
---@param root string
---@param inputs string[]  inputs of flows/quote.lua as JSON
---@param limits {milliseconds:integer, megabytes:integer}
---@return replay.answer[]
function scratch.price(root, inputs, limits)
  local folder = assert(fs.temp "sijang-replay")
  local ok, answers = pcall(run, root, inputs, limits, folder)
  fs.remove(folder, true)
  if not ok then error(answers, 0) end
  return answers
end

return scratch
