-- What the back office needs in order to edit the catalogue: who moved stock and why, what a product still lacks, whether
-- somebody else changed it meanwhile, where an old address leads, and what a sheet of prices and stock has changed.

ALTER TABLE stock_entry
  ADD COLUMN reason text NOT NULL DEFAULT '',       -- of stock/rules.lua; '' where an order moved it
  ADD COLUMN actor text NOT NULL DEFAULT '';        -- the e-mail address of who moved it; '' where an order did

-- Never promised: taken off what is on hand, or added to it.
ALTER TABLE stock_entry ADD CONSTRAINT stock_entry_adjusts_on_hand
  CHECK (kind NOT IN ('receive', 'adjust') OR reserved_delta = 0);

ALTER TABLE product
  ADD COLUMN notice_kind text NOT NULL DEFAULT '',  -- of catalog/rules/notice.lua; '' while nobody has said
  ADD COLUMN notice_facts jsonb NOT NULL DEFAULT '{}',
  ADD COLUMN version integer NOT NULL DEFAULT 1,    -- counts what was saved: who saves must have seen the latest
  ADD COLUMN rank integer NOT NULL DEFAULT 1 CHECK (rank >= 1),  -- the merchandiser's order, also of what is not listed now
  ADD COLUMN created_at timestamptz NOT NULL DEFAULT now(),
  DROP CONSTRAINT product_status_check,
  ADD CONSTRAINT product_status CHECK (status IN ('draft', 'on_sale', 'hidden', 'ended'));

UPDATE product p SET rank = l.rank FROM product_listing l WHERE l.mall_id = p.mall_id AND l.product_id = p.id;

ALTER TABLE category
  ADD COLUMN hidden boolean NOT NULL DEFAULT false, -- not in the navigation; its address still answers
  ADD COLUMN version integer NOT NULL DEFAULT 1;

-- An address that something once had: who comes by it is sent on for good.
CREATE TABLE former_slug (
  mall_id    uuid NOT NULL REFERENCES mall (id),
  kind       text NOT NULL CHECK (kind IN ('product', 'category')),
  slug       text NOT NULL,
  subject_id uuid NOT NULL,
  left_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (mall_id, kind, slug)
);

-- Prices and stock that somebody uploaded as a sheet: what it would change, and what it has changed. Kept, so that it can be
-- undone and looked at.
CREATE TABLE goods_sheet (
  mall_id     uuid NOT NULL REFERENCES mall (id),
  id          uuid NOT NULL DEFAULT uuid7(),
  file_name   text NOT NULL,
  actor       text NOT NULL,
  status      text NOT NULL DEFAULT 'read' CHECK (status IN ('read', 'done')),
  changes     jsonb NOT NULL,                       -- [{sku_id, code, name, field, old, new, line}]
  row_count   integer NOT NULL,
  undoes      uuid,                                 -- the sheet whose changes this one takes back
  created_at  timestamptz NOT NULL DEFAULT now(),
  done_at     timestamptz,
  PRIMARY KEY (mall_id, id),
  FOREIGN KEY (mall_id, undoes) REFERENCES goods_sheet (mall_id, id)
);
CREATE UNIQUE INDEX goods_sheet_undone_once ON goods_sheet (mall_id, undoes) WHERE undoes IS NOT NULL AND status = 'done';
