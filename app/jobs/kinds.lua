-- Every kind of job there is. A kind is a file here that calls a flow:
--
--   return {
--     kind = "mail.send", args = { mail_id = "uuid" }, attempts = 12, timeout = 60, rate = { count = 600, per = 60 },
--     run = function(args, job) return send.run(args.mail_id, job) end,
--   }
--
-- `run` returns true when it is done. `nil, fault` is tried again after a while, unless the fault says `permanent = true` (a
-- dead letter at once) or `snooze = seconds` (later, and not counted); one that raises is tried again as well. A job may run
-- more than once: what it does is safe to repeat, is done under job.id as its key, or ends the job in its own transaction.

return {
  require "jobs.begin_comparison",
  require "jobs.book_payouts",
  require "jobs.carry_invoices",
  require "jobs.close_account",
  require "jobs.compare_payments",
  require "jobs.confirm_purchases",
  require "jobs.decide_grades",
  require "jobs.deliver_silent",
  require "jobs.execute_refund",
  require "jobs.expire_points",
  require "jobs.expire_unpaid",
  require "jobs.handle_notice",
  require "jobs.move_grades",
  require "jobs.reconcile_payments",
  require "jobs.rematch_settlements",
  require "jobs.remind_of_confirmation",
  require "jobs.remind_of_deposits",
  require "jobs.report_escrow",
  require "jobs.resolve_payment",
  require "jobs.resume_refunds",
  require "jobs.send_mail",
  require "jobs.sleep_members",
  require "jobs.sweep",
  require "jobs.sweep_holds",
  require "jobs.take_back_payment",
  require "jobs.tell_of_dormancy",
  require "jobs.tell_of_expiring_points",
  require "jobs.tell_of_shortage",
  require "jobs.tend_receipt",
  require "jobs.turn_lots",
}
