-- The public face of claims: what may be asked of an order and on what terms, the reasons, and what is kept of a claim.

local desk = require "claim.desk.store"
local forms = require "claim.forms"
local grid = require "claim.grid"
local offer = require "claim.rules.offer"
local reasons = require "claim.rules.reasons"
local store = require "claim.store"
local terms = require "claim.rules.terms"
local view = require "claim.rules.view"

local claim = { offer = offer.of, kinds = offer.kinds, check = offer.check, is_immediate = offer.is_immediate,
  reason = reasons.of, reasons = reasons.offered, reason_label = reasons.label, policy = terms.policy, fee = terms.fee,
  until_when = terms.until_when,
  POLICY = terms.POLICY, forms = forms, grid = grid, desk = desk, view = view }

for name, fn in pairs(store) do claim[name] = fn end

return claim
