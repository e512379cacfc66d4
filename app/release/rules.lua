-- What a release may be made of, judged file by file: source text that Lua or a template can be built from, and the list
-- of built assets that pages refer to. Nothing here trusts where a file came from: the same rules hold when a release is
-- made from a folder and when one arrives from elsewhere.

local json = require "json"
local text = require "text"

local rules = {}

--- Bytes of a file, of all files, of a bundle; files; bytes and depth of a path.
rules.LIMITS = { file = 1048576, content = 33554432, bundle = 50331648, files = 5000, path = 200, depth = 12 }

--- Where web/manifest.lua looks for the built assets, and so where a release keeps their list.
rules.ASSETS = "build/static/manifest.json"

local REQUIRED = { "app/boot.lua", rules.ASSETS }

---@class release.file
---@field path string
---@field bytes string|nil  its content
---@field type string|nil   what it is when it is no plain file: "link", "socket" …
---@field sha256 string|nil of its content, once somebody has reckoned it

---@class release.problem
---@field path string
---@field line integer|nil
---@field reason string

--- Whether a path may stand in a release, and as what.
---@param path string
---@return "lua"|"template"|"assets"|nil kind
---@return string|nil reason
function rules.kind(path)
  if not text.valid(path) then return nil, "its name is not UTF-8" end
  if path:find("[%z\1-\31\127]") then return nil, "its name has a control character" end
  if #path > rules.LIMITS.path then return nil, ("its path is longer than %d bytes"):format(rules.LIMITS.path) end
  local depth = 0
  for part in (path .. "/"):gmatch("([^/]*)/") do
    depth = depth + 1
    if part == "" or part == "." or part == ".." or part:find("\\", 1, true) then
      return nil, "its path leads out of the release"
    end
    if part:sub(1, 1) == "." then return nil, "it is hidden" end
  end
  if depth > rules.LIMITS.depth then return nil, ("it lies more than %d folders deep"):format(rules.LIMITS.depth) end
  if text.nfc(path) ~= path then return nil, "its name is not in composed form (NFC)" end
  if path == rules.ASSETS then return "assets" end
  if path:find("^app/.+%.lua$") then return "lua" end
  if path:find("^templates/.+%.html$") or path:find("^templates/.+%.css$") then return "template" end
  return nil, "it is neither app/….lua nor templates/….html or .css"
end

-- A line feed is never part of another character, so the first line that is not UTF-8 has the first wrong byte.
local function bad_line(bytes, wrong)
  local number = 0
  for line in (bytes .. "\n"):gmatch("(.-)\n") do
    number = number + 1
    if wrong(line) then return number end
  end
end

local function not_utf8(line) return not text.valid(line) end
local function has_nul(line) return line:find("\0", 1, true) ~= nil end

-- The list of assets names files below /static/ and nothing else.
local function judge_assets(bytes)
  local names, message = json.decode(bytes)
  if type(names) ~= "table" then return nil, "it is not JSON: " .. tostring(message) end
  for name, built in pairs(names) do
    if type(name) ~= "string" or type(built) ~= "string" then return nil, "it is no list of names" end
    if ("/" .. built .. "/"):find("/%.*/") or not built:find("^[%w/._-]+$") then
      return nil, ("%q is no file below /static/"):format(built)
    end
  end
end

-- Line and reason of what is wrong with a content; nothing when it is sound. Lua is compiled, never run.
local function judge_content(kind, path, bytes)
  if #bytes > rules.LIMITS.file then
    return nil, ("it has %d bytes, %d are allowed"):format(#bytes, rules.LIMITS.file)
  end
  if bytes:sub(1, 1) == "\27" then return 1, "it is bytecode: only source text is released" end
  if not text.valid(bytes) then return bad_line(bytes, not_utf8), "it is not UTF-8" end
  if has_nul(bytes) then return bad_line(bytes, has_nul), "it has a NUL" end
  if kind == "assets" then return judge_assets(bytes) end
  if kind == "template" then return end
  local chunk, message = loadstring(bytes, "@" .. path)
  if chunk then return end
  local line, reason = message:match(":(%d+): (.*)$")
  return tonumber(line), "it is not Lua: " .. (reason or message)
end

local function judge_file(file, known)
  local kind, reason = rules.kind(file.path)
  if not kind then return nil, reason end
  if file.type == "link" then return nil, "it is a symbolic link" end
  if file.type then return nil, ("it is a %s, not a file"):format(file.type) end
  if known and known(file) then return nil end
  return judge_content(kind, file.path, file.bytes)
end

-- A file system may hold two names for one, and a name cannot be both a file and a folder.
local function judge_neighbours(files, complain)
  local by_fold, by_path = {}, {}
  for _, file in ipairs(files) do
    by_path[file.path] = true
    local fold = text.fold(file.path) or file.path
    local other = by_fold[fold]
    if other == file.path then
      complain(file.path, nil, "it is there twice")
    elseif other then
      complain(file.path, nil, ("its name differs from %s in case or composition only"):format(other))
    end
    by_fold[fold] = by_fold[fold] or file.path
  end
  for _, file in ipairs(files) do
    local folder = file.path
    repeat
      folder = folder:match("^(.*)/")
      if folder and by_path[folder] then complain(folder, nil, "it is a file and a folder") end
    until not folder
  end
  for _, path in ipairs(REQUIRED) do
    if not by_path[path] then complain(path, nil, "it is missing") end
  end
end

--- Everything that forbids to make a release of these files; none when there is nothing.
---@param files release.file[]
---@param known nil|fun(file: release.file): boolean  whether its content was found sound before
---@return release.problem[]
function rules.judge(files, known)
  local problems, total = {}, 0
  local function complain(path, line, reason) problems[#problems + 1] = { path = path, line = line, reason = reason } end
  if #files > rules.LIMITS.files then
    complain(".", nil, ("there are more than %d files"):format(rules.LIMITS.files))
    return problems
  end
  for _, file in ipairs(files) do
    local line, reason = judge_file(file, known)
    if reason then complain(file.path, line, reason) end
    total = total + #(file.bytes or "")
  end
  judge_neighbours(files, complain)
  if total > rules.LIMITS.content then
    complain(".", nil, ("all files have %d bytes, %d are allowed"):format(total, rules.LIMITS.content))
  end
  return problems
end

--- A path that nobody has judged yet, fit for a terminal.
---@param path string
---@return string
function rules.shown(path) return (path:gsub("[%z\1-\31\127]", "?")) end

--- A problem as compilers write it, so that editors find the place.
---@param problem release.problem
---@return string
function rules.sentence(problem)
  return ("%s:%s %s"):format(rules.shown(problem.path), problem.line and problem.line .. ":" or "", problem.reason)
end

return rules
