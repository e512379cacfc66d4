-- What happens without anybody asking, and when: minute, hour, day of the month, month, day of the week, in Korean time.
-- Each slot is run once, however many nodes there are; the run of a slot is left out while the one before has not ended.
-- What came while no worker was there is made up for by one run (missed = "once") or not at all ("skip").

return {
  { name = "expire_unpaid", cron = "* * * * *", kind = "order.expire_unpaid", missed = "once" },
  { name = "sweep_holds", cron = "*/10 * * * *", kind = "stock.sweep_holds", missed = "once" },
  { name = "turn_lots", cron = "*/10 * * * *", kind = "stock.turn_lots", missed = "once" },
  { name = "tell_of_shortage", cron = "*/10 * * * *", kind = "stock.tell", missed = "once" },
  { name = "deliver_silent", cron = "5 * * * *", kind = "shipment.deliver_silent", missed = "once" },
  { name = "confirm_purchases", cron = "25 * * * *", kind = "order.confirm", missed = "once" },
  { name = "remind_of_confirmation", cron = "40 10 * * *", kind = "order.remind_of_confirmation", missed = "once" },
  { name = "remind_of_deposits", cron = "5 9-20 * * *", kind = "payment.remind", missed = "skip" },
  { name = "reconcile_payments", cron = "*/10 * * * *", kind = "payment.reconcile", missed = "once" },
  { name = "compare_payments", cron = "40 1 * * *", kind = "payment.begin_comparison", missed = "once" },
  { name = "rematch_settlements", cron = "45 1 * * *", kind = "settlement.rematch", missed = "once" },
  { name = "book_payouts", cron = "50 1 * * *", kind = "settlement.book", missed = "once" },
  { name = "resume_refunds", cron = "*/10 * * * *", kind = "refund.resume", missed = "once" },
  { name = "expire_points", cron = "10 0 * * *", kind = "points.expire", missed = "once" },
  { name = "tell_of_expiring_points", cron = "0 10 * * *", kind = "points.tell", missed = "once" },
  { name = "decide_grades", cron = "10 3 1 * *", kind = "grade.decide", missed = "once" },
  { name = "tell_of_dormancy", cron = "20 10 * * *", kind = "dormancy.tell", missed = "once" },
  { name = "sleep_members", cron = "30 4 * * *", kind = "dormancy.sleep", missed = "once" },
  { name = "sweep", cron = "17 * * * *", kind = "sweep", missed = "once" },
}
