-- What of a question who may read: everybody, or its writer and the shop alone.

local text = require "text"

local rules = {}

--- Who asks, as strangers may see it: the first letter of the name.
---@param name string
---@return string
function rules.author(name)
  local first = text.clip(name, 1, "")
  return (first ~= "" and first or "손") .. "**"
end

--- What others read in place of a secret one.
rules.SECRET = "비밀글이에요."

--- A question as somebody sees it. Of a secret one, a stranger learns that it is there and whether it was answered.
---@param row {author:string, secret:boolean, body:string|nil, answer:string|nil, answered:boolean, at:number,
---  member_id:string|nil}
---@param reader string|nil  the member who looks
---@return table
function rules.view(row, reader)
  local mine = row.member_id ~= nil and row.member_id == reader
  local hidden = row.secret and not mine
  return { author = row.author, secret = row.secret, mine = mine or nil, hidden = hidden or nil, at = row.at,
    body = hidden and rules.SECRET or row.body, answer = not hidden and row.answer or nil,
    state = row.answered and "답변 완료" or "답변 대기" }
end

--- What a product's page says of its questions: what it shows is shown to everybody.
---@param facts table|nil  of the product's voice
---@param url string       where all of them are
---@return {count:integer, list:table[], url:string}
function rules.summary(facts, url)
  local list = {}
  for i, row in ipairs(facts and facts.newest_questions or {}) do list[i] = rules.view(row) end
  return { count = facts and facts.questions or 0, list = list, url = url }
end

return rules
