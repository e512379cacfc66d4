-- A shop small enough to be a release in a spec: files, folders of them, and keys of its own.

local crypto = require "crypto"
local fs = require "fs"
local process = require "process"

local made = {}

--- The files of a small shop, with changes: a path's new content, or false for none.
---@param changes table<string, string|false>|nil
---@return {path:string, bytes:string}[]
function made.files(changes)
  local all = { ["app/boot.lua"] = "return {}\n", ["app/cart/rules.lua"] = "-- 장바구니\nreturn { most = 99 }\n",
    ["app/cart/init.lua"] = "return {}\n", ["templates/pc/cart.html"] = "<h1>{{ v.name }}</h1>\n",
    ["build/static/manifest.json"] = '{"css/pc.css": "css/pc-AbCd.css"}' }
  for path, bytes in pairs(changes or {}) do all[path] = bytes or nil end
  local list = {}
  for path, bytes in pairs(all) do list[#list + 1] = { path = path, bytes = bytes } end
  table.sort(list, function(a, b) return a.path < b.path end)
  return list
end

---@param changes table|nil
function made.facts(changes)
  local facts = { author = "김하나 <hana@shop.test>", message = "배송비를 바꾼다", schema = { min = 3, max = 10 },
    created_at = 1790000000 }
  for name, value in pairs(changes or {}) do facts[name] = value end
  return facts
end

--- Writes files below a folder.
---@param folder string
---@param files {path:string, bytes:string}[]
function made.folder(folder, files)
  for _, file in ipairs(files) do
    local path = folder .. "/" .. file.path
    assert(fs.mkdir(path:match("^(.*)/"), 493, true))
    assert(fs.write(path, file.bytes))
  end
  return folder
end

--- A key that is always the same.
---@param name string
function made.key(name, revoked)
  local public, private = crypto.keypair(crypto.sha256(name))
  return { name = name, public = public, private = private, fingerprint = crypto.hex(crypto.sha256(public)),
    revoked = revoked or false }
end

--- Keys as bundle.verify takes them.
function made.keys(...)
  local by_fingerprint = {}
  for _, key in ipairs { ... } do by_fingerprint[key.fingerprint] = key end
  return by_fingerprint
end

--- A data folder of its own, from now on; what it replaces comes back with `restore`.
---@return string folder
function made.data()
  local folder = assert(fs.temp "release-spec")
  made.before = made.before or { os.getenv "DATA_DIR" }
  for name, value in pairs { DATA_DIR = folder, RELEASE_KEY = "", RELEASE_KEYS = "" } do process.setenv(name, value) end
  return folder
end

---@param folder string
function made.restore(folder)
  process.setenv("DATA_DIR", made.before[1])
  for _, name in ipairs { "RELEASE_KEY", "RELEASE_KEYS" } do process.setenv(name) end
  assert(process.run { argv = { "rm", "-rf", folder } } == 0)
end

return made
