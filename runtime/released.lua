--- What a command line means by a release: a bundle's file, a folder that could be released, or the beginning of the sha of
--- a stored one; and how a release is spoken of.

local fs = require "fs"
local place = require "place"
local process = require "process"
local release = require "release"
local terminal = require "terminal"

local released = {}

--- A command that needs no database looks for keys where those find them that have one.
function released.settle()
  if not os.getenv "DATABASE_URL" then process.setenv("DATA_DIR", place.of().data) end
end

---@param word string
---@return "folder"|"file"|"sha"
function released.kind(word)
  local found = fs.stat(word)
  return found and (found.type == "directory" and "folder" or "file") or "sha"
end

--- For a command's `needs`: only what is stored needs the database.
---@param ... string|nil
---@return "database"|nil
function released.needs(...)
  for i = 1, select("#", ...) do
    local word = select(i, ...)
    if word and released.kind(word) == "sha" then return "database" end
  end
end

--- Enough of a sha to tell releases apart.
---@param sha string
---@return string
function released.short(sha) return sha:sub(1, 12) end

--- Ends the command with what is wrong: each problem on a line of its own, where editors find them.
---@param what string
---@param fault fault
function released.fail(what, fault)
  for _, problem in ipairs(fault.problems or {}) do io.stderr:write(release.sentence(problem), "\n") end
  local count = fault.problems and #fault.problems or 0
  if count > 0 then terminal.fail("%s: %d problem%s", what, count, count == 1 and "" or "s") end
  terminal.fail("%s: %s", what, fault.message and tostring(fault.message) or tostring(fault))
end

---@param path string
---@return string bytes
function released.read(path)
  local bytes, message = fs.read(path)
  if not bytes then terminal.fail("%s", message) end
  return bytes
end

--- The full sha of a stored release.
---@param word string
---@return string
function released.sha(word)
  if not word:find("^%x+$") or #word < 4 or #word > 64 then
    terminal.fail("%s is neither a file nor the sha of a release (4 to 64 hex digits)", word)
  end
  local sha, count = release.find(word)
  if count == 0 then terminal.fail("no stored release begins with %s", word) end
  if not sha then terminal.fail("more than one stored release begins with %s", word) end
  return sha
end

--- A release that is only looked at: what is in it, and who signed it, or why that is not to be believed.
---@param word string
---@return release.bundle made
---@return release.key|fault signer
function released.look(word)
  local made, signer
  if released.kind(word) == "sha" then
    made, signer = release.look(released.sha(word))
  else
    made, signer = release.inspect(released.read(word))
  end
  if not made then released.fail(word, signer) end
  return made, signer
end

--- Whatever can be compared; a folder as it is now.
---@param word string
---@return {sha:string, files:release.entry[], contents:table<string, string>}
function released.compared(word)
  if released.kind(word) ~= "folder" then return (released.look(word)) end
  local found, fault = release.survey(word)
  if not found then released.fail(word, fault) end
  return found
end

--- A folder whose logic can be run: one that is worked on, or a release laid out in the data folder, verified before.
---@param word string
---@return string path
function released.laid_out(word)
  local kind = released.kind(word)
  if kind == "folder" then return fs.realpath(word) end
  local made, fault
  if kind == "sha" then
    made, fault = release.get(released.sha(word))
  else
    made, fault = release.open(released.read(word))
  end
  if not made then released.fail(word, fault) end
  local path, problem = release.unpack(made)
  if not path then released.fail(word, problem) end
  return path
end

return released
