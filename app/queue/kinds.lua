-- Which kinds of jobs there are: told by whoever puts the site together, since kinds call flows and the queue knows none.

local rules = require "queue.rules"

local kinds = { all = {}, by_name = {}, limited = {} }

--- Takes the kinds of the site; raises when one is not whole.
---@param given table[]
function kinds.know(given)
  local all, by_name, limited = {}, {}, {}
  for i, one in ipairs(given) do
    local kind = rules.kind(one)
    if by_name[kind.kind] then error("two kinds of jobs are called " .. kind.kind, 2) end
    all[i], by_name[kind.kind] = kind, kind
    if kind.concurrency or kind.rate then limited[#limited + 1] = kind end
  end
  kinds.all, kinds.by_name, kinds.limited = all, by_name, limited
end

--- Whether a kind can be enqueued. Where nobody told the kinds, in a seed or a command, every one can.
---@param name string
---@return boolean
function kinds.exists(name) return kinds.all[1] == nil or kinds.by_name[name] ~= nil end

return kinds
