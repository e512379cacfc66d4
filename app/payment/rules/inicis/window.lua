-- What opens a payment window: the fields of the form that goes to Inicis from the shopper's browser, for the standard
-- window (PC) and for that of telephones. Texts are made so that every system behind the window can keep them: letters that
-- CP949 has, nothing that separates fields, and no more bytes than there are, without a letter cut in two.

local text = require "text"
local codes = require "payment.rules.inicis.codes"
local reading = require "payment.rules.inicis.reading"

local window = {}

--- A text of at most `most` bytes, cut between letters; `instead` when nothing is left.
---@param value string|nil
---@param most integer
---@param instead string
---@return string
function window.clean(value, most, instead)
  local s = text.from_cp949(text.to_cp949(value or "", "\1"))
  s = s:gsub('[%z\1-\31\127"\'<>&|\\^;`=]', " "):gsub("%s+", " "):match "^%s*(.-)%s*$"
  if #s > most then
    local last = most
    -- a byte that only continues a letter must not be the first that is left out
    while last > 0 and s:byte(last + 1) >= 0x80 and s:byte(last + 1) < 0xC0 do last = last - 1 end
    s = s:sub(1, last):match "^(.-)%s*$"
  end
  return s ~= "" and s or instead
end

-- Half of an address would be another's: one that does not fit is left out.
local function email(buyer, most)
  local given = buyer.email or ""
  return #given <= most and given:find "^[%w.+_%%-]+@[%w.-]+$" and given or ""
end

local function phone(buyer)
  local digits = (buyer.phone or ""):gsub("[^%d-]", "")
  return digits ~= "" and digits or "0000"
end

local function won(amount) return ("%d"):format(amount) end

-- Taxes are sent where the contract says that the shop splits them; elsewhere Inicis does, and refuses them.
local function taxes(contract, request)
  if contract.tax ~= "merchant" then return nil end
  return won(request.vat), won(request.tax_free)
end

local function listed(pairs_in_order)
  local list = {}
  for _, pair in ipairs(pairs_in_order) do
    if pair[2] then list[#list + 1] = pair end
  end
  return list
end

-- The months to pay in, besides at once; nil where the window is to offer what the contract allows.
local function months(request, pattern)
  if request.method ~= "card" or not request.installments then return nil end
  local list = {}
  for _, count in ipairs(request.installments) do
    if count > 1 then list[#list + 1] = pattern:format(count) end
  end
  return list
end

--- The form of the standard window.
---@param contract payment.contract
---@param request table
---@param seals { timestamp: string, signature: string, verification: string, key: string }
---@return { [1]: string, [2]: string }[]
function window.pc(contract, request, seals)
  local quota = months(request, "%d")
  local accepted = { "HPP(2)", "below1000", "centerCd(Y)" }
  if request.method == "virtual_account" then
    accepted[#accepted + 1] = ("vbank(%s)"):format(reading.stamp(request.due_at):sub(1, 8))
  end
  if contract.escrow then accepted[#accepted + 1] = "useescrow" end
  local tax, tax_free = taxes(contract, request)
  return listed {
    { "version", "1.0" }, { "mid", contract.mid }, { "oid", request.reference },
    { "goodname", window.clean(request.goods_name, 40, "상품") },
    { "buyername", window.clean(request.buyer.name, 30, "구매자") },
    { "buyertel", phone(request.buyer) }, { "buyeremail", email(request.buyer, 60) },
    { "price", won(request.amount) }, { "currency", "WON" }, { "tax", tax }, { "taxfree", tax_free },
    { "gopaymethod", codes.pc[request.method] }, { "acceptmethod", table.concat(accepted, ":") },
    { "quotabase", quota and quota[1] and table.concat(quota, ":") },
    { "timestamp", seals.timestamp }, { "use_chkfake", "Y" },
    { "signature", seals.signature }, { "verification", seals.verification }, { "mKey", seals.key },
    { "returnUrl", request.return_url }, { "closeUrl", request.cancel_url }, { "charset", "UTF-8" },
  }
end

--- The form of the telephones' window. Its answer does not say which order it is of: P_NOTI comes back as it went.
---@param contract payment.contract
---@param request table
---@param seals { timestamp: string, check: string|nil }
---@return { [1]: string, [2]: string }[]
function window.mobile(contract, request, seals)
  local reserved = { "centerCd=Y", "below1000=Y", "twotrs_isp=Y", "block_isp=Y", "twotrs_isp_noti=N" }
  if seals.check then reserved[#reserved + 1] = "amt_hash=Y" end
  if contract.escrow then reserved[#reserved + 1] = "useescrow=Y" end
  local is_account, quota = request.method == "virtual_account", months(request, "%02d")
  if is_account then reserved[#reserved + 1] = "vbank_receipt=Y" end
  local due = is_account and reading.stamp(request.due_at)
  local tax, tax_free = taxes(contract, request)
  return listed {
    { "P_INI_PAYMENT", codes.mobile[request.method] }, { "P_MID", contract.mid }, { "P_OID", request.reference },
    { "P_AMT", won(request.amount) }, { "P_GOODS", window.clean(request.goods_name, 80, "상품") },
    { "P_UNAME", window.clean(request.buyer.name, 30, "구매자") }, { "P_MOBILE", phone(request.buyer) },
    { "P_EMAIL", email(request.buyer, 30) }, { "P_NEXT_URL", request.return_url }, { "P_NOTI_URL", request.notice_url },
    { "P_NOTI", request.reference }, { "P_HPP_METHOD", request.method == "phone" and "2" or nil },
    { "P_QUOTABASE", quota and table.concat({ "01", unpack(quota) }, ":") },
    { "P_VBANK_DT", due and due:sub(1, 8) }, { "P_VBANK_TM", due and due:sub(9, 12) },
    { "P_TAX", tax }, { "P_TAXFREE", tax_free },
    { "P_CHARSET", "utf8" }, { "P_RESERVED", table.concat(reserved, "&") },
    { "P_TIMESTAMP", seals.check and seals.timestamp }, { "P_CHKFAKE", seals.check },
  }
end

return window
