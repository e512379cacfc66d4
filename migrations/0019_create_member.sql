-- Members: who has an account at a mall, what they agreed to and when, the links that were mailed to them, and what of a
-- session, a cart and an order is theirs. Of who withdrew only the row stays, with nothing of a person in it: orders,
-- consents and ledgers refer to it for as long as the law wants them kept.

CREATE TABLE member (
  mall_id         uuid NOT NULL REFERENCES mall (id),
  id              uuid NOT NULL DEFAULT uuid7(),
  email           text,                                -- lower-case; where mail goes and what a member logs in with
  password_hash   text,                                -- Argon2id, or Django's until the next log-in
  name            text NOT NULL DEFAULT '',
  phone           text,
  birth_date      date,
  grade           text NOT NULL DEFAULT 'basic',
  status          text NOT NULL DEFAULT 'pending',
  blocked_at      timestamptz,                         -- by staff: may not log in
  blocked_why     text,
  verified_at     timestamptz,
  created_at      timestamptz NOT NULL DEFAULT now(),
  joined_at       timestamptz NOT NULL DEFAULT now(),  -- in the mall that somebody moved here from, if they did
  last_login_at   timestamptz,
  password_set_at timestamptz NOT NULL DEFAULT now(),
  withdrawn_at    timestamptz,
  source          text,                                -- "django:123": which row of an import this is
  version         bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (mall_id, id),
  CONSTRAINT member_email_form CHECK (email = lower(email) AND length(email) BETWEEN 3 AND 254),
  CONSTRAINT member_phone_form CHECK (phone ~ '^[0-9]{8,12}$'),
  CONSTRAINT member_status_known CHECK (status IN ('pending', 'active', 'dormant', 'withdrawn')),
  CONSTRAINT member_blocked_with_reason CHECK ((blocked_at IS NULL) = (blocked_why IS NULL)),
  CONSTRAINT member_withdrawn_is_erased CHECK ((status = 'withdrawn') = (withdrawn_at IS NOT NULL)
    AND (status <> 'withdrawn' OR email IS NULL AND password_hash IS NULL AND phone IS NULL AND birth_date IS NULL AND name = '')),
  CONSTRAINT member_has_address CHECK (status = 'withdrawn' OR email IS NOT NULL),
  CONSTRAINT member_version_counts CHECK (version > 0)
);
-- Who withdrew leaves no address behind, so nobody's stands in the way of a new account.
CREATE UNIQUE INDEX member_email_once ON member (mall_id, email);
CREATE UNIQUE INDEX member_source_once ON member (mall_id, source);
CREATE INDEX member_by_time ON member (mall_id, id DESC) WHERE status <> 'withdrawn';

-- What a member agreed to or refused, in which wording, when and where. The newest row of a kind is what holds.
CREATE TABLE member_consent (
  mall_id   uuid NOT NULL,
  id        uuid NOT NULL DEFAULT uuid7(),
  member_id uuid NOT NULL,
  kind      text NOT NULL,
  agreed    boolean NOT NULL,
  wording   text NOT NULL,
  channel   text NOT NULL,
  at        timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (mall_id, id),
  FOREIGN KEY (mall_id, member_id) REFERENCES member (mall_id, id),
  CONSTRAINT member_consent_kind_known CHECK (kind IN ('age', 'terms', 'privacy', 'marketing_email', 'marketing_sms', 'night')),
  CONSTRAINT member_consent_channel_known CHECK (channel IN ('join', 'my', 'import', 'link', 'staff', 'withdrawal'))
);
CREATE INDEX member_consent_newest ON member_consent (mall_id, member_id, kind, at DESC, id DESC);
REVOKE UPDATE, DELETE ON member_consent FROM sijang_app;

