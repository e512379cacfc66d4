-- The public face of payments: what a mall's contracts allow, who speaks with a provider, the attempts to pay, and the desks
-- where people work what no rule decides. When money moves is decided by flows.
--
-- An adapter speaks for one provider. It knows neither orders nor the database; what it is given and what it answers is
-- plain data, and every call that goes out has three outcomes: ok, declined, or unknown, which is never taken for failed.

local account_rules = require "payment.rules.accounts"
local accounts = require "payment.account.store"
local comparison = require "payment.rules.comparison"
local contracts = require "payment.contracts"
local deposit_grid = require "payment.deposit.grid"
local deposits = require "payment.deposit.store"
local form = require "payment.rules.form"
local lanes = require "payment.rules.lanes"
local matching = require "payment.rules.matching"
local methods = require "payment.rules.methods"
local network = require "payment.rules.network"
local notices = require "payment.notice.store"
local receipt_grid = require "payment.receipt.grid"
local receipt_hosts = require "payment.rules.receipt_hosts"
local receipt_rules = require "payment.rules.receipts"
local receipts = require "payment.receipt.store"
local reconciliation = require "payment.reconciliation.store"
local seal = require "payment.deposit.seal"
local settlement_differences = require "payment.settlement.difference.store"
local settlement_file = require "payment.rules.settlement_file"
local settlement_rules = require "payment.rules.settlements"
local settlements = require "payment.settlement.store"
local states = require "payment.rules.states"
local statement = require "payment.rules.statement"
local store = require "payment.store"
local ticket = require "payment.ticket"
local verdict = require "payment.rules.verdict"
local fees = require "payment.rules.fees"
local fault = require "shared.fault"

---@class payment.offer
---@field key string       "inicis.card": provider and method
---@field provider string  "bank" for a transfer to the mall's own account
---@field method string    card | virtual_account | account_transfer | phone | wallet | bank_transfer
---@field label string
---@field note string|nil
---@field cash boolean     a cash receipt is issued for it
---@field escrow true|nil  the provider keeps the money until the goods have arrived
---@field later boolean    paid after the order is placed: an account is shown

---@class payment.contract
---@field provider string
---@field mode "test"|"live"
---@field urls table<string, string>|nil other hosts than the provider's own
---@field methods table<string, boolean>|nil only these
---@field escrow boolean|nil       구매안전서비스: the provider keeps the money until the goods have arrived
---@field cash_receipts boolean|nil  false: none are issued by it for transfers to the mall's own account
---@field fees table<string, table>|nil  what it takes, by method: payment/rules/fees.lua
---@field notice_ips string[]|nil where notices come from, as addresses or networks

---@class payment.result
---@field outcome "ok"|"declined"|"unknown"
---@field state "ready"|"waiting"|"paid"|"partially_cancelled"|"cancelled"|"failed"|"expired"|nil
---@field transaction_id string|nil
---@field reference string|nil
---@field merchant_id string|nil
---@field amount integer|nil
---@field currency string|nil
---@field captured integer|nil
---@field cancelled integer|nil
---@field account { bank_code: string, bank: string, number: string, holder: string, due_at: number }|nil
---@field secret string|nil
---@field card table|nil
---@field receipt_url string|nil
---@field cash_receipt { key: string|nil, issue_number: string|nil, url: string|nil, kind: string|nil }|nil
---@field unsent boolean|nil  surely nothing was done
---@field paid_at number|nil
---@field code string|nil
---@field message string|nil
---@field details table|nil

