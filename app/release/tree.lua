-- Releases as folders: reads what a developer's folder would release, and unpacks a release where a generation can be built
-- from it. An unpacked release keeps its statement and signature beside the files, so that a node without its database can
-- still tell that what lies on its disk is what somebody trusted has signed.

local bundle = require "release.bundle"
local clock = require "clock"
local crypto = require "crypto"
local fault = require "shared.fault"
local fs = require "fs"
local rules = require "release.rules"
local runtime = require "runtime"

local tree = {}

local FILE, FOLDER = 292, 493 -- 0444, 0755
local STATEMENT, SIGNATURE = "statement.json", "signature"

-- The demo fills a database and is no logic of a shop; what editors leave behind is as little of it as it is for the
-- watcher of saves.
local function left_out(path, name)
  return path == "app/seed" or name:find("^[.#]") or name:find("~$") or name:find("%.swp$") or name == "4913"
end

local function broken(message) return fault("release.refused", { problems = {}, message = message }) end

local function add(root, path, type, files)
  if #files > rules.LIMITS.files then return true end
  if type ~= "file" then
    files[#files + 1] = { path = path, type = type }
    return true
  end
  -- One byte more than allowed is enough to be refused by.
  local bytes, message = fs.read(root .. "/" .. path, rules.LIMITS.file + 1)
  files[#files + 1] = bytes and { path = path, bytes = bytes } or nil
  return bytes ~= nil, message
end

local function walk(root, folder, depth, files)
  local names, message = fs.list(root .. "/" .. folder)
  if not names then return nil, message end
  for _, name in ipairs(names) do
    local path = folder .. "/" .. name
    if not left_out(path, name) then
      local found, reason = fs.lstat(root .. "/" .. path)
      if not found then return nil, reason end
      local done
      if found.type == "directory" and depth <= rules.LIMITS.depth then
        done, reason = walk(root, path, depth + 1, files)
      else
        done, reason = add(root, path, found.type, files)
      end
      if not done then return nil, reason end
    end
  end
  return true
end

--- What a folder would release, judged by nobody yet.
---@param root string
---@return release.file[]|nil
---@return fault|nil release.refused
function tree.read(root)
  local files = {}
  for _, folder in ipairs { "app", "templates" } do
    local found, message = fs.lstat(root .. "/" .. folder)
    if not found then return nil, broken(message) end
    if found.type ~= "directory" then
      files[#files + 1] = { path = folder, type = found.type }
    else
      local done, reason = walk(root, folder, 1, files)
      if not done then return nil, broken(reason) end
    end
  end
  local assets = fs.lstat(root .. "/" .. rules.ASSETS)
  if not assets then return nil, broken(rules.ASSETS .. ": the styles and scripts are not built") end
  local done, message = add(root, rules.ASSETS, assets.type, files)
  if not done then return nil, broken(message) end
  return files
end

--- The folder of unpacked releases.
---@return string
function tree.folder() return runtime.data "releases" end

---@param sha string
---@return string
function tree.path(sha) return tree.folder() .. "/" .. sha end

-- Not flushed file by file, which would take a second: what a crash leaves half written is not what was signed, and is
-- found by that. Most files are as in the release before, and are shared with it: `like` says where one of a path and a
-- sum lies that was just read and found right.
local function fill(folder, release, like)
  local made = {}
  local function put(path, bytes, sum)
    local parent = path:match("^(.*)/")
    if parent and not made[parent] then
      local done, message = fs.mkdir(folder .. "/" .. parent, FOLDER, true)
      if not done then return nil, message end
      made[parent] = true
    end
    local shared = sum and like(path, sum)
    return shared and fs.link(shared, folder .. "/" .. path) or fs.append(folder .. "/" .. path, bytes, FILE)
  end
  for _, file in ipairs(release.files) do
    local done, message = put(file.path, release.contents[file.sha256], file.sha256)
    if not done then return nil, message end
  end
  local done, message = put(STATEMENT, release.statement)
  if not done then return nil, message end
  return put(SIGNATURE, ("%s %s\n"):format(release.key, crypto.hex(release.signature)))
end

--- What is said of a release that lies unpacked on this disk, if somebody trusted has signed it. Its files are not read.
---@param sha string
---@param keys table<string, release.key>
---@return {key:string, signature:string, statement:string}|nil
---@return fault|nil release.damaged, and what bundle.verify says
function tree.signed(sha, keys)
  local folder = tree.path(sha)
  local statement, message = fs.read(folder .. "/" .. STATEMENT)
  local key, signature = (fs.read(folder .. "/" .. SIGNATURE) or ""):match("^(%x+) (%x+)\n$")
  signature = signature and crypto.unhex(signature)
  if not statement or not signature then
    return nil, fault("release.damaged", { message = message or folder .. " has no signature" })
  end
  local sealed = { key = key, signature = signature, statement = statement }
  local signer, refused = bundle.verify(sealed, keys)
  if not signer then return nil, refused end
  return sealed
end

--- A release as it lies unpacked on this disk, if every file is what somebody trusted has signed and there is no other.
---@param sha string
---@param keys table<string, release.key>
---@return release.bundle|nil
---@return fault|nil release.damaged, and what bundle.verify says
function tree.kept(sha, keys)
  local sealed, refused = tree.signed(sha, keys)
  if not sealed then return nil, refused end
  local said, unfit = bundle.stated(sealed)
  if not said then return nil, unfit end
  local folder = tree.path(sha)
  local files, problem = tree.read(folder)
  if not files then return nil, problem end
  local by_path = {}
  for _, file in ipairs(files) do by_path[file.path] = file.bytes end
  local release, reason = bundle.assemble(sealed, said, function(entry) return by_path[entry.path] end)
  if not release then return nil, reason end
  if release.sha ~= sha then return nil, fault("release.damaged", { message = folder .. " has another release in it" }) end
  if #release.files ~= #files then
    return nil, fault("release.damaged", { message = folder .. " has files that were not signed" })
  end
  return release
end

-- What lies in the folder: unpacked releases, the newest first, and what is or was being unpacked.
local function lying()
  local folder, whole, half = tree.folder(), {}, {}
  for _, name in ipairs(fs.list(folder) or {}) do
    local found = fs.lstat(folder .. "/" .. name)
    if found and found.type == "directory" and #name == 64 and not name:find "%X" then
      whole[#whole + 1] = { name = name, at = found.mtime }
    elseif found and name:find "^%.%x+%.%x+$" then
      half[#half + 1] = { name = name, at = found.mtime }
    end
  end
  table.sort(whole, function(a, b) return a.at > b.at or a.at == b.at and a.name < b.name end)
  return whole, half
end

--- The release that was unpacked last, if it is sound.
---@param keys table<string, release.key>
---@return release.bundle|nil
function tree.newest(keys)
  local newest = lying()[1]
  return newest and (tree.kept(newest.name, keys))
end

-- Where a file of a path and a sum lies in a release that was found sound.
local function sharing(release)
  if not release then return function() return nil end end
  local sums, folder = {}, tree.path(release.sha)
  for _, file in ipairs(release.files) do sums[file.path] = file.sha256 end
  return function(path, sum) return sums[path] == sum and folder .. "/" .. path or nil end
end

--- How many unpacked releases stay in any case: those before the last few may still answer what they began.
tree.KEEP = 20
-- Whoever unpacks has long been done, or has died of it.
local ABANDONED = 3600 -- seconds

--- Removes unpacked releases, the oldest first, and what was left half unpacked.
---@param named table<string, boolean>  those that stay whatever their age
---@return integer removed
function tree.sweep(named)
  local folder, removed = tree.folder(), 0
  local whole, half = lying()
  for _, one in ipairs(half) do
    if one.at < clock.now() - ABANDONED and fs.remove(folder .. "/" .. one.name, true) then removed = removed + 1 end
  end
  for i = tree.KEEP + 1, #whole do
    if not named[whole[i].name] and fs.remove(folder .. "/" .. whole[i].name, true) then removed = removed + 1 end
  end
  return removed
end

--- Unpacks a release that was verified. Nobody sees a part of it: the folder gets its name when all is in it. One that is
--- there and sound is left; one that is not is put right.
---@param release release.bundle
---@param keys table<string, release.key>
---@param near release.bundle|nil  one that lies here and was just found sound: what is the same is shared with it
---@return string|nil path
---@return fault|nil release.disk
function tree.unpack(release, keys, near)
  local path = tree.path(release.sha)
  if fs.lstat(path) then
    if tree.kept(release.sha, keys) then return path end
    fs.remove(path, true)
  end
  local aside = ("%s/.%s.%s"):format(tree.folder(), release.sha:sub(1, 16), crypto.hex(crypto.random(6)))
  local done, message = fill(aside, release, sharing(near))
  if done then done, message = fs.rename(aside, path) end
  if not done then
    fs.remove(aside, true)
    -- Another process of this node may have been a moment faster.
    if tree.kept(release.sha, keys) then return path end
    return nil, fault("release.disk", { message = message })
  end
  return path
end

return tree