-- A link that was mailed: only the SHA-256 of its secret is here, and it opens something once.
CREATE TABLE member_token (
  mall_id    uuid NOT NULL,
  hash       bytea NOT NULL,
  member_id  uuid NOT NULL,
  purpose    text NOT NULL,
  email      text,                                     -- the new address, where it is to change
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  used_at    timestamptz,
  PRIMARY KEY (mall_id, hash),
  FOREIGN KEY (mall_id, member_id) REFERENCES member (mall_id, id),
  CONSTRAINT member_token_hash_size CHECK (octet_length(hash) = 32),
  CONSTRAINT member_token_purpose_known CHECK (purpose IN ('verify', 'reset', 'email')),
  CONSTRAINT member_token_email_known CHECK ((purpose = 'email') = (email IS NOT NULL))
);
CREATE INDEX member_token_of_member ON member_token (mall_id, member_id, purpose);
CREATE INDEX member_token_by_expiry ON member_token (expires_at);

-- How often somebody failed at something guessable, and until when the next try waits. The waits grow.
CREATE TABLE throttle (
  mall_id       uuid NOT NULL REFERENCES mall (id),
  kind          text NOT NULL,
  subject       text NOT NULL,
  failures      integer NOT NULL,
  blocked_until timestamptz NOT NULL,
  updated_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (mall_id, kind, subject),
  CONSTRAINT throttle_failures_counted CHECK (failures >= 0)
);
CREATE INDEX throttle_by_age ON throttle (updated_at);

-- A session may be a member's: then it is listed to them, with what tells one device from another, under an id that opens
-- nothing. One that is not remembered ends with the browser, or after some idle hours.
ALTER TABLE session
  ADD COLUMN id uuid NOT NULL DEFAULT uuid7(),
  ADD COLUMN member_id uuid,
  ADD COLUMN remembered boolean NOT NULL DEFAULT true,
  ADD COLUMN user_agent text NOT NULL DEFAULT '',
  ADD COLUMN address text NOT NULL DEFAULT '',
  ADD COLUMN logged_in_at timestamptz,
  ADD COLUMN seen_at timestamptz NOT NULL DEFAULT now(),
  ADD CONSTRAINT session_id_once UNIQUE (mall_id, id),
  ADD CONSTRAINT session_of_member FOREIGN KEY (mall_id, member_id) REFERENCES member (mall_id, id),
  ADD CONSTRAINT session_member_since CHECK ((member_id IS NULL) = (logged_in_at IS NULL)),
  ADD CONSTRAINT session_facts_short CHECK (length(user_agent) <= 300 AND length(address) <= 45);
CREATE INDEX session_by_member ON session (mall_id, member_id) WHERE member_id IS NOT NULL;

-- A member has one cart in a mall, whatever they look at it with.
ALTER TABLE cart
  ADD COLUMN member_id uuid,
  ADD CONSTRAINT cart_of_member FOREIGN KEY (mall_id, member_id) REFERENCES member (mall_id, id);
CREATE UNIQUE INDEX cart_one_a_member ON cart (mall_id, member_id) WHERE member_id IS NOT NULL;

-- A guest's cart that was put into a member's at log-in, and how the lines it touched were before: what "undo" needs. The
-- guest's cart itself stays as it was.
CREATE TABLE cart_merge (
  mall_id   uuid NOT NULL,
  id        uuid NOT NULL DEFAULT uuid7(),
  cart_id   uuid NOT NULL,
  guest_id  uuid NOT NULL,
  before    jsonb NOT NULL,
  merged_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (mall_id, id),
  CONSTRAINT cart_merge_once UNIQUE (mall_id, guest_id),
  CONSTRAINT cart_merge_into FOREIGN KEY (mall_id, cart_id) REFERENCES cart (mall_id, id) ON DELETE CASCADE,
  CONSTRAINT cart_merge_of FOREIGN KEY (mall_id, guest_id) REFERENCES cart (mall_id, id) ON DELETE CASCADE,
  CONSTRAINT cart_merge_is_list CHECK (jsonb_typeof(before) = 'array')
);
CREATE INDEX cart_merge_into_cart ON cart_merge (mall_id, cart_id);

ALTER TABLE "order"
  ADD COLUMN member_id uuid,
  ADD CONSTRAINT order_of_member FOREIGN KEY (mall_id, member_id) REFERENCES member (mall_id, id);
CREATE INDEX order_by_member ON "order" (mall_id, member_id, placed_at DESC) WHERE member_id IS NOT NULL;
