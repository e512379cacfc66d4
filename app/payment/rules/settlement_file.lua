-- A provider's settlement as its site lets one download it: each has words of its own for the same few things, so columns
-- are known by their words. Money that went back is a row of its own, negative or called a cancellation. Pure.

local cells = require "payment.rules.cells"
local clock = require "shared.clock"

local file = {}

-- So many rows may stand above the names of the columns.
local PREAMBLE = 30
local LIMIT = 1000000000000

local WORDS = {
  transaction = { "거래번호", "거래고유번호", "거래id", "tid", "paymentkey", "결제키", "pg거래번호", "원거래번호", "결제번호", "paymentid", "paytoken" },
  reference = { "주문번호", "상점주문번호", "가맹점주문번호", "orderid", "orderno", "oid", "moid", "merchantuid" },
  key = { "정산번호", "거래키", "transactionkey", "정산고유번호", "transactionid" },
  gross = { "거래금액", "결제금액", "승인금액", "매출금액", "취소금액", "판매금액", "amount", "금액" },
  fee = { "수수료", "pg수수료", "결제수수료", "이용수수료", "수수료공급가", "수수료공급가액", "서비스이용료", "supplyamount", "fee" },
  vat = { "수수료부가세", "부가세", "수수료vat", "vat", "수수료세액" },
  net = { "정산금액", "지급금액", "입금금액", "정산예정금액", "지급예정금액", "입금예정금액", "실지급액", "실정산금액", "payoutamount" },
  sold = { "매출일", "매출일자", "거래일", "거래일자", "거래일시", "승인일", "승인일자", "승인일시", "결제일", "결제일시", "취소일시", "solddate" },
  paid_out = { "정산일", "정산일자", "지급일", "지급일자", "지급예정일", "정산예정일", "입금일", "입금예정일", "paidoutdate" },
  kind = { "거래구분", "구분", "거래상태", "승인구분", "매출구분", "상태", "거래유형" },
  method = { "결제수단", "지불수단", "결제방법", "지불방법", "method" },
}

local kinds = {}
for kind, words in pairs(WORDS) do
  for rank, word in ipairs(words) do kinds[word] = { kind = kind, rank = rank } end
end

local METHODS = { { "카드", "card" }, { "가상", "virtual_account" }, { "계좌이체", "account_transfer" },
  { "실시간", "account_transfer" },
  { "휴대폰", "phone" }, { "핸드폰", "phone" }, { "간편", "wallet" }, { "페이", "wallet" }, { "머니", "wallet" } }

local function columns_of(row)
  local columns, ranks = {}, {}
  for i = 1, cells.width(row) do
    local found = kinds[cells.name(row[i]):lower()]
    if found and (not columns[found.kind] or found.rank < ranks[found.kind]) then
      columns[found.kind], ranks[found.kind] = i, found.rank
    end
  end
  return columns
end

local function is_head(columns)
  return columns.gross and columns.fee and columns.sold and (columns.transaction or columns.reference)
end

local function method_of(value)
  local written = cells.text(value)
  for _, pair in ipairs(METHODS) do
    if written:find(pair[1], 1, true) then return pair[2] end
  end
  return ""
end

local function is_cancel(row, columns, gross)
  local said = columns.kind and cells.text(row[columns.kind]) or ""
  return gross < 0 or said:find("취소", 1, true) ~= nil or said:find("환불", 1, true) ~= nil or said:upper():find "CANCEL" ~= nil
end

-- An amount of the row: nothing is 0. nil: it is none.
local function amount_of(row, column)
  if not column then return 0 end
  local amount = cells.amount(row[column])
  if amount == nil then return 0 end
  return amount and math.abs(amount) < LIMIT and amount or nil
end

local function day_of(row, column)
  if not column or cells.text(row[column]) == "" then return nil, true end
  local at = cells.moment(row[column])
  return at and clock.day(at), at ~= nil
end

-- Every amount of a row as one; nil where they do not all go the same way. Some print all of a cancellation with a minus,
-- some its amount alone.
local function magnitudes(sums)
  local low, high = math.min(sums.fee, sums.vat, sums.net), math.max(sums.fee, sums.vat, sums.net)
  if low < 0 and (high > 0 or sums.gross > 0) then return nil end
  for name, amount in pairs(sums) do sums[name] = math.abs(amount) end
  return sums
end

-- A fee without a column for its VAT has it inside, unless what is paid out says otherwise.
local function complete(sums, columns)
  if not columns.vat then
    local whole = not columns.net or sums.gross - sums.fee == sums.net
    local plain = whole and math.floor(sums.fee * 10 / 11 + 0.5) or sums.fee
    sums.vat = whole and sums.fee - plain or sums.gross - sums.fee - sums.net
    sums.fee = plain
  end
  if not columns.net then sums.net = sums.gross - sums.fee - sums.vat end
  return sums.vat >= 0 and sums.net >= 0 and sums or nil
