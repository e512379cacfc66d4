-- The public face of members' addresses.

return require "address.store"
