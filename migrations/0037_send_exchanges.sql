-- What an exchange gives instead is the buyer's from the approval on: it leaves the shelf then, so that nobody else buys what was
-- promised, and lies there again when the exchange comes to nothing.

ALTER TABLE claim ADD goods_taken boolean NOT NULL DEFAULT false;      -- stock was sold to the order for this exchange
UPDATE claim SET goods_taken = true WHERE kind = 'exchange' AND status IN ('reshipping', 'completed');

-- A parcel of an exchange is one of its claim.
ALTER TABLE shipment ADD FOREIGN KEY (mall_id, order_id, claim_id) REFERENCES claim (mall_id, order_id, id);
CREATE INDEX shipment_by_claim ON shipment (mall_id, claim_id) WHERE claim_id IS NOT NULL;
