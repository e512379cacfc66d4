-- Looks after stock by the clock: lots whose day has come are not sold any more, and who buys in for the mall is told
-- once of what runs short.

local malls = require "mall"
local runtime = require "runtime"
local staff = require "staff"
local stock = require "stock"
local clock = require "shared.clock"
local send_mail = require("flows.send_mail").run
local transaction = require("flows.store").transaction

local watch_stock = {}

local PAGE = 200
-- Who buys in, or where nobody does, who runs the mall.
local TOLD = { { "merchandiser" }, { "manager", "owner" } }

--- Takes lots that are past their day out of sale. Each SKU is a transaction of its own: sales wait for none but their own.
---@return integer skus
function watch_stock.turn_lots()
  local count = 0
  repeat
    local page = stock.lots.over(PAGE)
    for _, one in ipairs(page) do
      assert(transaction(function(tx)
        stock.lock_levels(tx, one.mall_id, { one.sku_id })
        stock.lots.judge(tx, one.mall_id, { one.sku_id })
        return true
      end))
    end
    count = count + #page
  until #page < PAGE
  return count
end

local function people(mall_id)
  for _, roles in ipairs(TOLD) do
    local found = staff.with_role(mall_id, roles)
    if #found > 0 then return found end
  end
  return {}
end

-- A letter names so many; the list has them all.
local NAMED = 20

-- Where the back office is, if not where the mall is.
local function office()
  local host = runtime.setting "ADMIN_HOST"
  return host and host ~= "" and "https://" .. host or nil
end

local function tell(tx, mall)
  local short = stock.alarm.take_untold(tx, mall.id)
  if #short == 0 then return { skus = 0 } end
  local rows = {}
  for i = 1, math.min(#short, NAMED) do
    local one = short[i]
    rows[i] = { product = one.product, label = one.label ~= "" and one.label or nil, code = one.code,
      available = one.available,
      restock_at = one.restock_at }
  end
  for _, person in ipairs(people(mall.id)) do
    send_mail(tx, mall, "staff/restock", { email = person.email, name = person.name }, { name = person.name, rows = rows,
      count = #short, at = clock.now(), url = "/admin/restock", base_url = office() })
  end
  return { skus = #short }
end

--- Notices what runs short, and tells of it in one letter a mall.
---@return integer skus  that were told of
function watch_stock.tell_of_shortage()
  stock.alarm.notice()
  local count = 0
  for _, mall in ipairs(malls.all()) do
    count = count + assert(transaction(function(tx) return tell(tx, mall) end)).skus
  end
  return count
end

return watch_stock
