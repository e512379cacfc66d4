-- What hangs on a member: points, grades, coupons, addresses, wishes, what they wrote of goods and asked us, and the vault.
--
-- Points 적립금 are books that add up: each movement is a transaction whose entries between accounts sum to nothing, and
-- nobody can alter it afterwards. What a member has lies in lots that expire one by one; what is left of a lot and what a
-- member has in all are written by the database alone, from the entries, so that neither can differ from them.

CREATE TABLE point_account (
  mall_id    uuid NOT NULL,
  member_id  uuid NOT NULL,
  balance    integer NOT NULL DEFAULT 0 CONSTRAINT point_balance_not_negative CHECK (balance >= 0),
  touched_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (mall_id, member_id),
  FOREIGN KEY (mall_id, member_id) REFERENCES member (mall_id, id)
);
-- Whoever moves a member's points locks this row first, for which one column has to be theirs.
REVOKE INSERT, UPDATE, DELETE ON point_account FROM sijang_app;
GRANT INSERT (mall_id, member_id), UPDATE (touched_at) ON point_account TO sijang_app;

CREATE TABLE point_lot (
  mall_id    uuid NOT NULL,
  id         uuid NOT NULL DEFAULT uuid7(),
  member_id  uuid NOT NULL,
  granted    integer NOT NULL CHECK (granted > 0),
  remaining  integer NOT NULL DEFAULT 0 CONSTRAINT point_lot_holds_what_it_was_given CHECK (remaining BETWEEN 0 AND granted),
  expires_at timestamptz NOT NULL,
  noticed_at timestamptz,                            -- when the member was told that it is about to expire
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (mall_id, id),
  UNIQUE (mall_id, member_id, id),
  FOREIGN KEY (mall_id, member_id) REFERENCES point_account (mall_id, member_id)
);
CREATE INDEX point_lot_of_member ON point_lot (mall_id, member_id, expires_at, id) WHERE remaining > 0;
CREATE INDEX point_lot_by_expiry ON point_lot (expires_at) WHERE remaining > 0;
REVOKE INSERT, UPDATE, DELETE ON point_lot FROM sijang_app;
GRANT INSERT (mall_id, id, member_id, granted, expires_at), UPDATE (noticed_at) ON point_lot TO sijang_app;

CREATE TABLE point_transaction (
  mall_id   uuid NOT NULL,
  id        uuid NOT NULL DEFAULT uuid7(),
  member_id uuid NOT NULL,
  kind      text NOT NULL CHECK (kind IN ('grant', 'use', 'refund', 'expire', 'adjust')),
  reason    text NOT NULL CONSTRAINT point_reason_is_said CHECK (length(reason) BETWEEN 1 AND 200),
  key       text NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
  reverses  uuid,                                    -- the use that a refund gives back
  actor     text NOT NULL,                           -- who caused it: "shop", "shopper", "clock", "staff …"
  at        timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (mall_id, id),
  UNIQUE (mall_id, member_id, id),
  CONSTRAINT point_effect_once UNIQUE (mall_id, key),
  CHECK ((kind = 'refund') = (reverses IS NOT NULL)),
  FOREIGN KEY (mall_id, member_id) REFERENCES point_account (mall_id, member_id),
  FOREIGN KEY (mall_id, member_id, reverses) REFERENCES point_transaction (mall_id, member_id, id)
);
CREATE INDEX point_transaction_of_member ON point_transaction (mall_id, member_id, at DESC, id DESC);
CREATE INDEX point_transaction_reversing ON point_transaction (mall_id, reverses) WHERE reverses IS NOT NULL;
REVOKE UPDATE, DELETE ON point_transaction FROM sijang_app;

