-- A bank's statement as its site lets one download it: which row of the file names the columns, which column is which, and
-- what each row below says. Every bank has words of its own for the same few things, and none keeps to them for ever, so
-- columns are known by their words and not by the bank. Money that went out is no deposit and no mistake. Pure.

local clock = require "shared.clock"
local korean = require "shared.korean"

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

local function text_of(value)
  if value == nil then return "" end
  if type(value) == "number" then return value % 1 == 0 and ("%d"):format(value) or ("%.10g"):format(value) end
  return korean.squeeze(korean.half_width(tostring(value)))
end

local function name_of(value) return (text_of(value):gsub("%b()", ""):gsub("[%s/·,%[%]*:]", "")) end

local function width(row)
  local most = 0
  for column in pairs(row) do
    if type(column) == "number" and column > most then most = column end
  end
  return most
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

-- 2026.11.29 14:03:22, 2026-11-29, 20261129140322, or the days since 1900 that a spreadsheet counts.
local function moment(date, time)
  if type(date) == "number" and date > 30000 and date < 80000 then
    return clock.at(1899, 12, 30) + math.floor(date * 86400 + 0.5), date % 1 ~= 0
  end
  local written = text_of(date)
  local year, month, day, rest = written:match "^(%d%d%d%d)[%.%-/]%s*(%d%d?)[%.%-/]%s*(%d%d?)%.?(.*)$"
  if not year then year, month, day, rest = written:match "^(%d%d%d%d)(%d%d)(%d%d)(.*)$" end
  if not year then return nil end
  year, month, day = tonumber(year), tonumber(month), tonumber(day)
  if month < 1 or month > 12 or day < 1 or day > 31 then return nil end
  local parts = clock.parts(clock.at(year, month, day))
  if parts.month ~= month then return nil end -- the 31st of a month of thirty days
  rest = rest .. " " .. (type(time) == "number" and time < 1 and ("%02d:%02d:%02d"):format(
    math.floor(time * 24 + 1e-9), math.floor(time * 1440 + 1e-9) % 60, math.floor(time * 86400 + 0.5) % 60) or text_of(time))
  local hour, min, sec = rest:match "(%d%d?):(%d%d):?(%d*)"
  if not hour then hour, min, sec = rest:match "^%s*(%d%d)(%d%d)(%d*)%s*$" end
  hour, min, sec = tonumber(hour or 0), tonumber(min or 0), tonumber(sec ~= "" and sec or 0) or 0
  if hour > 23 or min > 59 or sec > 59 then return nil end
  return clock.at(year, month, day, hour, min, sec), hour + min + sec > 0
end

-- nil: there is none; false: it is no amount.
local function amount_of(value)
  if type(value) == "number" then return value % 1 == 0 and math.abs(value) <= 1e12 and value or false end
  local written = text_of(value):gsub("[,%s원₩]", ""):gsub("^%+", "")
  if written == "" or written == "-" then return nil end
  written = written:gsub("%.0+$", "")
  if not written:find "^%-?%d+$" or #written > 13 then return false end
  return tonumber(written)
end

local function deposited(row, columns)
  if columns.amount then return amount_of(row[columns.amount]) end
  local amount, way = amount_of(row[columns.signed]), text_of(row[columns.way])
  if not amount then return amount end
  if way:find("출금", 1, true) or way:find("지급", 1, true) then return nil end
  return amount
end

-- Below the rows stand sums.
local function is_sum(row)
  for i = 1, width(row) do
    local word = name_of(row[i])
    if word:find "^합계" or word:find "^총계" or word:find "^소계" or word == "총합" then return true end
  end
  return false
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
