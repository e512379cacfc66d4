-- What the back office keeps for itself: the lists that staff saved, and the versions by which two people who have the same
-- form open are told from each other.

CREATE TABLE admin_view (
  mall_id    uuid NOT NULL REFERENCES mall (id),
  id         uuid NOT NULL DEFAULT uuid7(),
  staff_id   uuid NOT NULL,                           -- of staff, who belong to no mall
  grid       text NOT NULL CHECK (grid ~ '^[a-z][a-z0-9_]{0,39}$'),
  name       text NOT NULL CHECK (length(name) BETWEEN 1 AND 30),
  query      text NOT NULL CHECK (query ~ '^\?' AND length(query) <= 1000),
  shared     boolean NOT NULL DEFAULT false,          -- everybody who sees the list sees the view
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (mall_id, id),
  CONSTRAINT admin_view_name_once UNIQUE (mall_id, grid, staff_id, name)
);

ALTER TABLE mall ADD version integer NOT NULL DEFAULT 1;
ALTER TABLE setting ADD version integer NOT NULL DEFAULT 1;
ALTER TABLE shipping_policy ADD version integer NOT NULL DEFAULT 1;

-- On what terms a mall ships stands on its pages.
CREATE TRIGGER shipping_policy_changed AFTER INSERT OR UPDATE OR DELETE ON shipping_policy
  FOR EACH ROW EXECUTE FUNCTION notify_catalog('mall_id');
CREATE TRIGGER shipping_region_changed AFTER INSERT OR UPDATE OR DELETE ON shipping_region
  FOR EACH ROW EXECUTE FUNCTION notify_catalog('mall_id');