-- "member" is what members have; the others say where it came from and where it went: what the shop gave, what was spent on
-- orders, what expired, what staff put right.
CREATE TABLE point_entry (
  mall_id        uuid NOT NULL,
  transaction_id uuid NOT NULL,
  position       smallint NOT NULL,
  member_id      uuid NOT NULL,
  account        text NOT NULL CHECK (account IN ('member', 'given', 'spent', 'expired', 'adjusted')),
  lot_id         uuid,
  amount         integer NOT NULL CHECK (amount <> 0 AND amount BETWEEN -1000000000 AND 1000000000),
  PRIMARY KEY (mall_id, transaction_id, position),
  CHECK ((account = 'member') = (lot_id IS NOT NULL)),
  FOREIGN KEY (mall_id, member_id, transaction_id) REFERENCES point_transaction (mall_id, member_id, id),
  FOREIGN KEY (mall_id, member_id, lot_id) REFERENCES point_lot (mall_id, member_id, id)
);
CREATE INDEX point_entry_of_lot ON point_entry (mall_id, lot_id) WHERE lot_id IS NOT NULL;
REVOKE UPDATE, DELETE ON point_entry FROM sijang_app;

-- Runs as its owner: nobody else may write what it writes.
CREATE FUNCTION carry_point_entry() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE point_lot SET remaining = remaining + NEW.amount WHERE mall_id = NEW.mall_id AND id = NEW.lot_id;
  UPDATE point_account SET balance = balance + NEW.amount WHERE mall_id = NEW.mall_id AND member_id = NEW.member_id;
  RETURN NULL;
END $$;
CREATE TRIGGER point_entry_carried AFTER INSERT ON point_entry FOR EACH ROW WHEN (NEW.account = 'member')
  EXECUTE FUNCTION carry_point_entry();

-- Asked when the transaction of the database ends: then all entries of a movement are there.
CREATE FUNCTION refuse_unbalanced_points() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  movement uuid := to_jsonb(NEW) ->> TG_ARGV[0];
BEGIN
  IF (SELECT count(*) < 2 OR sum(amount) <> 0 FROM point_entry
      WHERE mall_id = NEW.mall_id AND transaction_id = movement) THEN
    RAISE EXCEPTION 'the entries of point transaction % do not sum to nothing', movement
      USING ERRCODE = 'check_violation', CONSTRAINT = 'point_entries_sum_to_nothing';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER point_entries_sum_to_nothing AFTER INSERT ON point_entry DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION refuse_unbalanced_points('transaction_id');
CREATE CONSTRAINT TRIGGER point_transaction_has_entries AFTER INSERT ON point_transaction DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION refuse_unbalanced_points('id');

-- Each move of a member from one grade to another, and why. One evaluation of a month moves a member once at most.
CREATE TABLE grade_move (
  mall_id      uuid NOT NULL,
  id           uuid NOT NULL DEFAULT uuid7(),
  member_id    uuid NOT NULL,
  month        date,                                 -- the first day of the month that was evaluated; NULL: staff moved them
  from_grade   text NOT NULL,
  to_grade     text NOT NULL,
  purchase_sum bigint NOT NULL CHECK (purchase_sum >= 0 AND purchase_sum <= 1000000000000),
  reason       text NOT NULL CONSTRAINT grade_move_has_reason CHECK (length(reason) BETWEEN 1 AND 300),
  actor        text NOT NULL,
  at           timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (mall_id, id),
  CONSTRAINT grade_move_once_a_month UNIQUE (mall_id, member_id, month),
  CONSTRAINT grade_move_moves CHECK (from_grade <> to_grade),
  FOREIGN KEY (mall_id, member_id) REFERENCES member (mall_id, id)
);
CREATE INDEX grade_move_of_month ON grade_move (mall_id, month);
REVOKE UPDATE, DELETE ON grade_move FROM sijang_app;

