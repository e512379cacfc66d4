-- The public face of "my page".

return require "my.rules"
