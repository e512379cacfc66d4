-- The life of an order, as data: four axes, each a file to be read aloud to the shopkeeper. A *payment* is one attempt to
-- pay; a *line* moves unit by unit, so that two of five may be on their way while three are packed; a *claim* is what the
-- buyer wants undone; a *refund* is money that goes back over one payment. What stands in these files is all that can
-- happen: the engine (flows.move_order) asks the guards by name, carries the effects out by name, and refuses the rest.
--
-- A state: `key`, `label` (what it is called), `say` (what it means to the buyer), `final` (nothing leaves it), `rest` (it
-- may stay so for ever, though something can still happen).
-- A transition: `on` what happens, `from` a state or several (none: here something begins) `to` a state, `who` may cause
-- it (shopper: a guest or whoever holds the order's page; member; staff; clock; provider; machine: only another event
-- does), `permission` that staff needs, `guards` that must all agree, `effects` in their order, `label` (the word on a
-- button), `say` (the whole of it in a sentence).

return {
  payment = require "order.machine.payment",
  line = require "order.machine.line",
  claim = require "order.machine.claim",
  refund = require "order.machine.refund",
  words = require "order.machine.words",
  axes = { "payment", "line", "claim", "refund" },
}
