-- The public face of stock.

return require "stock.store"
