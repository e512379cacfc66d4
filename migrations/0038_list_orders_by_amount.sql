-- A list that can be sorted by a sum is sorted by it: without this a million orders are read for one page.
CREATE INDEX order_by_amount ON "order" (mall_id, payable_amount DESC, id DESC);