---@class payment.adapter
---@field name string
---@field label string
---@field methods table<string, boolean>
---@field partial_cancel boolean
---@field notices boolean
---@field check fun(contract: payment.contract): true|nil, string|nil
---@field start fun(contract: payment.contract, request: table): payment.result
---@field read_return fun(contract: payment.contract, attempt: table, input: table, now: number): table
---@field approve fun(contract: payment.contract, attempt: table, token: table, now: number): payment.result
---@field net_cancel nil|fun(contract: payment.contract, attempt: table, token: table, now: number): payment.result
---@field query fun(contract: payment.contract, attempt: table, now: number): payment.result
---@field cancel fun(contract: payment.contract, attempt: table, request: table, now: number): payment.result
---@field merchant nil|fun(contract: payment.contract): string|nil  whom answers must name
---@field notice_ips string[]|nil  where notices come from, where the contract does not say
---@field read_notice nil|fun(contract: payment.contract, raw: table, now: number): table|nil, fault|nil
---@field is_authentic nil|fun(attempt: table, told: table): boolean|nil  whether a notice shows who wrote it; nil: ask
---@field settlements nil|fun(contract: payment.contract, from: string, to: string): table[]|nil, fault|nil
---@field issue_receipt nil|fun(contract: payment.contract, request: table, now: number): payment.result  a cash receipt
---@field cancel_receipt nil|fun(contract: payment.contract, request: table, now: number): payment.result
---@field receipts_once boolean|nil   asked twice under one key, a receipt is issued once
---@field receipt_parts boolean|nil   a part of a receipt can be taken back
---@field report_delivery nil|fun(contract: payment.contract, attempt: table, request: table, now: number): payment.result
---@field notice_answer nil|fun(ok: boolean): integer, string, string

local payment = { methods = methods, WINDOW = methods.WINDOW, GRACE = methods.GRACE, load = contracts.load,
  problem = contracts.problem, contracts = contracts.all, label = methods.label, instalments = methods.instalments,
  holds_escrow = methods.holds_escrow,
  verdict = verdict, ticket = ticket, notices = notices, read_form = form.read,
  deposits = deposits, deposit_grid = deposit_grid, match = matching.judge, statement = statement, lanes = lanes,
    seal = seal,
  is_within = network.contains, compare = comparison.of, reconciliation = reconciliation, acts = states.acts,
  receipts = receipts, receipt_rules = receipt_rules, receipt_grid = receipt_grid, receipt_link = receipt_hosts.link,
  settlements = settlements, settlement_differences = settlement_differences, settlement_file = settlement_file,
  settlement_rules = settlement_rules, fees = fees, accounts = accounts, account_rules = account_rules }

for _, name in ipairs { "by_id", "by_reference", "of_order", "note", "silent", "now",
  "due_soon" } do payment[name] = store[name] end

-- A mall's code stays: remembered for as long as this generation lives.
local codes = {}

local function code_of(mall)
  if mall.code then return mall.code end
  codes[mall.id] = codes[mall.id] or store.code_of(mall.id)
  return codes[mall.id]
end

--- What a mall's shopper may choose from; the bank transfer is always among it unless the mall's list leaves it out.
---@param mall mall
---@param _ "pc"|"mobile" device
---@return payment.offer[]
function payment.offered(mall, _)
  local found = contracts.of(mall.code) or { contracts = {} }
  return methods.offered(found.contracts, found.methods, contracts.adapters)
end

--- Whom a contract says that we are, where its adapter tells: an answer for somebody else is none for us.
---@param contract payment.contract
---@return string|nil
function payment.merchant(contract)
  local adapter = contracts.adapter(contract.provider)
  if adapter.merchant then return adapter.merchant(contract) end
  return contract.mid
end

--- Who speaks with the provider of a payment, and under which contract: an attempt of yesterday is asked after although it
--- is no longer offered today. Of a mall whose code is not given it is asked once, which may wait: not under a lock.
---@param mall { id: string, code: string|nil }
---@param row { provider: string }
---@return payment.contract|nil
---@return payment.adapter|fault adapter  a fault where there is no contract: payment.no_contract
function payment.adapter(mall, row)
  local code = code_of(mall)
  local found = contracts.of(code)
  local contract = found and found[row.provider]
  if not contract then return nil, fault("payment.no_contract", { provider = row.provider, mall = code }) end
  return contract, contracts.adapter(row.provider)
end

--- Who issues cash receipts for a mall's own transfers: the first contract that can, or the one that did.
---@param mall { id: string, code: string|nil }
---@param provider string|nil
---@return payment.contract|nil
---@return payment.adapter|nil
function payment.receipt_issuer(mall, provider)
  local found = contracts.of(code_of(mall))
  for _, contract in ipairs(found and found.contracts or {}) do
    local adapter = contracts.adapter(contract.provider)
    local can = adapter.issue_receipt and contract.cash_receipts ~= false
    if provider and contract.provider == provider or not provider and can then return contract, adapter end
  end
  return nil, nil
end

return payment
