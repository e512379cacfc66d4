-- Answers that are no page: text, JSON for a script, files. They are methods of ctx.

local json = require "json"
local text = require "text"
local headers = require "web.headers"

local answers = {}

--- Answers with something that is no page: a site map, a feed, JSON for a script.
---@param body string
---@param content_type string
---@param cache string|nil    Cache-Control; nothing is kept when absent
---@return integer, string[], string
function answers.text(_, body, content_type, cache)
  local list = { "Content-Type", content_type, "Cache-Control", cache or "private, no-store",
    "X-Content-Type-Options", "nosniff" }
  -- an empty ETag asks the runtime for one made from the body
  if cache then list[7], list[8] = "ETag", "" end
  return 200, list, body
end

---@param value any
---@param status integer|nil
---@return integer, string[], string
function answers.json(_, value, status)
  return status or 200, { "Content-Type", "application/json; charset=utf-8", "Cache-Control", "private, no-store",
    "X-Content-Type-Options", "nosniff" }, json.encode(value)
end

--- Answers with a file to keep.
---@param body string
---@param content_type string
---@param name string  what it is called on the other side; Hangul is fine
---@return integer, string[], string
function answers.download(_, body, content_type, name)
  local plain = name:gsub("[^%w._-]", "_")
  return 200, { "Content-Type", content_type, "Cache-Control", "private, no-store", "X-Content-Type-Options", "nosniff",
    "Content-Disposition", ('attachment; filename="%s"; filename*=UTF-8\'\'%s'):format(plain, text.escape_url(name)) }, body
end

--- Answers with a file that never changes under its URL.
---@param path string
---@param content_type string
---@return integer, string[], table
function answers.file(_, path, content_type)
  return 200, { "Content-Type", content_type, "Cache-Control", headers.cache_immutable,
    "X-Content-Type-Options", "nosniff", "Content-Security-Policy", "default-src 'none'",
    "Cross-Origin-Resource-Policy", "same-site" }, { file = path }
end

return answers