-- Coupons that were given to a member. Redeeming comes with promotions: until then used_at stays empty.
CREATE TABLE coupon (
  mall_id      uuid NOT NULL,
  id           uuid NOT NULL DEFAULT uuid7(),
  member_id    uuid NOT NULL,
  key          text NOT NULL CHECK (length(key) BETWEEN 1 AND 200),  -- what it was given for: once
  name         text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  amount       bigint CHECK (amount >= 0 AND amount <= 1000000000000),
  percent      smallint CHECK (percent BETWEEN 1 AND 100),
  most         bigint CHECK (most >= 0 AND most <= 1000000000000),   -- what a percentage takes off at most
  least_order  bigint NOT NULL DEFAULT 0 CHECK (least_order >= 0 AND least_order <= 1000000000000),
  issued_at    timestamptz NOT NULL DEFAULT now(),
  expires_at   timestamptz NOT NULL,
  used_at      timestamptz,
  order_id     uuid,
  revoked_at   timestamptz,
  revoked_why  text,
  PRIMARY KEY (mall_id, id),
  CONSTRAINT coupon_given_once UNIQUE (mall_id, member_id, key),
  CONSTRAINT coupon_takes_off_one_way CHECK (num_nonnulls(amount, percent) = 1),
  CONSTRAINT coupon_used_for_an_order CHECK ((used_at IS NULL) = (order_id IS NULL)),
  CONSTRAINT coupon_revoked_with_reason CHECK ((revoked_at IS NULL) = (revoked_why IS NULL)),
  FOREIGN KEY (mall_id, member_id) REFERENCES member (mall_id, id),
  FOREIGN KEY (mall_id, order_id) REFERENCES "order" (mall_id, id)
);
CREATE INDEX coupon_of_member ON coupon (mall_id, member_id, expires_at);

CREATE TABLE member_address (
  mall_id    uuid NOT NULL,
  id         uuid NOT NULL DEFAULT uuid7(),
  member_id  uuid NOT NULL,
  label      text NOT NULL DEFAULT '',
  name       text NOT NULL,
  phone      text NOT NULL CHECK (phone ~ '^[0-9]{8,12}$'),
  postcode   char(5) NOT NULL CHECK (postcode ~ '^[0-9]{5}$'),
  address1   text NOT NULL,
  address2   text NOT NULL DEFAULT '',
  is_default boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (mall_id, id),
  FOREIGN KEY (mall_id, member_id) REFERENCES member (mall_id, id)
);
CREATE INDEX member_address_of_member ON member_address (mall_id, member_id);
CREATE UNIQUE INDEX member_address_one_default ON member_address (mall_id, member_id) WHERE is_default;

CREATE TABLE wish (
  mall_id    uuid NOT NULL,
  member_id  uuid NOT NULL,
  product_id uuid NOT NULL,
  added_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (mall_id, member_id, product_id),
  FOREIGN KEY (mall_id, member_id) REFERENCES member (mall_id, id),
  FOREIGN KEY (mall_id, product_id) REFERENCES product (mall_id, id)
);
CREATE INDEX wish_newest ON wish (mall_id, member_id, added_at DESC);

-- What a buyer says of a product: one review a line of an order. Without a member: brought along from elsewhere.
CREATE TABLE review (
  mall_id        uuid NOT NULL,
  id             uuid NOT NULL DEFAULT uuid7(),
  product_id     uuid NOT NULL,
  member_id      uuid,
  order_id       uuid,
  order_position integer,
  author         text NOT NULL CHECK (length(author) BETWEEN 1 AND 40),   -- masked
  option_label   text NOT NULL DEFAULT '',
  rating         smallint NOT NULL CONSTRAINT review_rating_is_stars CHECK (rating BETWEEN 1 AND 5),
  body           text NOT NULL CONSTRAINT review_body_length CHECK (length(body) BETWEEN 1 AND 2000),
  created_at     timestamptz NOT NULL DEFAULT now(),
  deleted_at     timestamptz,
  hidden_at      timestamptz,
  hidden_why     text,
  PRIMARY KEY (mall_id, id),
  CONSTRAINT review_once_a_line UNIQUE (mall_id, order_id, order_position),
  CONSTRAINT review_of_buyer CHECK (num_nonnulls(member_id, order_id, order_position) IN (0, 3)),
  CONSTRAINT review_hidden_with_reason CHECK ((hidden_at IS NULL) = (hidden_why IS NULL)),
  FOREIGN KEY (mall_id, product_id) REFERENCES product (mall_id, id),
  FOREIGN KEY (mall_id, member_id) REFERENCES member (mall_id, id),
  FOREIGN KEY (mall_id, order_id, order_position) REFERENCES order_line (mall_id, order_id, position)
);
CREATE INDEX review_of_product ON review (mall_id, product_id, created_at DESC, id DESC)
  WHERE deleted_at IS NULL AND hidden_at IS NULL;
