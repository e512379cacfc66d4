--- `orders`: what the back office will do with orders, until there is one: note a deposit, end what was not paid.

local terminal = require "terminal"

local actions = {}

function actions.deposit(number)
  if not number then terminal.fail("which order? orders deposit ORDER-NUMBER") end
  local order, fault = require("flows.settle_deposit").run(number)
  if not order then terminal.fail("%s: %s", number, tostring(fault)) end
  print(("%s: 입금을 확인했습니다. 결제완료"):format(number))
end

function actions.expire()
  local count, fault = require("flows.expire_unpaid").run()
  if not count then terminal.fail("%s", tostring(fault)) end
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
