-- A bank's statement as its site lets one download it: which row of the file names the columns, which column is which, and
-- what each row below says. Every bank has words of its own for the same few things, and none keeps to them for ever, so
-- columns are known by their words and not by the bank. Money that went out is no deposit and no mistake. Pure.

local cells = require "payment.rules.cells"

local amount_of, is_sum, moment, name_of, text_of, width = cells.amount, cells.is_sum, cells.moment, cells.name, cells.text,
  cells.width

local statement = {}

-- So many rows may stand above the names of the columns: whose account it is, from when to when.
local PREAMBLE = 30

-- What a column is called, without its spaces and what stands in brackets.
local WORDS = {
  at = { "거래일시", "거래일자시간", "일시", "거래일자", "거래일", "일자", "입금일시", "입금일자", "입금일", "날짜" },
  time = { "거래시간", "거래시각", "시간", "시각", "입금시간" },
  amount = { "입금액", "입금금액", "입금", "맡기신금액", "맡기신", "받으신금액", "들어온금액" },
  signed = { "거래금액", "금액" },
  way = { "구분", "거래구분", "입출금구분", "입출구분" },
  depositor = { "보낸분받는분", "보낸분", "보내는분", "의뢰인수취인", "의뢰인", "입금자명", "입금자", "거래기록사항", "기재내용", "내용",
    "거래내용", "상대계좌예금주명", "상대방명", "기록사항" },
  memo = { "송금메모", "이체메모", "메모", "적요", "거래특이사항", "비고" },
  balance = { "잔액", "거래후잔액", "거래후잔고", "잔고" },
  branch = { "거래점", "취급점", "거래점명", "취급은행" },
}

local kinds = {}
for kind, words in pairs(WORDS) do
  for i, word in ipairs(words) do kinds[word] = { kind = kind, rank = i } end
end

-- Which columns a row names; of two with one meaning the plainer word wins.
local function columns_of(row)
  local columns, ranks = {}, {}
  for i = 1, width(row) do
    local found = kinds[name_of(row[i])]
    if found and (not columns[found.kind] or found.rank < ranks[found.kind]) then
      columns[found.kind], ranks[found.kind] = i, found.rank
    end
  end
  return columns
end

local function is_head(columns)
  return columns.at and columns.depositor and (columns.amount or columns.signed and columns.way)
end

local function deposited(row, columns)
  if columns.amount then return amount_of(row[columns.amount]) end
  local amount, way = amount_of(row[columns.signed]), text_of(row[columns.way])
  if not amount then return amount end
  if way:find("출금", 1, true) or way:find("지급", 1, true) then return nil end
  return amount
end

local function read_row(row, columns)
  local amount = deposited(row, columns)
  if amount == nil or amount and amount <= 0 then return nil end
  if amount == false then return false, "입금액이 숫자가 아니에요." end
  local at, timed = moment(row[columns.at], columns.time and row[columns.time])
  if not at then return false, "거래일시를 읽을 수 없어요." end
  local depositor = text_of(row[columns.depositor])
  if depositor == "" then return false, "보낸 분이 비어 있어요." end
  return { line = row.line, at = at, timed = timed, amount = amount, depositor = depositor:sub(1, 120),
    memo = columns.memo and text_of(row[columns.memo]):sub(1, 200) or "",
    balance = columns.balance and text_of(row[columns.balance]) or "" }
end

local function account_of(rows, head)
  for i = 1, head - 1 do
    for column = 1, width(rows[i]) do
      local number = text_of(rows[i][column]):match "%d[%d%-]+%d"
      local label = table.concat({ text_of(rows[i][column]), text_of(rows[i][column - 1]), text_of(rows[i][1]) })
      if number and #number:gsub("%D", "") >= 9 and label:find("계좌", 1, true) then return number end
    end
  end
  return ""
end

---@class statement.deposit
---@field line integer
---@field at number
---@field timed boolean  whether the hour is known
---@field amount integer
---@field depositor string
---@field memo string
---@field balance string
---@field nth integer    among rows of the file that say the same

---@class statement
---@field account string
---@field deposits statement.deposit[]
---@field problems { line: integer, text: string }[]
---@field skipped integer  rows that are no deposits

--- What a statement says.
---@param rows sheet.Row[]
---@return statement|nil
---@return string|nil sentence  why it is none
function statement.read(rows)
  local head, columns
  for i = 1, math.min(#rows, PREAMBLE) do
    columns = columns_of(rows[i])
    if is_head(columns) then
      head = i
      break
    end
  end
  if not head then
    return nil, "열 이름을 찾지 못했어요. 거래일시, 입금액, 보낸 분(또는 내용) 열이 있는 은행 거래내역 파일을 올려 주세요."
  end
  local deposits, problems, skipped, seen = {}, {}, 0, {}
  for i = head + 1, #rows do
    local row = rows[i]
    if not is_sum(row) then
      local one, problem = read_row(row, columns)
      if one then
        local same = ("%d|%d|%s|%s|%s"):format(one.at, one.amount, one.depositor, one.memo, one.balance)
        seen[same] = (seen[same] or 0) + 1
        one.nth = seen[same]
        deposits[#deposits + 1] = one
      elseif one == false then
        problems[#problems + 1] = { line = row.line, text = problem }
      else
        skipped = skipped + 1
      end
    end
  end
  return { account = account_of(rows, head), deposits = deposits, problems = problems, skipped = skipped }
end

--- What makes a deposit this one and no other: what the bank says of it, and how many say just the same.
---@param one statement.deposit|{ at: number, amount: integer, depositor: string, memo: string }
---@param account string
---@return string
function statement.identity(one, account)
  return table.concat({ "deposit", (account:gsub("%D", "")), ("%d"):format(one.at), ("%d"):format(one.amount), one.depositor,
    one.memo or "", one.balance or "", ("%d"):format(one.nth or 1) }, "\31")
end

return statement
