-- The public face of wishes.

return require "wish.store"
