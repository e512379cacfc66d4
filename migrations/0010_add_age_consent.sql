-- Orders of people under 14 are not taken: whoever orders says that they are older, and that is kept like the other
-- consents. What is there passed the narrower check and need not be read again.

ALTER TABLE consent DROP CONSTRAINT consent_kind_check;
ALTER TABLE consent ADD CONSTRAINT consent_kind_check
  CHECK (kind IN ('age', 'order', 'privacy', 'marketing_email', 'marketing_sms')) NOT VALID;
