-- The catalogue: what is sold, in which variants, and how it is found. Products are hidden, never deleted: orders of
-- five years ago still point at them.

CREATE TABLE media (
  mall_id    uuid NOT NULL REFERENCES mall (id),
  id         uuid NOT NULL DEFAULT uuid7(),
  sha256     bytea NOT NULL CHECK (length(sha256) = 32),
  format     text NOT NULL CHECK (format IN ('webp', 'jpeg', 'png', 'avif')),
  bytes      integer NOT NULL CHECK (bytes > 0),
  width      integer NOT NULL CHECK (width BETWEEN 1 AND 20000),
  height     integer NOT NULL CHECK (height BETWEEN 1 AND 20000),
  color      text NOT NULL DEFAULT '#eeeeee' CHECK (color ~ '^#[0-9a-f]{6}$'),
  name       text NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (mall_id, id),
  UNIQUE (mall_id, sha256)
);

CREATE TABLE category (
  mall_id     uuid NOT NULL REFERENCES mall (id),
  id          uuid NOT NULL DEFAULT uuid7(),
  code        text NOT NULL,
  slug        text NOT NULL,
  name        text NOT NULL,
  description text NOT NULL DEFAULT '',
  icon        text NOT NULL DEFAULT '',
  media_id    uuid,
  media_alt   text NOT NULL DEFAULT '',
  position    integer NOT NULL DEFAULT 0,
  PRIMARY KEY (mall_id, id),
  UNIQUE (mall_id, code),
  UNIQUE (mall_id, slug),
  FOREIGN KEY (mall_id, media_id) REFERENCES media (mall_id, id)
);

CREATE TABLE brand (
  mall_id     uuid NOT NULL REFERENCES mall (id),
  id          uuid NOT NULL DEFAULT uuid7(),
  code        text NOT NULL,
  name        text NOT NULL,
  description text NOT NULL DEFAULT '',
  PRIMARY KEY (mall_id, id),
  UNIQUE (mall_id, code)
);

CREATE TABLE tag (
  mall_id  uuid NOT NULL REFERENCES mall (id),
  id       uuid NOT NULL DEFAULT uuid7(),
  name     text NOT NULL,
  position integer NOT NULL DEFAULT 0,
  PRIMARY KEY (mall_id, id),
  UNIQUE (mall_id, name)
);

CREATE TABLE product (
  mall_id        uuid NOT NULL REFERENCES mall (id),
  id             uuid NOT NULL DEFAULT uuid7(),
  code           text NOT NULL,
  slug           text NOT NULL CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  name           text NOT NULL,
  brand_id       uuid NOT NULL,
  category_id    uuid NOT NULL,
  summary        text NOT NULL DEFAULT '',
  description    jsonb NOT NULL DEFAULT '[]',       -- blocks; drawn by catalog/description.lua
  origin         text NOT NULL DEFAULT '',
  maker          text NOT NULL DEFAULT '',
  contents       jsonb NOT NULL DEFAULT '[]',       -- of a set: [{name, qty}]
  storage_method text NOT NULL DEFAULT '',
  expiry_text    text NOT NULL DEFAULT '',
  notice         jsonb NOT NULL DEFAULT '[]',       -- 상품정보제공고시: [{label, value}]
  perishable     boolean NOT NULL DEFAULT false,    -- no withdrawal for a change of mind, as announced beforehand
  is_new         boolean NOT NULL DEFAULT false,
  is_best        boolean NOT NULL DEFAULT false,
  status         text NOT NULL DEFAULT 'on_sale' CHECK (status IN ('draft', 'on_sale', 'hidden')),
  published_at   timestamptz NOT NULL DEFAULT now(),
  updated_at     timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (mall_id, id),
  UNIQUE (mall_id, code),
  UNIQUE (mall_id, slug),
  FOREIGN KEY (mall_id, brand_id) REFERENCES brand (mall_id, id),
  FOREIGN KEY (mall_id, category_id) REFERENCES category (mall_id, id)
);

CREATE TABLE product_tag (
  mall_id    uuid NOT NULL,
  product_id uuid NOT NULL,
  tag_id     uuid NOT NULL,
  position   integer NOT NULL DEFAULT 0,
  PRIMARY KEY (mall_id, product_id, tag_id),
  FOREIGN KEY (mall_id, product_id) REFERENCES product (mall_id, id),
  FOREIGN KEY (mall_id, tag_id) REFERENCES tag (mall_id, id)
);

CREATE TABLE product_picture (
  mall_id    uuid NOT NULL,
  product_id uuid NOT NULL,
  role       text NOT NULL CHECK (role IN ('gallery', 'detail')),
  position   integer NOT NULL,
  media_id   uuid NOT NULL,
  alt        text NOT NULL,
  PRIMARY KEY (mall_id, product_id, role, position),
  FOREIGN KEY (mall_id, product_id) REFERENCES product (mall_id, id),
  FOREIGN KEY (mall_id, media_id) REFERENCES media (mall_id, id)
);

-- An option is an axis (맛, 용량); a SKU has one value on each axis of its product.
CREATE TABLE product_option (
  mall_id    uuid NOT NULL,
  product_id uuid NOT NULL,
  position   integer NOT NULL,
  name       text NOT NULL,
  PRIMARY KEY (mall_id, product_id, position),
  UNIQUE (mall_id, product_id, name),
  FOREIGN KEY (mall_id, product_id) REFERENCES product (mall_id, id)
);

CREATE TABLE product_option_value (
  mall_id         uuid NOT NULL,
  product_id      uuid NOT NULL,
  option_position integer NOT NULL,
  position        integer NOT NULL,
  label           text NOT NULL,
  PRIMARY KEY (mall_id, product_id, option_position, position),
  UNIQUE (mall_id, product_id, option_position, label),
  FOREIGN KEY (mall_id, product_id, option_position) REFERENCES product_option (mall_id, product_id, position)
);

