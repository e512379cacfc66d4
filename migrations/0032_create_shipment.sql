-- What is sent, in which parcels, with whom, and how staff finds the orders it is about. How far each unit of a line has come
-- is order_portion; a parcel says which units travel together and where one can look for them.

-- CARRIERS, as data: their links break every few years. `number_least` and `number_most` bound a tracking number loosely, check
-- digits are nobody's business; `codes` is what others call the carrier.
CREATE TABLE carrier (
  mall_id        uuid NOT NULL REFERENCES mall (id),
  code           text NOT NULL CHECK (code ~ '^[a-z][a-z0-9_]{1,29}$'),
  name           text NOT NULL CHECK (length(name) BETWEEN 1 AND 40),
  aliases        text NOT NULL DEFAULT '',          -- what else it is called in sheets, divided by commas
  url            text NOT NULL DEFAULT '' CHECK (url = '' OR url ~ '^https?://' AND url LIKE '%{no}%'),
  number_least   smallint NOT NULL DEFAULT 9,
  number_most    smallint NOT NULL DEFAULT 16,
  number_letters boolean NOT NULL DEFAULT false,
  codes          jsonb NOT NULL DEFAULT '{}',       -- {"naver": "CJGLS", "inicis": "cjgls"}
  enabled        boolean NOT NULL DEFAULT true,
  position       integer NOT NULL DEFAULT 1,
  version        integer NOT NULL DEFAULT 1,
  PRIMARY KEY (mall_id, code),
  CHECK (number_least BETWEEN 0 AND number_most AND number_most <= 40)
);

CREATE FUNCTION furnish_carriers(mall uuid) RETURNS void LANGUAGE sql AS $$
  INSERT INTO carrier (mall_id, position, code, name, aliases, url, number_least, number_most, number_letters, codes, enabled)
  SELECT mall, row_number() OVER (), code, name, aliases, url, least, most, letters,
    jsonb_strip_nulls(jsonb_build_object('naver', naver, 'inicis', inicis)), usual
  FROM (VALUES
    ('cj', 'CJ대한통운', 'CJ,대한통운,CJGLS,CJ택배,CJ대한통운택배', 'https://trace.cjlogistics.com/next/tracking.html?wblNo={no}',
      10, 12, false, 'CJGLS', 'cjgls', true),
    ('hanjin', '한진택배', '한진', 'https://www.hanjin.co.kr/kor/CMS/DeliveryMgr/WaybillResult.do?mCode=MN038&schLang=KR&wblnumText2={no}',
      10, 14, false, 'HANJIN', 'hanjin', true),
    ('lotte', '롯데택배', '롯데,현대택배,롯데글로벌로지스', 'https://www.lotteglogis.com/open/tracking?invno={no}',
      10, 13, false, 'HYUNDAI', 'hyundai', true),
    ('epost', '우체국택배', '우체국,우편,등기', 'https://m.epost.go.kr/postal/mobile/mobile.trace.RetrieveDomRigiTraceList.comm?ems_gubun=E&sid1={no}',
      13, 13, false, 'EPOST', 'EPOST', true),
    ('logen', '로젠택배', '로젠', 'https://www.ilogen.com/m/personal/trace.pop/{no}',
      10, 13, false, 'KGB', 'kgb', true),
    ('kyungdong', '경동택배', '경동', 'https://kdexp.com/service/delivery/etc/delivery.do?barcode={no}',
      9, 16, false, 'KDEXP', 'kdexp', true),
    ('daesin', '대신택배', '대신', 'https://www.ds3211.co.kr/freight/internalFreightSearch.ht?billno={no}',
      9, 16, false, 'DAESIN', 'daesin', true),
    ('hapdong', '합동택배', '합동', 'https://hdexp.co.kr/deliverySearch2.hd?barcode={no}',
      9, 16, false, 'HDEXP', '9999', true),
    ('chunil', '천일택배', '천일', 'http://www.chunil.co.kr/HTrace/HTrace.jsp?transNo={no}',
      9, 16, false, 'CHUNIL', 'chunil', true),
    ('kunyoung', '건영택배', '건영', 'https://www.kunyoung.com/goods/goods_01.php?mulno={no}',
      9, 16, false, 'KUNYOUNG', '9999', true),
    ('ilyang', '일양로지스', '일양,일양택배', 'https://www.ilyanglogis.com/functionality/popup_result.asp?hawb_no={no}',
      9, 16, false, 'ILYANG', '9999', true),
    ('honam', '우리택배', '호남택배,우리택배(호남)', 'http://www.honamlogis.co.kr/04estimate/songjang_list.php?c_search1={no}',
      9, 16, false, NULL, '9999', false),
    ('gs25', 'GS25 편의점택배', 'GS25,GS25 편의점,GS편의점택배,GS Postbox 택배', 'https://www.cvsnet.co.kr/invoice/tracking.do?invoice_no={no}',
      9, 16, false, 'CVSNET', '9999', true),
    ('cu', 'CU 편의점택배', 'CU,CU 편의점,CUpost,씨유택배', 'https://www.cupost.co.kr/postbox/delivery/localResult.cupost?invoice_no={no}',
      9, 16, false, 'CUPARCEL', '9999', true),
    ('ems', 'EMS', '국제우편,우체국 EMS', 'https://service.epost.go.kr/trace.RetrieveEmsRigiTraceList.comm?POST_CODE={no}',
      9, 16, true, 'EMS', '9999', false),
    ('dhl', 'DHL', '', 'https://www.dhl.com/kr-ko/home/tracking.html?tracking-id={no}', 9, 16, true, 'DHL', '9999', false),
    ('fedex', 'FedEx', '페덱스', 'https://www.fedex.com/fedextrack/?trknbr={no}', 9, 16, true, 'FEDEX', '9999', false),
    ('ups', 'UPS', '', 'https://www.ups.com/track?tracknum={no}', 9, 18, true, 'UPS', '9999', false),
    ('direct', '직접 배송', '직배송,직접배송,자체배송,퀵,퀵서비스', '', 0, 40, true, NULL, '9999', true))
    AS known (code, name, aliases, url, least, most, letters, naver, inicis, usual)
  ON CONFLICT DO NOTHING
