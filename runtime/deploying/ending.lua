--- What a deployment came to, in words, as JSON and as an exit code:
---   0 live, 1 refused, 2 the command line was wrong, 3 somebody else was first, 4 the canary was rolled back,
---   130 interrupted before it was live

local json = require "json"
local release = require "release"
local terminal = require "terminal"

local ending = {}

local codes = { live = 0, unchanged = 0, checked = 0, promoted = 0, holding = 0, refused = 1, first = 3, rolled_back = 4,
  interrupted = 130 }

local function short(sha) return sha and sha:sub(1, 12) or "it" end

local sentences = {
  live = function(r) return ("%s is live, epoch %d"):format(short(r.sha), r.epoch) end,
  unchanged = function(r) return ("%s is live already"):format(short(r.sha)) end,
  checked = function(r) return ("%s is sound; nothing was stored, nothing is live"):format(short(r.sha)) end,
  promoted = function(r) return ("%s is live for all, epoch %d (%s)"):format(short(r.sha), r.epoch, r.reason) end,
  holding = function(r) return ("%s goes on as a canary: %s"):format(short(r.sha), r.reason) end,
  rolled_back = function(r) return ("%s was rolled back, epoch %d (%s)"):format(short(r.sha), r.epoch, r.reason) end,
  refused = function(r) return "not live: " .. r.reason end,
  first = function(r) return "not live: " .. r.reason end,
  interrupted = function(r) return "not live: " .. r.reason end,
}

--- A refusal.
---@param sha string|nil
---@param reason string
---@return deploying.result
function ending.refused(sha, reason) return { outcome = "refused", sha = sha, reason = reason, timings = {} } end

--- A refusal by problems of files, or by another fault.
---@param sha string|nil
---@param fault {problems: release.problem[]|nil, message: string|nil}
---@return deploying.result
function ending.problems(sha, fault)
  local lines = {}
  for i, problem in ipairs(fault.problems or {}) do lines[i] = release.sentence(problem) end
  local result = ending.refused(sha, #lines == 0 and tostring(fault.message or fault)
    or ("%d problem%s"):format(#lines, #lines == 1 and "" or "s"))
  result.problems = #lines > 0 and lines or nil
  return result
end

local function say(result, as_json)
  local code = codes[result.outcome]
  if as_json then
    result.problems = result.problems and json.array(result.problems)
    result.nodes = result.nodes and json.array(result.nodes)
    print(json.encode(result))
    return code
  end
  for _, line in ipairs(result.problems or {}) do io.stderr:write(line, "\n") end
  local sentence = sentences[result.outcome](result)
  if code == 0 then print(sentence) else io.stderr:write("sijang: ", sentence, "\n") end
  if result.note then terminal.say("%s", result.note) end
  return code
end

--- Does the work of a command and says how it ended; as JSON also when the world failed it.
---@param work fun(args: table): deploying.result
---@param args table
---@return integer exit_code
function ending.of(work, args)
  local ok, result = xpcall(work, function(raised)
    return type(raised) == "table" and raised or debug.traceback(tostring(raised), 2)
  end, args)
  if not ok and (not args.json or type(result) ~= "table") then error(result, 0) end
  if not ok then result = ending.refused(nil, tostring(result.sentence or result.message or result.code)) end
  return say(result, args.json)
end

return ending
