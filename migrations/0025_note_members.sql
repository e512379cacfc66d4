-- What staff note about a member, for the next one who talks to them. It is personal data, and goes when the member goes.

CREATE TABLE member_note (
  mall_id   uuid NOT NULL,
  id        uuid NOT NULL DEFAULT uuid7(),
  member_id uuid NOT NULL,
  author    text NOT NULL,
  note      text NOT NULL,
  at        timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (mall_id, id),
  FOREIGN KEY (mall_id, member_id) REFERENCES member (mall_id, id),
  CONSTRAINT member_note_length CHECK (length(note) BETWEEN 1 AND 1000)
);
CREATE INDEX member_note_of_member ON member_note (mall_id, member_id, at DESC);
REVOKE UPDATE ON member_note FROM sijang_app;
