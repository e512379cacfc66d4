-- What Toss Payments lists: what was settled with the mall, and every movement of money. All of it, or a fault: a part would
-- look like money that is missing.

local ask = require "payment.adapters.toss_payments.api"
local fault = require "shared.fault"
local rows_of = require "payment.rules.toss_payments.lists"
local text = require "text"

local lists = {}

-- Reads one page into `rows`; gives the number of its rows and the last one as they sent it.
local function read_rows(contract, path, read, rows)
  local sent, answer = ask(contract, path)
  if not sent then return nil, fault("payment.no_list", { message = answer.message, cause = answer.code }) end
  if #sent == 0 and next(sent) ~= nil then return nil, fault("payment.no_list", { message = "no list" }) end
  for _, given in ipairs(sent) do
    local row = type(given) == "table" and read(given)
    if not row then return nil, fault("payment.no_list", { message = "a row of " .. path:match "^[^?]+" }) end
    rows[#rows + 1] = row
  end
  return #sent, sent[#sent]
end

local PAGE, MOST_PAGES = 1000, 200

--- What was settled of the sales of days: all of it, or a fault.
---@param contract payment.contract
---@param from string  "2026-09-01"
---@param to string
---@return payment.settlement[]|nil
---@return fault|nil
function lists.settlements(contract, from, to)
  local rows = {}
  for page = 1, MOST_PAGES do
    local count, trouble = read_rows(contract, ("/v1/settlements?startDate=%s&endDate=%s&dateType=soldDate&page=%d&size=%d")
      :format(from, to, page, PAGE), rows_of.settlement, rows)
    if not count then return nil, trouble end
    if count < PAGE then return rows end
  end
  return nil, fault("payment.no_list", { message = "the settlements have no end" })
end

--- Every movement between two moments: what was captured and what went back.
---@param contract payment.contract
---@param from string  "2026-09-01T00:00:00"
---@param to string
---@return payment.movement[]|nil
---@return fault|nil
function lists.transactions(contract, from, to)
  local rows, after = {}, ""
  for _ = 1, MOST_PAGES do
    local count, last = read_rows(contract, ("/v1/transactions?startDate=%s&endDate=%s&limit=%d%s")
      :format(from, to, PAGE, after), rows_of.movement, rows)
    if not count then return nil, last end
    if count < PAGE then return rows end
    after = "&startingAfter=" .. text.escape_url(last.transactionKey)
  end
  return nil, fault("payment.no_list", { message = "the movements have no end" })
end

return lists
