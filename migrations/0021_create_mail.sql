-- Mail. A message is a row from the moment that it is decided, in the transaction of what caused it, and a job sends it.
-- What it says is kept sealed, because it may hold a link that opens an account, and only until it was sent.

CREATE TABLE mail (
  mall_id       uuid NOT NULL REFERENCES mall (id),
  id            uuid NOT NULL,
  template      text NOT NULL,                       -- "member/verify": app/mail/letters.lua
  to_address    text NOT NULL CONSTRAINT mail_has_an_address CHECK (to_address ~ '^[!-~]+@[!-~]+$' AND length(to_address) <= 254),
  to_name       text NOT NULL DEFAULT '',
  member_id     uuid,
  state         text NOT NULL DEFAULT 'queued'
                CONSTRAINT mail_state_is_known CHECK (state IN ('queued', 'sent', 'failed', 'suppressed')),
  sealed        bytea,                               -- the values its template is drawn with
  subject       text NOT NULL DEFAULT '',            -- once it was drawn
  provider      text NOT NULL DEFAULT '',            -- who took it: smtp, mandrill, mailbox
  provider_id   text,                                -- and what they call it
  attempts      integer NOT NULL DEFAULT 0,
  error         text NOT NULL DEFAULT '',            -- why it was not sent, the last time
  claim         uuid,                                -- the attempt under way, or one that died
  claimed_until timestamptz,
  doubtful      boolean NOT NULL DEFAULT false,      -- an attempt ended and nobody knows how: it may have been sent
  source        bytea,                               -- the whole message, where the development mailbox took it
  queued_at     timestamptz NOT NULL DEFAULT now(),
  done_at       timestamptz,
  PRIMARY KEY (mall_id, id),
  CONSTRAINT mail_is_done_or_queued CHECK ((state = 'queued') = (done_at IS NULL)),
  CONSTRAINT mail_keeps_no_secret_once_sent CHECK (state IN ('queued', 'failed') OR sealed IS NULL)
);
CREATE INDEX mail_by_time ON mail (mall_id, queued_at DESC);
CREATE INDEX mail_by_age ON mail (done_at) WHERE done_at IS NOT NULL;
CREATE INDEX mail_by_provider ON mail (mall_id, provider_id) WHERE provider_id IS NOT NULL;

-- Addresses that get no more mail, and why: nobody is there any more, or who is there called it spam.
CREATE TABLE mail_suppression (
  mall_id uuid NOT NULL REFERENCES mall (id),
  address text NOT NULL CHECK (address = lower(address)),
  reason  text NOT NULL CONSTRAINT mail_suppression_reason_is_known CHECK (reason IN ('bounce', 'complaint', 'manual')),
  detail  text NOT NULL DEFAULT '',
  at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (mall_id, address)
);

-- What providers told us, as it came, before anything is made of it. The digest tells a repeated one.
CREATE TABLE mail_report (
  mall_id     uuid NOT NULL REFERENCES mall (id),
  id          uuid NOT NULL DEFAULT uuid7(),
  provider    text NOT NULL,
  digest      bytea NOT NULL CHECK (length(digest) = 32),
  body        text NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now(),
  handled_at  timestamptz,
  PRIMARY KEY (mall_id, id),
  UNIQUE (mall_id, provider, digest)
);
CREATE INDEX mail_report_by_age ON mail_report (received_at);

-- The events in them, each of which counts once, in however many reports it comes.
CREATE TABLE mail_event (
  mall_id  uuid NOT NULL REFERENCES mall (id),
  provider text NOT NULL,
  event_id text NOT NULL,
  kind     text NOT NULL,
  address  text NOT NULL,
  mail_id  uuid,
  detail   text NOT NULL DEFAULT '',
  at       timestamptz NOT NULL,
  PRIMARY KEY (mall_id, provider, event_id)
);
CREATE INDEX mail_event_by_mail ON mail_event (mall_id, mail_id);
CREATE INDEX mail_event_by_age ON mail_event (at);
REVOKE UPDATE ON mail_event FROM sijang_app;
