-- KG Inicis: cards, transfers, virtual accounts and telephones in the standard window (PC) and that of telephones; refunds,
-- inquiries, cash receipts and escrow by INIAPI. An approval that nobody knows of is taken back by a net-cancel; a deposit
-- is told by a notice that nothing proves.

local crypto = require "crypto"
local fault = require "shared.fault"
local iniapi = require "payment.adapters.inicis.iniapi"
local notices = require "payment.rules.inicis.notices"
local returns = require "payment.rules.inicis.returns"
local windows = require "payment.adapters.inicis.windows"

local adapter = { name = "inicis", label = "KG이니시스", partial_cancel = true, notices = true,
  methods = { card = true, account_transfer = true, virtual_account = true, phone = true },
  -- where notices come from: what Inicis says, and what others have seen
  notice_ips = { "203.238.37.15", "183.109.71.153", "39.115.212.9", "118.129.210.25", "203.238.37.3", "203.238.37.16",
    "203.238.37.25", "203.238.37.32" } }

local FORMS = { mid = "^" .. ("%w"):rep(10) .. "$", sign_key = "^[%w+/=]+$", api_key = "^" .. ("[%w+/=]"):rep(16) .. "$",
  api_iv = "^" .. ("[%w+/=]"):rep(16) .. "$", client_ip = "^%d+%.%d+%.%d+%.%d+$" }

--- Keys stand in Inicis' merchant pages: 상점정보 › 계약정보 › 부가정보. `hash_key` is that of telephones,
--- `client_ip` the address from which our calls come, as it is registered there. `tax`: "merchant" where the contract says
--- 업체정함. `escrow`: of an escrow's merchant id.
---@param contract payment.contract
---@return true|nil
---@return string|nil sentence
function adapter.check(contract)
  for _, name in ipairs { "mid", "sign_key", "api_key", "api_iv", "client_ip" } do
    local value = contract[name]
    if type(value) ~= "string" then return nil, name .. " is missing" end
    if not value:find(FORMS[name]) then return nil, name .. " is not of the form that Inicis gives" end
  end
  if contract.hash_key ~= nil and not (type(contract.hash_key) == "string" and contract.hash_key:find "^%x+$") then
    return nil, "hash_key is not of the form that Inicis gives"
  end
  if contract.escrow ~= nil and type(contract.escrow) ~= "boolean" then return nil, "escrow is true or false" end
  if contract.tax ~= nil and contract.tax ~= "merchant" then return nil, 'tax is "merchant" or absent' end
  if contract.mode == "live" and (contract.mid == "INIpayTest" or contract.mid == "iniescrow0") then
    return nil, "mid is the one for everybody's tests, the contract is live"
  end
  return true
end

--- Nothing is called: the window is opened by the browser.
---@param contract payment.contract
---@param request table
---@return payment.result
function adapter.start(contract, request)
  return { outcome = "ok", state = "ready", reference = request.reference, go = windows.start(contract, request) }
end

---@param contract payment.contract
---@param attempt table
---@param input { form: table<string, string>|nil }
---@param _ number now
---@return table
function adapter.read_return(contract, attempt, input, _) return returns.read(contract, attempt, input) end

adapter.approve, adapter.net_cancel = windows.approve, windows.net_cancel
adapter.query, adapter.cancel = iniapi.query, iniapi.cancel
adapter.issue_receipt, adapter.cancel_receipt = iniapi.issue_receipt, iniapi.cancel_receipt
adapter.report_delivery = iniapi.report_delivery

--- A deposit, or a bank that takes it back. Its name is its text: another delivery of the same has the same, and nobody can
--- take the name of one that is still to come.
---@param contract payment.contract
---@param raw { body: string }
---@param _ number now
---@return table|nil
---@return fault|nil
function adapter.read_notice(contract, raw, _)
  local said, why = notices.read(raw.body, contract.mid)
  if not said then return nil, fault("payment.malformed_notice", { message = why }) end
  said.event_key = crypto.hex(crypto.sha256(raw.body))
  return said
end

--- Anything but these two letters is sent again.
---@param ok boolean
---@return integer status
---@return string body
---@return string content_type
function adapter.notice_answer(ok) return 200, ok and "OK" or "FAIL", "text/plain" end

return adapter
