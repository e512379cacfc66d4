-- What a release says of itself to those that come after it: plain data, which others read without running it.
--
-- pins_machine: orders that are placed under this release keep its order machine (app/order/machine), however later ones
-- change theirs; guards and effects are those of the code that runs, by name. Without it an order in flight follows the new
-- rules.

return {
  pins_machine = false,
}
