-- KG Inicis: what all adapters keep to, on PCs and telephones.

local contract = require "spec.app.payment.contract"

local API = { query = "/v2/pg/inquiry", cancel = "/v2/pg/partialRefund" }

local function way(fields)
  fields.query, fields.cancel = API.query, API.cancel
  return fields
end

contract.of { provider = "inicis", secrets = { "sign_key", "hash_key", "api_key", "api_iv" }, optional = { "hash_key" }, ways = {
  way { method = "card", device = "pc", approve = "/api/payAuth", net_cancel = "/api/netCancel" },
  way { method = "card", device = "mobile", approve = "/smart/payReq.ini", net_cancel = "/smart/payNetCancel.ini" },
  way { method = "account_transfer", device = "pc", approve = "/api/payAuth", net_cancel = "/api/netCancel" },
  way { method = "virtual_account", device = "pc", approve = "/api/payAuth" },
  way { method = "virtual_account", device = "mobile", approve = "/smart/payReq.ini" },
} }
