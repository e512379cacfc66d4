-- What is said of a release, and signed: every path with the hash of its content, and who made it, why, from what, for
-- which tables. Only the paths and hashes make the release's sha, so that the same tree has the same sha whoever builds it
-- and whenever; the rest is signed together with it.

local json = require "json"
local text = require "text"

local statement = {}

--- Counted up when this format changes; another one is refused.
statement.FORMAT = 1
--- Counted up when app/ begins to rely on something that older binaries do not offer it.
statement.RUNTIME = 1

statement.MOST_BYTES = 4194304

local AUTHOR_MOST, MESSAGE_MOST, MIGRATION_MOST = 200, 2000, 9999

---@class release.entry
---@field path string
---@field sha256 string  of the content, in hex
---@field bytes integer

---@class release.facts
---@field author string
---@field message string
---@field base string|nil                 the sha of the release it was made from
---@field schema {min:integer, max:integer}  the first migration it needs, the newest one it knows
---@field created_at integer              epoch seconds, by the clock of who made it
---@field runtime integer|nil

---@class release.statement: release.facts
---@field format integer
---@field tree string  the release's sha
---@field files release.entry[]

--- The text whose sha256 is the release's sha: one line a file, in the order of the paths' bytes.
---@param files release.entry[]
---@return string
function statement.tree(files)
  local lines = { "sijang tree 1\n" }
  for i, file in ipairs(files) do lines[i + 1] = ("%s %d %s\n"):format(file.sha256, file.bytes, file.path) end
  return table.concat(lines)
end

local function is_sha(value) return type(value) == "string" and #value == 64 and not value:find("[^%da-f]") end
statement.is_sha = is_sha

local function is_text(value, most) return type(value) == "string" and #value <= most and text.valid(value) end

local function is_whole(value, low, high)
  return type(value) == "number" and value >= low and value <= high and value % 1 == 0
end

--- Why these facts cannot be stated; nil when they can.
---@param facts release.facts
---@return string|nil reason
function statement.objection(facts)
  if not is_text(facts.author, AUTHOR_MOST) or not facts.author:find("%S") or facts.author:find("%c") then
    return ("its author is one line of at most %d bytes"):format(AUTHOR_MOST)
  end
  if not is_text(facts.message, MESSAGE_MOST) or facts.message:find("[%z\1-\9\11-\31\127]") then
    return ("its message is text of at most %d bytes"):format(MESSAGE_MOST)
  end
  if facts.base ~= nil and not is_sha(facts.base) then return "its base is no sha of a release" end
  local schema = facts.schema
  if type(schema) ~= "table" or not is_whole(schema.min, 1, MIGRATION_MOST)
    or not is_whole(schema.max, schema.min, MIGRATION_MOST) then
    return ("its schema is a range of migrations from 1 to %d"):format(MIGRATION_MOST)
  end
  if not is_whole(facts.created_at, 0, 2 ^ 40) then return "it does not say when it was made" end
  if not is_whole(facts.runtime, 1, 2 ^ 31) then return "it does not say for which runtime it was made" end
end

--- The statement as it is signed. JSON with its members in order, so one statement has one text.
---@param facts release.facts
---@param tree string
---@param files release.entry[]
---@return string
function statement.encode(facts, tree, files)
  local listed = {}
  for i, file in ipairs(files) do listed[i] = { path = file.path, sha256 = file.sha256, bytes = file.bytes } end
  return json.encode { format = statement.FORMAT, runtime = facts.runtime, author = facts.author,
    message = facts.message, base = facts.base, schema = { min = facts.schema.min, max = facts.schema.max },
    created_at = facts.created_at, tree = tree, files = json.array(listed) }
end

local function list_objection(files)
  if type(files) ~= "table" then return "it lists no files" end
  local last = ""
  for _, file in ipairs(files) do
    if type(file) ~= "table" or type(file.path) ~= "string" or not is_sha(file.sha256)
      or not is_whole(file.bytes, 0, 2 ^ 40) then
      return "its list of files is none"
    end
    if file.path <= last then return "its files are not in order" end
    last = file.path
  end
end

--- Reads a statement back; its one text is the only one accepted.
---@param written string
---@return release.statement|nil
---@return string|nil reason
function statement.decode(written)
  local said = json.decode(written, statement.MOST_BYTES)
  if type(said) ~= "table" then return nil, "its statement is not JSON" end
  if said.format ~= statement.FORMAT then return nil, "its statement has another format" end
  if not is_sha(said.tree) then return nil, "it has no sha" end
  local reason = statement.objection(said) or list_objection(said.files)
  if reason then return nil, reason end
  if statement.encode(said, said.tree, said.files) ~= written then return nil, "its statement is not in canonical form" end
  return said
end

--- Whether a release bears a database whose newest migration is `at`. Migrations that only add (the rule of the house)
--- disturb no older release; one that takes something away does.
---@param schema {min:integer, max:integer}
---@param at integer
---@param contractions integer[]  the migrations that took something away
---@return true|nil
---@return string|nil reason
function statement.suits(schema, at, contractions)
  if at < schema.min then
    return nil, ("it needs migration %04d, the database is at %04d: ./sijang migrate comes first"):format(schema.min, at)
  end
  for _, number in ipairs(contractions) do
    if number > schema.max and number <= at then
      return nil, ("it knows the tables up to migration %04d, and %04d has taken something away from them")
        :format(schema.max, number)
    end
  end
  return true
end

return statement
