-- What it takes to work claims and refunds: the sum that was shown when something was asked, what a claim grew out of, and the
-- account that money is sent to where a provider cannot give it back.

ALTER TABLE claim
  ADD quote jsonb NOT NULL DEFAULT '{}',         -- what the shopper was shown would go back
  ADD converted_from uuid,                       -- the exchange that became this return
  ADD FOREIGN KEY (mall_id, order_id, converted_from) REFERENCES claim (mall_id, order_id, id);
CREATE INDEX claim_by_age ON claim (mall_id, created_at DESC, id DESC);

ALTER TABLE refund
  ADD sealed_account bytea,                      -- where a person sends it: bank, number, holder
  ADD transfer_reference text;                   -- what the bank says of that transfer
CREATE INDEX refund_by_age ON refund (mall_id, created_at DESC, id DESC);
CREATE INDEX refund_by_claim ON refund (mall_id, claim_id) WHERE claim_id IS NOT NULL;

-- Goods that lose their worth with time are not taken back because somebody changed their mind, if that was told when they were
-- bought (전자상거래법 제17조 제2항): what counts is what was told then.
ALTER TABLE order_line ADD perishable boolean NOT NULL DEFAULT false;
UPDATE order_line l SET perishable = p.perishable FROM product p WHERE p.mall_id = l.mall_id AND p.id = l.product_id AND p.perishable;

-- The office lists what waits by stage.
CREATE INDEX refund_waiting ON refund (mall_id, status, created_at) WHERE status IN ('assessed', 'failed', 'by_transfer');
