-- Tracking numbers by the sheet: read without changing anything, then carried out parcel by parcel, each a transaction of
-- its own that also says what came of its lines. A sheet that was cut off goes on where it was; the same file again is the
-- same sheet; a parcel that an order, or an exchange, has already is not made twice.

local crypto = require "crypto"
local json = require "json"
local order = require "order"
local queue = require "queue"
local shipment = require "shipment"
local task = require "task"
local fault = require "shared.fault"
local sheet = require "shared.sheet"
local move_order = require "flows.move_order"
local record_audit = require("flows.record_audit").run
local require_permission = require("flows.require_permission").run
local ship = require "flows.ship"
local transaction = require("flows.store").transaction

local carry_invoices = {}

local COLUMNS_MOST = 64

--- As many lines are carried out while somebody waits; more are a job.
carry_invoices.AT_ONCE = 100

-- Why what an exchange sends cannot go under this label.
local function refusal(found, label)
  local code = shipment.sheet.refusal(found, label)
  return code and fault(code, { status = order.engine.state(order.machine.claim, found.status).label,
    sent = found.sent and (found.sent == "" and "번호 없음" or shipment.show_number(found.sent)) }) or nil
end

-- What of the database a sheet is read by.
local function given_for(ctx, rows, usual)
  local mall_id, carriers, chosen = ctx.mall.id, shipment.carriers(ctx.mall.id), nil
  for _, one in ipairs(carriers) do
    if one.code == usual then chosen = one end
  end
  local function named(read) return shipment.sheet.numbers(rows, sheet.text, read) end
  return { carrier = chosen, find_carrier = shipment.carrier_finder(carriers), read_number = order.read_number,
    read_claim = order.read_claim_number, plain = sheet.text, pause = function() task.sleep(0) end,
    orders = shipment.orders_named(mall_id, named(order.read_number)),
    exchanges = shipment.exchanges_named(mall_id, named(order.read_claim_number)),
    refuse = function(found, label)
      local refused = refusal(found, label)
      return refused and ctx:sentence(refused)
    end }
end

--- Reads a file that was uploaded: what it says is kept, where nothing is wrong with it.
---@param ctx context
---@param sent request.File
---@param usual string|nil  the carrier of lines that name none
---@return { id: string|nil, known: boolean|nil, problems: table[], rows: table[] }|nil  id: nil where nothing was kept
---@return fault|nil
function carry_invoices.read(ctx, sent, usual)
  local allowed, refused = require_permission(ctx, "orders.write")
  if not allowed then return nil, refused end
  local mall_id = ctx.mall.id
  local digest, unread = sheet.digest(sent.path)
  if not digest then return nil, unread end
  -- the carrier of the unnamed is part of what the file means
  digest = crypto.sha256((usual or "") .. "\n" .. digest)
  -- what was carried out once would not be read as it was then
  local before = shipment.sheet_with(mall_id, digest)
  if before then return { id = before, known = true, problems = {}, rows = {} } end
  local rows, wrong = sheet.read(sent.path, { rows = shipment.MOST + 1, columns = COLUMNS_MOST })
  if not rows then return nil, wrong end
  local plan = shipment.sheet.read(rows, given_for(ctx, rows, usual))
  if #plan.problems > 0 or #plan.rows == 0 then return plan end
  local kept, away = transaction(function(tx)
    local id, known = shipment.keep_sheet(tx, mall_id, { digest = digest,
      file_name = sent.filename:sub(-200), actor = ctx.staff.email, rows = plan.rows })
    return { id = id, known = known }
  end)
  if not kept then return nil, away end
  plan.id, plan.known = kept.id, kept.known
  return plan
end

-- Units as the order has them: a line without a quantity is all that can be sent of it.
local function units_of(subject, wanted)
  if not wanted then return nil end
  local left, list = {}, {}
  for _, unit in ipairs(shipment.sendable(ship.stand(subject))) do left[unit.position] = unit.qty end
  for i, unit in ipairs(wanted) do
    list[i] = { position = unit.position, qty = unit.qty or left[unit.position] or 1 }
  end
  return list
end

-- The parcel that goods of the order's own are in already under this number: what an exchange sends may share it.
local function same_parcel(tx, subject, parcel)
  for _, one in ipairs(shipment.parcels(subject.mall_id, subject.id, tx)) do
    if one.carrier == parcel.carrier and one.number == parcel.number and one.status ~= "withdrawn" and not one.claim_id then
      return one
    end
  end
end

