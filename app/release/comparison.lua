-- Two stored releases beside each other, for who looks at them in the back office: by what their statements say, with the
-- contents of what differs and of nothing else.

local difference = require "release.rules.difference"
local fault = require "shared.fault"
local statement = require "release.rules.statement"
local store = require "release.store"

local comparison = {}

local function files_of(sha)
  local signed = store.signatures(sha)[1]
  if not signed then return nil, fault("release.not_found", { message = "there is no release " .. sha:sub(1, 12) }) end
  local said, reason = statement.decode(signed.statement)
  if not said then return nil, fault("release.damaged", { message = reason }) end
  return said.files
end

--- What changes on the way from a to b, by path.
---@param a string  sha
---@param b string
---@param most integer  of so many files the lines are compared
---@return {path: string, kind: string, added: integer|nil, removed: integer|nil, diff: string|nil}[]|nil
---@return fault|nil
function comparison.of(a, b, most)
  local before, unknown = files_of(a)
  if not before then return nil, unknown end
  local after, unread = files_of(b)
  if not after then return nil, unread end
  local changes, wanted = difference.changes(before, after), {}
  for i = 1, math.min(most, #changes) do
    wanted[#wanted + 1] = changes[i].before
    wanted[#wanted + 1] = changes[i].after
  end
  local contents, list = store.blobs(wanted), {}
  for i, change in ipairs(changes) do
    list[i] = { path = change.path, kind = change.kind }
    if i <= most then
      list[i].diff, list[i].added, list[i].removed = difference.unified(change.path, contents[change.before],
        contents[change.after])
    end
  end
  return list
end

--- The texts of a stored release under a path.
---@param sha string
---@param under string  "app/order/machine"
---@return table<string, string>|nil  by path
---@return fault|nil
function comparison.texts(sha, under)
  local files, unknown = files_of(sha)
  if not files then return nil, unknown end
  local wanted, texts = {}, {}
  for _, file in ipairs(files) do
    if file.path:sub(1, #under) == under then wanted[#wanted + 1] = file.sha256 end
  end
  local contents = store.blobs(wanted)
  for _, file in ipairs(files) do
    if file.path:sub(1, #under) == under then texts[file.path] = contents[file.sha256] end
  end
  return texts
end

return comparison
