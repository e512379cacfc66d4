-- Where Inicis is. Which of its data centres speaks for a payment comes through the shopper's browser, and so do the
-- addresses to be called; therefore the addresses are made here, from a table, and what the browser brought only has to be
-- the same.

local hosts = {}

local LIVE = { window = "https://stdpay.inicis.com", mobile_window = "https://mobile.inicis.com",
  api = "https://iniapi.inicis.com",
  pc = { fc = "https://fcstdpay.inicis.com", ks = "https://ksstdpay.inicis.com" },
  mobile = { fc = "https://fcmobile.inicis.com", ks = "https://ksmobile.inicis.com" } }

-- The window of telephones is the same for both: the merchant's name decides.
local TEST = { window = "https://stgstdpay.inicis.com", mobile_window = "https://mobile.inicis.com",
  api = "https://stginiapi.inicis.com", pc = { stg = "https://stgstdpay.inicis.com" },
  mobile = { stg = "https://stgmobile.inicis.com" } }

local PATHS = { pc = { approve = "/api/payAuth", net_cancel = "/api/netCancel" },
  mobile = { approve = "/smart/payReq.ini", net_cancel = "/smart/payNetCancel.ini" } }

local function table_of(contract)
  if contract.mode ~= "test" then return LIVE end
  local base = type(contract.urls) == "table" and contract.urls.base
  if not base then return TEST end
  return { window = base, mobile_window = base, api = base, pc = { stg = base }, mobile = { stg = base } }
end

---@param contract payment.contract
---@return string
function hosts.script(contract) return table_of(contract).window .. "/stdjs/INIStdPay.js" end

---@param contract payment.contract
---@return string
function hosts.mobile_window(contract) return table_of(contract).mobile_window .. "/smart/payment/" end

---@param contract payment.contract
---@param path string
---@return string
function hosts.api(contract, path) return table_of(contract).api .. path end

--- The address of a call at a data centre; nil when the contract's side (test or live) has no such centre.
---@param contract payment.contract
---@param product "pc"|"mobile"
---@param centre string|nil        `idc_name`: "fc", "ks" or "stg"
---@param call "approve"|"net_cancel"
---@return string|nil
function hosts.of(contract, product, centre, call)
  local host = table_of(contract)[product][centre or ""]
  return host and host .. PATHS[product][call]
end

return hosts