$$;

CREATE FUNCTION furnish_new_mall() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM furnish_carriers(NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER mall_has_carriers AFTER INSERT ON mall FOR EACH ROW EXECUTE FUNCTION furnish_new_mall();
SELECT furnish_carriers(id) FROM mall;

-- PARCELS. Not unique by number: two orders of one person may travel in one box, and numbers come round again.
CREATE TABLE shipment (
  mall_id       uuid NOT NULL,
  id            uuid NOT NULL DEFAULT uuid7(),
  order_id      uuid NOT NULL,
  seq           smallint NOT NULL CHECK (seq >= 1), -- the nth parcel of its order
  claim_id      uuid,                               -- of an exchange: what is sent instead
  carrier       text NOT NULL,
  number        text NOT NULL DEFAULT '',
  status        text NOT NULL DEFAULT 'ready' CHECK (status IN ('ready', 'shipping', 'delivered', 'withdrawn')),
  registered_at timestamptz NOT NULL DEFAULT now(),
  dispatched_at timestamptz,
  delivered_at  timestamptz,
  confirmed_at  timestamptz,                        -- nothing of it is left to be confirmed
  reminded_at   timestamptz,                        -- told that it will be confirmed by itself
  PRIMARY KEY (mall_id, id),
  UNIQUE (mall_id, order_id, seq),
  UNIQUE (mall_id, order_id, id),
  FOREIGN KEY (mall_id, order_id) REFERENCES "order" (mall_id, id),
  FOREIGN KEY (mall_id, carrier) REFERENCES carrier (mall_id, code),
  CHECK ((status IN ('shipping', 'delivered')) = (dispatched_at IS NOT NULL)),
  CHECK ((status = 'delivered') = (delivered_at IS NOT NULL))
);
CREATE INDEX shipment_by_number ON shipment (mall_id, number) WHERE status <> 'withdrawn';
CREATE INDEX shipment_on_its_way ON shipment (mall_id, dispatched_at) WHERE status = 'shipping';
CREATE INDEX shipment_to_confirm ON shipment (mall_id, delivered_at) WHERE status = 'delivered' AND confirmed_at IS NULL;

CREATE TABLE shipment_line (
  mall_id     uuid NOT NULL,
  shipment_id uuid NOT NULL,
  order_id    uuid NOT NULL,
  position    integer NOT NULL,
  qty         integer NOT NULL CHECK (qty > 0),
  PRIMARY KEY (mall_id, shipment_id, position),
  FOREIGN KEY (mall_id, order_id, shipment_id) REFERENCES shipment (mall_id, order_id, id),
  FOREIGN KEY (mall_id, order_id, position) REFERENCES order_line (mall_id, order_id, position)
);

-- What happened to a parcel: with which carrier and number it went at each time, who said so and why.
CREATE TABLE shipment_change (
  mall_id     uuid NOT NULL,
  shipment_id uuid NOT NULL,
  seq         smallint NOT NULL CHECK (seq >= 1),
  what        text NOT NULL CHECK (what IN ('registered', 'renumbered', 'dispatched', 'recalled', 'delivered', 'withdrawn')),
  carrier     text NOT NULL,
  number      text NOT NULL,
  actor       text NOT NULL,
  why         text NOT NULL DEFAULT '',
  at          timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (mall_id, shipment_id, seq),
  FOREIGN KEY (mall_id, shipment_id) REFERENCES shipment (mall_id, id)
);
REVOKE UPDATE, DELETE ON shipment_change FROM sijang_app;

-- SHEETS of tracking numbers that somebody uploaded, line by line: what each did, or why it did nothing. The same bytes are one
-- sheet, however often they are sent.
CREATE TABLE invoice_sheet (
  mall_id    uuid NOT NULL REFERENCES mall (id),
  id         uuid NOT NULL DEFAULT uuid7(),
  digest     bytea NOT NULL,
  file_name  text NOT NULL,
  actor      text NOT NULL,
  status     text NOT NULL DEFAULT 'read' CHECK (status IN ('read', 'running', 'done')),
  dispatch   boolean NOT NULL DEFAULT false,        -- what is registered is on its way as well
  created_at timestamptz NOT NULL DEFAULT now(),
  done_at    timestamptz,
  PRIMARY KEY (mall_id, id),
  UNIQUE (mall_id, digest)
);

CREATE TABLE invoice_row (
  mall_id      uuid NOT NULL,
  sheet_id     uuid NOT NULL,
  line         integer NOT NULL,                    -- of the file
  order_number text NOT NULL,
  carrier      text NOT NULL,
  number       text NOT NULL,
  position     integer,                             -- of one line of the order; NULL: all that is to be sent of it
  qty          integer,
  status       text NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'done', 'same', 'failed')),
  problem      text NOT NULL DEFAULT '',
  PRIMARY KEY (mall_id, sheet_id, line),
  FOREIGN KEY (mall_id, sheet_id) REFERENCES invoice_sheet (mall_id, id)
);
CREATE INDEX invoice_row_waiting ON invoice_row (mall_id, sheet_id, line) WHERE status = 'waiting';

