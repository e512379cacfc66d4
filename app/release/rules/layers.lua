-- Who may know whom in app/: web → flows → features → shared, jobs → flows; features never know each other; the seed,
-- which fills the tables of many features, stands where flows stand. Read from every `require` there is, so that the picture
-- in our heads stays the picture in the code: of this tree, and of what somebody is about to deploy.

local layers = {}

local bindings = { pg = true, redis = true, fetch = true, smtp = true, crypto = true, password = true, image = true,
  html = true, json = true, sandbox = true, clock = true, text = true, log = true, task = true, runtime = true, fs = true,
  bit = true, file = true, zstd = true, xlsx = true, qr = true, process = true, ffi = true, ["string.buffer"] = true }
-- What computes and waits for nothing, asks nobody the time and rolls no dice.
local pure = { json = true, text = true, bit = true, ffi = true, ["string.buffer"] = true }

-- The only modules that need the database binding without being a store, and what for.
local not_stores = {
  ["shared/cache.lua"] = "hears what changed",
  ["web/development/report.lua"] = "shows a developer the request's SQL",
}

-- The only modules that know Redis. Whoever else did would come to depend on it.
local not_redisless = {
  ["shared/cache.lua"] = "remembers what can be asked again",
  ["shared/bell.lua"] = "wakes who would look anyway",
}

-- The only modules of a feature that know files, and which. They work in commands and while a generation loads.
local not_fileless = {
  ["payment/contracts.lua"] = "reads keys that are on no other machine, while a generation loads",
  ["release/tree.lua"] = "reads the folder that is released, and unpacks what is to be built",
  ["release/keys.lua"] = "finds whom this node trusts on its disk, where the database cannot reach",
  ["release/replay/scratch.lua"] = "hands questions to a program, and takes its answers",
}

-- The only modules that know what a request has uploaded.
local receivers = {
  ["media/init.lua"] = "keeps pictures",
  ["shared/sheet.lua"] = "reads tables",
}

-- The only module that starts programs, which only commands can.
local not_alone = { ["release/replay/scratch.lua"] = "lets a release price apart from everything else" }

-- The only modules outside web/ that know its templates, and what for.
local not_webless = { ["mail/letter.lua"] = "draws letters as pages are drawn" }

local named = { web = "web", shared = "shared", flows = "flows", jobs = "jobs", seed = "seed", samples = "samples" }

--- Where a module stands: its layer, its feature's name if it belongs to one, and its path within.
---@param path string  below app/
---@return string layer
---@return string|nil feature
---@return string|nil rest
function layers.place(path)
  local first, rest = path:match("^([%w_]+)/(.*)$")
  if first == "routes" then return "routes" end
  if not first then return path == "boot.lua" and "boot" or path == "routes.lua" and "routes" or "stray" end
  if named[first] then return named[first], nil, rest end
  return "feature", first, rest
end