CREATE INDEX review_of_member ON review (mall_id, member_id, created_at DESC) WHERE member_id IS NOT NULL;

-- What somebody asks about a product, for everybody to read or for us alone.
CREATE TABLE product_question (
  mall_id     uuid NOT NULL,
  id          uuid NOT NULL DEFAULT uuid7(),
  product_id  uuid NOT NULL,
  member_id   uuid,
  author      text NOT NULL CHECK (length(author) BETWEEN 1 AND 40),      -- masked
  secret      boolean NOT NULL DEFAULT false,
  body        text NOT NULL CONSTRAINT product_question_length CHECK (length(body) BETWEEN 1 AND 1000),
  created_at  timestamptz NOT NULL DEFAULT now(),
  answer      text CHECK (length(answer) BETWEEN 1 AND 2000),
  answered_at timestamptz,
  answered_by text,
  deleted_at  timestamptz,
  hidden_at   timestamptz,
  hidden_why  text,
  version     bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (mall_id, id),
  CONSTRAINT product_question_answered CHECK (num_nonnulls(answer, answered_at, answered_by) IN (0, 3)),
  CONSTRAINT product_question_hidden_with_reason CHECK ((hidden_at IS NULL) = (hidden_why IS NULL)),
  CONSTRAINT product_question_version_counts CHECK (version > 0),
  FOREIGN KEY (mall_id, product_id) REFERENCES product (mall_id, id),
  FOREIGN KEY (mall_id, member_id) REFERENCES member (mall_id, id)
);
CREATE INDEX product_question_of_product ON product_question (mall_id, product_id, created_at DESC, id DESC)
  WHERE deleted_at IS NULL AND hidden_at IS NULL;
CREATE INDEX product_question_of_member ON product_question (mall_id, member_id, created_at DESC) WHERE member_id IS NOT NULL;
CREATE INDEX product_question_waiting ON product_question (mall_id, created_at)
  WHERE answered_at IS NULL AND deleted_at IS NULL AND hidden_at IS NULL;

-- 1:1 문의: between a member and us.
CREATE TABLE inquiry (
  mall_id     uuid NOT NULL,
  id          uuid NOT NULL DEFAULT uuid7(),
  member_id   uuid NOT NULL,
  topic       text NOT NULL CONSTRAINT inquiry_topic_known
    CHECK (topic IN ('order', 'delivery', 'return', 'product', 'member', 'other')),
  order_id    uuid,
  title       text NOT NULL CONSTRAINT inquiry_title_length CHECK (length(title) BETWEEN 1 AND 100),
  body        text NOT NULL CONSTRAINT inquiry_body_length CHECK (length(body) BETWEEN 1 AND 2000),
  created_at  timestamptz NOT NULL DEFAULT now(),
  answer      text CHECK (length(answer) BETWEEN 1 AND 4000),
  answered_at timestamptz,
  answered_by text,
  version     bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (mall_id, id),
  CONSTRAINT inquiry_answered CHECK (num_nonnulls(answer, answered_at, answered_by) IN (0, 3)),
  CONSTRAINT inquiry_version_counts CHECK (version > 0),
  FOREIGN KEY (mall_id, member_id) REFERENCES member (mall_id, id),
  FOREIGN KEY (mall_id, order_id) REFERENCES "order" (mall_id, id)
);
CREATE INDEX inquiry_of_member ON inquiry (mall_id, member_id, created_at DESC);
CREATE INDEX inquiry_waiting ON inquiry (mall_id, created_at) WHERE answered_at IS NULL;

-- What a product's page says of reviews and questions, put together when one is written, so that the page costs one look.
-- Nothing secret is in it.
CREATE TABLE product_voice (
  mall_id    uuid NOT NULL,
  product_id uuid NOT NULL,
  facts      jsonb NOT NULL DEFAULT '{}',
  PRIMARY KEY (mall_id, product_id),
  FOREIGN KEY (mall_id, product_id) REFERENCES product (mall_id, id)
);