-- NOTES of staff about an order, for the next one who works on it.
CREATE TABLE order_note (
  mall_id  uuid NOT NULL,
  id       uuid NOT NULL DEFAULT uuid7(),
  order_id uuid NOT NULL,
  author   text NOT NULL,
  note     text NOT NULL CHECK (length(note) BETWEEN 1 AND 1000),
  at       timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (mall_id, id),
  FOREIGN KEY (mall_id, order_id) REFERENCES "order" (mall_id, id)
);
CREATE INDEX order_note_of_order ON order_note (mall_id, order_id, at DESC);
REVOKE UPDATE ON order_note FROM sijang_app;

-- THE LIST of a million orders: by time, by where they stand, by who is looked for. Names are found by how they begin, telephones by how they end.
DROP INDEX order_by_time;
CREATE INDEX order_in_time ON "order" (mall_id, placed_at DESC, id DESC);
CREATE INDEX order_by_stage ON "order" (mall_id, status, placed_at DESC, id DESC);
CREATE INDEX order_by_orderer ON "order" (mall_id, orderer_name text_pattern_ops);
CREATE INDEX order_by_recipient ON "order" (mall_id, recipient_name text_pattern_ops);
CREATE INDEX order_by_orderer_phone ON "order" (mall_id, "right"(orderer_phone, 4));
CREATE INDEX order_by_recipient_phone ON "order" (mall_id, "right"(recipient_phone, 4));
CREATE INDEX order_by_email ON "order" (mall_id, orderer_email text_pattern_ops);
CREATE INDEX payment_by_depositor ON payment (mall_id, depositor text_pattern_ops) WHERE depositor IS NOT NULL;
CREATE INDEX order_line_held ON order_line (mall_id, order_id) WHERE held;
