-- An account at a provider takes money until it is told not to. Of one whose attempt was given up, or was put aside before
-- anything came, it is kept whether it surely takes no more, and if not, why.

ALTER TABLE payment
  ADD account_closed_at    timestamptz,              -- surely nothing can come any more: closed there, or never issued
  ADD account_asked_at     timestamptz,              -- when the provider was last asked to close it
  ADD account_problem      text NOT NULL DEFAULT ''
    CONSTRAINT payment_account_problem CHECK (account_problem IN ('', 'unanswered', 'refused', 'foreign', 'no_contract')),
  ADD account_problem_text text NOT NULL DEFAULT '';
CREATE INDEX payment_account_open ON payment (created_at) WHERE method = 'virtual_account' AND account_closed_at IS NULL
  AND captured_amount = 0 AND status IN ('failed', 'expired', 'quarantined');
