-- What the browser brings from the window. It proves nothing: it may name a token to be redeemed where the tables say, and
-- whatever in it is not of this attempt makes it forged.

local hosts = require "payment.rules.inicis.hosts"
local reading = require "payment.rules.inicis.reading"

local returns = {}

local CANCELLED = { ["2001"] = true, ["0021"] = true, ["0022"] = true }

local function forged(what) return { outcome = "forged", code = what, message = what .. " is not of this attempt" } end

local function refused(code, message)
  code, message = reading.text(code, 20), reading.text(message, 500) or ""
  local gone_back = CANCELLED[code or ""] or message:find("취소", 1, true)
  return { outcome = gone_back and "cancelled" or "declined", code = code, message = message }
end

local function pc(contract, attempt, form)
  if form.mid ~= contract.mid then return forged "mid" end
  if (form.orderNumber or form.MOID) ~= attempt.reference then return forged "orderNumber" end
  if form.resultCode ~= "0000" then return refused(form.resultCode, form.resultMsg) end
  local centre = form.idc_name
  local approve = type(centre) == "string" and hosts.of(contract, "pc", centre, "approve")
  if not approve then return forged "idc_name" end
  if (form.authUrl or form.checkAckUrl) ~= approve then return forged "authUrl" end
  if form.netCancelUrl ~= hosts.of(contract, "pc", centre, "net_cancel") then return forged "netCancelUrl" end
  local token = reading.text(form.authToken, 2000)
  if not token then return forged "authToken" end
  return { outcome = "authenticated", reference = attempt.reference,
    token = { product = "pc", centre = centre, auth_token = token } }
end

local function mobile(contract, attempt, form)
  if form.P_NOTI ~= attempt.reference then return forged "P_NOTI" end
  if form.P_STATUS ~= "00" then return refused(form.P_STATUS, form.P_RMESG1) end
  if reading.amount(form.P_AMT) ~= attempt.amount then return forged "P_AMT" end
  local centre = form.idc_name
  local approve = type(centre) == "string" and hosts.of(contract, "mobile", centre, "approve")
  if not approve then return forged "idc_name" end
  if form.P_REQ_URL ~= approve then return forged "P_REQ_URL" end
  local tid = reading.text(form.P_TID, 40)
  -- ten letters of a module, ten of the merchant
  if not tid or tid:find "[^%w_]" or tid:sub(11, 20) ~= contract.mid then return forged "P_TID" end
  return { outcome = "authenticated", reference = attempt.reference, amount = attempt.amount,
    token = { product = "mobile", centre = centre, tid = tid } }
end

--- Reads a return of either product.
---@param contract payment.contract
---@param attempt table
---@param input { form: table<string, string>|nil }
---@return table
function returns.read(contract, attempt, input)
  local form = input.form or {}
  if form.P_STATUS ~= nil then return mobile(contract, attempt, form) end
  if form.resultCode ~= nil then return pc(contract, attempt, form) end
  return forged "resultCode"
end

return returns
