-- Which release promised: an order says by whose rules it was priced and placed, a draft who reckoned what the shopper was
-- shown. Empty where the logic of the working tree ran. They refer to no row: an order must be placed by a node that
-- serves from its own disk as well, and must not be refused because of what is kept about releases.

ALTER TABLE "order" ADD COLUMN release bytea CHECK (octet_length(release) = 32);
ALTER TABLE checkout_draft ADD COLUMN release bytea CHECK (octet_length(release) = 32);