CREATE FUNCTION write_product_voice(mall uuid, product uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO product_voice (mall_id, product_id) VALUES (mall, product) ON CONFLICT DO NOTHING;
  -- Of two who write at once, the second counts what the first wrote.
  PERFORM FROM product_voice WHERE mall_id = mall AND product_id = product FOR UPDATE;
  UPDATE product_voice SET facts = jsonb_build_object(
    'reviews', (SELECT count(*) FROM review
      WHERE mall_id = mall AND product_id = product AND deleted_at IS NULL AND hidden_at IS NULL),
    'stars', (SELECT jsonb_agg((SELECT count(*) FROM review WHERE mall_id = mall AND product_id = product AND rating = star
      AND deleted_at IS NULL AND hidden_at IS NULL) ORDER BY star) FROM generate_series(1, 5) AS star),
    'newest_reviews', coalesce((SELECT jsonb_agg(to_jsonb(r) ORDER BY r.at DESC, r.id DESC) FROM (
      SELECT id, author, option_label, rating, body, extract(epoch FROM created_at)::float8 AS at FROM review
      WHERE mall_id = mall AND product_id = product AND deleted_at IS NULL AND hidden_at IS NULL
      ORDER BY created_at DESC, id DESC LIMIT 3) r), '[]'),
    'questions', (SELECT count(*) FROM product_question
      WHERE mall_id = mall AND product_id = product AND deleted_at IS NULL AND hidden_at IS NULL),
    'newest_questions', coalesce((SELECT jsonb_agg(jsonb_strip_nulls(to_jsonb(q)) ORDER BY q.at DESC, q.id DESC) FROM (
      SELECT id, author, secret, CASE WHEN NOT secret THEN body END AS body, CASE WHEN NOT secret THEN answer END AS answer,
        answered_at IS NOT NULL AS answered, extract(epoch FROM created_at)::float8 AS at FROM product_question
      WHERE mall_id = mall AND product_id = product AND deleted_at IS NULL AND hidden_at IS NULL
      ORDER BY created_at DESC, id DESC LIMIT 3) q), '[]'))
  WHERE mall_id = mall AND product_id = product;
END $$;

CREATE FUNCTION follow_with_product_voice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM write_product_voice(said.mall_id, said.product_id)
  FROM (SELECT DISTINCT mall_id, product_id FROM changed ORDER BY mall_id, product_id) said;
  RETURN NULL;
END $$;
CREATE TRIGGER review_written AFTER INSERT ON review REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION follow_with_product_voice();
CREATE TRIGGER review_changed AFTER UPDATE ON review REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION follow_with_product_voice();
CREATE TRIGGER product_question_written AFTER INSERT ON product_question REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION follow_with_product_voice();
CREATE TRIGGER product_question_changed AFTER UPDATE ON product_question REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION follow_with_product_voice();
CREATE TRIGGER product_voice_changed AFTER UPDATE ON product_voice
  FOR EACH ROW WHEN (OLD.facts <> NEW.facts) EXECUTE FUNCTION notify_catalog('mall_id', 'product_id', 'voice');
-- They are taken back, not deleted: what is shown of them is written anew only when they change.
REVOKE DELETE ON review, product_question, inquiry FROM sijang_app;

-- Dormancy 휴면, where a mall wants it: who was told that it comes, and where the personal data of the dormant lie apart.
CREATE TABLE dormancy_notice (
  mall_id    uuid NOT NULL,
  member_id  uuid NOT NULL,
  since      timestamptz NOT NULL,                   -- when they were last here
  sent_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (mall_id, member_id, since),
  FOREIGN KEY (mall_id, member_id) REFERENCES member (mall_id, id)
);

CREATE TABLE member_vault (
  mall_id   uuid NOT NULL,
  member_id uuid NOT NULL,
  facts     jsonb NOT NULL,
  addresses jsonb NOT NULL DEFAULT '[]',
  moved_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (mall_id, member_id),
  FOREIGN KEY (mall_id, member_id) REFERENCES member (mall_id, id)
);
REVOKE UPDATE ON member_vault FROM sijang_app;
-- Statistics have no business with it.
REVOKE SELECT ON member_vault FROM sijang_reader;