end

local function names_of(row, columns)
  local function text(kind, most) return columns[kind] and cells.text(row[columns[kind]]):sub(1, most) or "" end
  return text("transaction", 200), text("reference", 64), text("key", 64)
end

local function read_amounts(row, columns)
  local sums = { gross = amount_of(row, columns.gross), fee = amount_of(row, columns.fee), vat = amount_of(row, columns.vat),
    net = amount_of(row, columns.net) }
  if not sums.gross then return nil, "거래금액이 숫자가 아니에요." end
  if not sums.fee or not sums.vat then return nil, "수수료가 숫자가 아니에요." end
  if not sums.net then return nil, "정산금액이 숫자가 아니에요." end
  local cancels = is_cancel(row, columns, sums.gross)
  sums = magnitudes(sums)
  if not sums then return nil, "금액의 부호가 서로 달라요." end
  sums = complete(sums, columns)
  if not sums then return nil, "거래금액에서 수수료를 빼면 정산금액이 되지 않아요." end
  sums.cancels = cancels
  return sums
end

local function read_row(row, columns)
  local transaction, reference, key = names_of(row, columns)
  if transaction == "" and reference == "" then return nil end
  local sums, problem = read_amounts(row, columns)
  if not sums then return false, problem end
  if sums.gross == 0 then return nil end
  local sold_on, is_day = day_of(row, columns.sold)
  if not sold_on then return false, is_day and "매출일이 비어 있어요." or "매출일을 읽을 수 없어요." end
  local paid_out_on, readable = day_of(row, columns.paid_out)
  if not readable then return false, "정산일을 읽을 수 없어요." end
  return { line = row.line, key = key, kind = sums.cancels and "cancel" or "pay", transaction_id = transaction,
    reference = reference, method = method_of(columns.method and row[columns.method]), gross = sums.gross, fee = sums.fee,
    fee_vat = sums.vat, net = sums.net, sold_on = sold_on, paid_out_on = paid_out_on }
end

---@class settlement_file.line
---@field line integer
---@field key string           the provider's name of the row, or what makes it this one
---@field kind "pay"|"cancel"
---@field transaction_id string
---@field reference string
---@field method string
---@field gross integer        every amount as one: the kind says which way it goes
---@field fee integer
---@field fee_vat integer
---@field net integer
---@field sold_on string       "2026-11-29"
---@field paid_out_on string|nil

-- What has no name of the provider's is told from others by what it says; and from one that says the same, by being another.
local function name_rows(lines)
  local seen = {}
  for _, one in ipairs(lines) do
    if one.key == "" then
      local same = table.concat({ one.transaction_id, one.reference, one.kind, one.sold_on, ("%d"):format(one.gross) }, "|")
      seen[same] = (seen[same] or 0) + 1
      one.key = ("%s|%d"):format(same, seen[same])
    else
      one.key = one.kind .. "|" .. one.key
    end
  end
end

local function head_of(rows)
  for i = 1, math.min(#rows, PREAMBLE) do
    local columns = columns_of(rows[i])
    if is_head(columns) then return i, columns end
  end
end

--- What a settlement says.
---@param rows sheet.Row[]
---@return { lines: settlement_file.line[], problems: { line: integer, text: string }[], skipped: integer }|nil
---@return string|nil sentence  why it is none
function file.read(rows)
  local head, columns = head_of(rows)
  if not head then
    return nil, "열 이름을 찾지 못했어요. 거래번호(또는 주문번호), 거래금액, 수수료, 매출일 열이 있는 정산 내역 파일을 올려 주세요."
  end
  local lines, problems, skipped = {}, {}, 0
  for i = head + 1, #rows do
    if not cells.is_sum(rows[i]) then
      local one, problem = read_row(rows[i], columns)
      if one then
        lines[#lines + 1] = one
      elseif one == false then
        problems[#problems + 1] = { line = rows[i].line, text = problem }
      else
        skipped = skipped + 1
      end
    end
  end
  name_rows(lines)
  return { lines = lines, problems = problems, skipped = skipped }
end

--- What a provider answered itself, as if it had come in a file.
---@param list payment.settlement[]
---@return { lines: settlement_file.line[], problems: table[], skipped: integer }
function file.of_answer(list)
  local lines, problems = {}, {}
  for i, one in ipairs(list) do
    if one.sold_on then
      lines[#lines + 1] = { line = i, key = one.kind .. "|" .. one.movement, kind = one.kind,
        transaction_id = one.transaction_id, reference = one.reference, method = method_of(one.method),
        gross = math.abs(one.gross), fee = math.abs(one.fee), fee_vat = math.abs(one.fee_vat), net = math.abs(one.net),
        sold_on = one.sold_on, paid_out_on = one.paid_on }
    else
      problems[#problems + 1] = { line = i, text = "매출일이 비어 있어요." }
    end
  end
  return { lines = lines, problems = problems, skipped = 0 }
end

return file
