--- `orders`: what the back office will do with orders, until there is one: note a deposit, end what was not paid.

local terminal = require "terminal"

local actions = {}

function actions.deposit(number)
  if not number then terminal.fail("which order? orders deposit ORDER-NUMBER") end
  local order, fault = require("flows.settle_deposit").run(number)
  if order then
    local amount = require("shared.money").won(order.amount)
    print(("%s: %s (%s, %s)"):format(order.number, order.label, order.depositor, tostring(amount)))
  elseif fault.code == "order.not_found" then
    terminal.fail("%s: 그런 주문이 없습니다. There is no such order", number)
  elseif fault.label then
    terminal.fail("%s: 이 주문은 지금 '%s' 상태입니다. It does not wait for a deposit", number, fault.label)
  else
    terminal.fail("%s: %s", number, tostring(fault))
  end
end

function actions.expire()
  local count = require("flows.expire_unpaid").run()
  print(("입금 기한이 지난 주문 %d건을 취소했습니다."):format(count))
end

return {
  summary = "note a deposit, or cancel what was not paid in time",
  usage = "deposit ORDER-NUMBER | expire",
  text = [[
orders deposit ORDER-NUMBER   the bank transfer has arrived: 입금대기 becomes 결제완료
orders expire                 cancel orders whose due date has passed, and give their stock back]],
  operands = { min = 1, max = 2 },
  needs = "database",
  run = function(args)
    local action = actions[args[1]]
    if not action then terminal.fail("orders knows 'deposit' and 'expire', not '%s'", args[1]) end
    action(args[2])
    return 0
  end,
}
