-- That a password was changed.

local view = { name = "김견본", at = 1790000000, url = "/login/forgot" }

return { full = view, least = view }