local function requires_of(source)
  local list, line = {}, 0
  for text in (source .. "\n"):gmatch("(.-)\n") do
    line = line + 1
    local code = text:gsub("%-%-.*", "")
    for module in code:gmatch("%f[%w_]require%s*%(?%s*[\"']([%w_.]+)[\"']") do
      list[#list + 1] = { module = module, line = line }
    end
  end
  return list
end

local function judge_binding(path, module, layer, is_rules, complain)
  if module == "pg" and not path:find("store%.lua$") and not not_stores[path] then
    complain "SQL lives only in store.lua"
  end
  if module == "redis" and not not_redisless[path] then complain "Redis is known only to the cache and the bell" end
  if (module == "fetch" or module == "smtp") and not path:find("/adapters/") then
    complain "the outside world is known only to adapters"
  end
  if module == "fs" and layer ~= "web" and layer ~= "seed" and not not_fileless[path] then
    complain "files are no feature's business"
  end
  if module == "file" and not receivers[path] then complain "uploads are looked at by who keeps or reads them" end
  if module == "process" and not not_alone[path] then complain "programs are for commands to start" end
  if is_rules and not pure[module] then complain "rules compute: they wait for nothing and know no clock" end
end

local function judge_feature(layer, feature, target, inside, is_rules, complain)
  if layer == "feature" then
    if target ~= feature then complain "features do not know each other" end
    if is_rules and not inside:find("^rules") and not inside:find("%.rules") and not inside:find("^machine%f[.%z]")
      and inside ~= "permissions" then
      complain "rules know only rules"
    end
    return
  end
  -- the seed writes what features would have written, and so reckons by their rules
  if inside ~= "" and not (layer == "seed" and inside:find("^rules")) then
    complain "of a feature only its face is known outside"
  end
  if layer == "jobs" then complain "a job calls a flow" end
  if layer == "web" and target ~= "session" then complain "web serves any site: it knows no feature" end
end

local function judge_require(path, module, features, complain)
  local layer, feature, rest = layers.place(path)
  local is_rules = rest and (rest:find("^rules%.lua$") or rest:find("^rules/") or rest:find("/rules%.lua$")
    or rest:find("/rules/"))
  local target, inside = module:match("^([%w_]+)%.?(.*)$")
  if bindings[module] then
    judge_binding(path, module, layer, is_rules, complain)
  elseif layer == "stray" then
    complain "a file that belongs nowhere requires something"
  elseif target == "shared" then
    if is_rules and (inside == "cache" or inside:find("^cache%.")) then complain "rules remember nothing" end
  elseif layer == "shared" then
    complain "shared knows nothing above it"
  elseif layer == "boot" then
    if inside ~= "" and features[target] then complain "of a feature only its face is known outside" end
  elseif layer == "routes" then
    if target ~= "routes" then complain "routes name their pages; they require nothing" end
  elseif target == "web" then
    if layer ~= "web" and not (not_webless[path] and (inside == "template" or inside == "view")) then
      complain "only web knows HTTP"
    end
  elseif target == "samples" then
    if layer ~= "samples" then complain "web serves any site: boot tells it the samples" end
  elseif layer == "samples" then
    complain "samples are data: they know nobody who makes views"
  elseif target == "flows" then
    local answers = layer ~= "feature" or rest:find("pages%.lua$") or rest:find("admin%.lua$")
    if not answers then complain "a feature does not know who puts it to use" end
    if layer == "web" then complain "web serves any site: boot tells it the flows" end
  elseif target == "seed" then
    if layer ~= "seed" then complain "the shop does not know the demo" end
  elseif target == "jobs" then
    if layer ~= "jobs" then complain "nobody knows the jobs" end
  elseif features[target] then
    judge_feature(layer, feature, target, inside, is_rules, complain)
  else
    complain "there is no such module"
  end
end

local function features_of(paths)
  local features = {}
  for path in pairs(paths) do
    local layer, feature = layers.place(path)
    if layer == "feature" then features[feature] = true end
  end
  return features
end

local function same_names(a, b)
  for name in pairs(a) do
    if not b[name] then return false end
  end
  for name in pairs(b) do
    if not a[name] then return false end
  end
  return true
end

--- What is wrong with the requires of a set of files. What a file may require hangs on it and on which features there are.
---@param files table<string, string>  source by path below app/
---@param before table<string, boolean>|nil  a tree that was found sound, by path: whether that file is the same here
---@return release.problem[]           in the order of their places
function layers.judge(files, before)
  local problems, features = {}, features_of(files)
  local known = before and same_names(features, features_of(before)) and before or {}
  for path, source in pairs(files) do
    for _, one in ipairs(known[path] and {} or requires_of(source)) do
      judge_require(path, one.module, features, function(why)
        problems[#problems + 1] = { path = "app/" .. path, line = one.line, reason = ("%s (%s)"):format(why, one.module) }
      end)
    end
  end
  table.sort(problems, function(a, b)
    if a.path ~= b.path then return a.path < b.path end
    if a.line ~= b.line then return a.line < b.line end
    return a.reason < b.reason
  end)
  return problems
end

return layers
