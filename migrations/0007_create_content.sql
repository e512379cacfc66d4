-- Words of the mall that are neither product nor category: terms, privacy policy, guide, notices. Bodies are sections
-- (title, paragraphs) that cms/rules.lua turns into HTML.

CREATE TABLE page (
  mall_id    uuid NOT NULL REFERENCES mall (id),
  slug       text NOT NULL,
  title      text NOT NULL,
  body       jsonb NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (mall_id, slug)
);

CREATE TABLE notice (
  mall_id      uuid NOT NULL REFERENCES mall (id),
  slug         text NOT NULL,
  title        text NOT NULL,
  body         jsonb NOT NULL,
  published_at timestamptz NOT NULL,
  PRIMARY KEY (mall_id, slug)
);
CREATE INDEX notice_by_time ON notice (mall_id, published_at DESC);

CREATE TRIGGER page_changed AFTER INSERT OR UPDATE OR DELETE ON page
  FOR EACH ROW EXECUTE FUNCTION notify_catalog('mall_id');
CREATE TRIGGER notice_changed AFTER INSERT OR UPDATE OR DELETE ON notice
  FOR EACH ROW EXECUTE FUNCTION notify_catalog('mall_id');
