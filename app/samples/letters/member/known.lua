-- An address that is a member's already.

local view = { name = "김견본", url = "/login", reset_url = "/login/forgot" }

return { full = view, least = view }
