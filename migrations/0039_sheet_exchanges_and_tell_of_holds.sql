-- What a buyer hears of goods that are held back; and what an exchange sends, by the sheet.

-- Why something is held has two readers: held_why is the staff's, and nobody else sees it.
ALTER TABLE order_line
  ADD held_say  text NOT NULL DEFAULT '',        -- why, in words for the buyer
  ADD held_told boolean NOT NULL DEFAULT false;  -- a letter told them, so that another tells them when it ends

-- A row about what an exchange sends names its claim: all of that goes in one parcel.
ALTER TABLE invoice_row ADD claim_number text;