-- Each answers with the parcel that is there now, and with the one that was there before.
local function register_goods(tx, subject, parcel, by)
  local known = same_parcel(tx, subject, parcel)
  if known then return known, nil, known end
  return ship.register(tx, subject, { carrier = parcel.carrier, number = parcel.number,
    units = units_of(subject, parcel.units) }, by)
end

local function register_exchange(tx, subject, parcel, by)
  local about
  for _, row in ipairs(subject.claims) do
    if row.number == parcel.claim_number then about = row end
  end
  if not about then return nil, fault("claim.not_found") end
  local known = ship.of_claim(tx, subject, about.id)
  local refused = refusal({ kind = about.kind, status = about.status, carrier = known and known.carrier,
    sent = known and known.number }, parcel)
  if refused then return nil, refused end
  if known then return known, nil, known end
  return ship.register_exchange(tx, subject, about, parcel, by)
end

local function register(tx, mall_id, parcel, dispatch, by)
  local found = order.by_number(mall_id, parcel.order_number)
  if not found then return nil, fault("order.not_found") end
  local subject, gone = move_order.lock(tx, mall_id, found.id)
  if not subject then return nil, gone end
  local made, refused, known = (parcel.claim_number and register_exchange or register_goods)(tx, subject, parcel, by)
  if not made then return nil, refused end
  if dispatch and made.status == "ready" then
    local sent, problem = ship.dispatch(tx, subject, made.seq, by)
    if not sent then return nil, problem end
    known = nil
  end
  return known and "same" or "done"
end

-- What is wrong with a line, kept as data: the page that shows it has the words.
local function kept(problem)
  local facts = {}
  for _, name in ipairs { "code", "product", "left", "available", "says", "label", "status", "sent" } do
    facts[name] = problem[name]
  end
  return json.encode(facts)
end

-- One parcel with what came of it, or why nothing did.
local function carry_one(mall_id, found, parcel)
  local by = { actor = "staff " .. found.actor, cause = "송장 파일 " .. found.file_name }
  local status, problem = transaction(function(tx)
    local outcome, refused = register(tx, mall_id, parcel, found.dispatch, by)
    if not outcome then return nil, refused end
    -- carried out by somebody else meanwhile: this time it is undone
    if not shipment.settle_rows(tx, mall_id, found.id, parcel.lines, outcome) then return nil, fault("shipment.settled") end
    return outcome
  end)
  if status or problem.code == "shipment.settled" then return end
  if problem.code:find "^db%." then error(problem) end
  transaction(function(tx)
    shipment.settle_rows(tx, mall_id, found.id, parcel.lines, "failed", kept(problem))
    return true
  end)
end

--- Carries out what of a sheet is still waiting.
---@param mall_id string
---@param id string
---@return true|nil
---@return fault|nil
function carry_invoices.run(mall_id, id)
  local found = shipment.sheet_of(mall_id, id)
  if not found then return nil, fault("shipment.gone") end
  for _, parcel in ipairs(shipment.sheet.parcels(shipment.waiting_rows(mall_id, id))) do carry_one(mall_id, found,
    parcel) end
  return transaction(function(tx)
    shipment.mark_sheet(tx, mall_id, id, "done")
    return true
  end)
end

--- Begins to carry out a sheet; a long one goes on after the answer.
---@param ctx context
---@param id string
---@param dispatch boolean
---@return { later: boolean }|nil
---@return fault|nil shipment.gone | staff.forbidden
function carry_invoices.begin(ctx, id, dispatch)
  local allowed, refused = require_permission(ctx, "orders.write")
  if not allowed then return nil, refused end
  local mall_id = ctx.mall.id
  local begun, gone = transaction(function(tx)
    local found = shipment.lock_sheet(tx, mall_id, id)
    if not found or found.status ~= "read" then return nil, fault("shipment.sheet_over") end
    shipment.mark_sheet(tx, mall_id, id, "running", dispatch)
    local rows = #shipment.waiting_rows(mall_id, id)
    if rows > carry_invoices.AT_ONCE then
      queue.enqueue(tx, "shipment.invoices", { mall_id = mall_id, id = id }, { mall_id = mall_id, unique = "invoices:"
        .. id })
    end
    record_audit(ctx, "order.invoice_sheet", { kind = "invoice_sheet", id = id, why = found.file_name,
      changes = { ["줄"] = { after = rows } } }, tx)
    return { later = rows > carry_invoices.AT_ONCE }
  end)
  if not begun then return nil, gone end
  if not begun.later then
    local done, problem = carry_invoices.run(mall_id, id)
    if not done then return nil, problem end
  end
  return begun
end

return carry_invoices