CREATE TABLE sku (
  mall_id    uuid NOT NULL REFERENCES mall (id),
  id         uuid NOT NULL DEFAULT uuid7(),
  product_id uuid NOT NULL,
  code       text NOT NULL,
  label      text NOT NULL DEFAULT '',
  options    text[] NOT NULL DEFAULT '{}',          -- one label for each option of the product, in its order
  price      bigint NOT NULL CHECK (price BETWEEN 0 AND 1000000000000),
  list_price bigint CHECK (list_price BETWEEN 0 AND 1000000000000),
  currency   char(3) NOT NULL DEFAULT 'KRW',
  weight_g   integer CHECK (weight_g >= 0),
  unit_label    text,                               -- 단위가격: `unit_label` ("100g") means unit_size base units,
  unit_size     integer CHECK (unit_size > 0),      -- of which the SKU holds unit_quantity
  unit_quantity integer CHECK (unit_quantity > 0),
  max_qty    integer NOT NULL DEFAULT 99 CHECK (max_qty BETWEEN 1 AND 99),
  position   integer NOT NULL DEFAULT 0,
  active     boolean NOT NULL DEFAULT true,
  PRIMARY KEY (mall_id, id),
  UNIQUE (mall_id, code),
  CHECK (list_price IS NULL OR list_price > price),
  CHECK (num_nulls(unit_label, unit_size, unit_quantity) IN (0, 3)),
  FOREIGN KEY (mall_id, product_id) REFERENCES product (mall_id, id)
);
CREATE INDEX sku_by_product ON sku (mall_id, product_id, position);

-- Everything that a list or a search sorts by, filters by or looks for, in one narrow row a product. It is derived:
-- the application writes it together with the product. catalog/rules/grams.lua makes the grams: pairs of UTF-16 units
-- packed into 32 bits (compared at once, half the size of text), salted by mall so that no mall reads another's rows,
-- with a marker for the best-ranked 1,000 and 10,000 so that a broad word need not fetch all its matches.
CREATE TABLE product_listing (
  mall_id      uuid NOT NULL,
  product_id   uuid NOT NULL,
  category_id  uuid NOT NULL,
  brand_id     uuid NOT NULL,
  rank         integer NOT NULL CHECK (rank >= 1),  -- the merchandiser's order: 1 comes first
  price        bigint NOT NULL CHECK (price BETWEEN 0 AND 1000000000000),
  discount     smallint NOT NULL DEFAULT 0 CHECK (discount BETWEEN 0 AND 100),
  published_at timestamptz NOT NULL,
  name_key     text NOT NULL,                       -- the name as search compares it: no spaces, lower case
  tags         text[] NOT NULL DEFAULT '{}',
  grams        integer[] NOT NULL,
  PRIMARY KEY (mall_id, product_id),
  FOREIGN KEY (mall_id, product_id) REFERENCES product (mall_id, id)
);
CREATE INDEX product_listing_grams ON product_listing USING gin (grams) WITH (fastupdate = off);
CREATE INDEX product_listing_tags ON product_listing USING gin (tags) WITH (fastupdate = off);
CREATE INDEX product_listing_by_rank ON product_listing (mall_id, rank, product_id);
CREATE INDEX product_listing_by_category ON product_listing (mall_id, category_id, rank, product_id);
CREATE INDEX product_listing_by_price ON product_listing (mall_id, price, product_id);
CREATE INDEX product_listing_by_time ON product_listing (mall_id, published_at DESC, rank, product_id);
CREATE INDEX product_listing_by_discount ON product_listing (mall_id, discount DESC, rank, product_id);

CREATE TRIGGER category_changed AFTER INSERT OR UPDATE OR DELETE ON category
  FOR EACH ROW EXECUTE FUNCTION notify_catalog('mall_id');
CREATE TRIGGER brand_changed AFTER INSERT OR UPDATE OR DELETE ON brand
  FOR EACH ROW EXECUTE FUNCTION notify_catalog('mall_id');
CREATE TRIGGER tag_changed AFTER INSERT OR UPDATE OR DELETE ON tag
  FOR EACH ROW EXECUTE FUNCTION notify_catalog('mall_id');
CREATE TRIGGER product_changed AFTER INSERT OR UPDATE OR DELETE ON product
  FOR EACH ROW EXECUTE FUNCTION notify_catalog('mall_id', 'id');
CREATE TRIGGER product_tag_changed AFTER INSERT OR UPDATE OR DELETE ON product_tag
  FOR EACH ROW EXECUTE FUNCTION notify_catalog('mall_id', 'product_id');
CREATE TRIGGER product_picture_changed AFTER INSERT OR UPDATE OR DELETE ON product_picture
  FOR EACH ROW EXECUTE FUNCTION notify_catalog('mall_id', 'product_id');
CREATE TRIGGER product_option_changed AFTER INSERT OR UPDATE OR DELETE ON product_option
  FOR EACH ROW EXECUTE FUNCTION notify_catalog('mall_id', 'product_id');
CREATE TRIGGER product_option_value_changed AFTER INSERT OR UPDATE OR DELETE ON product_option_value
  FOR EACH ROW EXECUTE FUNCTION notify_catalog('mall_id', 'product_id');
CREATE TRIGGER sku_changed AFTER INSERT OR UPDATE OR DELETE ON sku
  FOR EACH ROW EXECUTE FUNCTION notify_catalog('mall_id', 'product_id');
CREATE TRIGGER product_listing_changed AFTER INSERT OR UPDATE OR DELETE ON product_listing
  FOR EACH ROW EXECUTE FUNCTION notify_catalog('mall_id', 'product_id');
