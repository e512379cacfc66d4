-- Sijang runs in LuaJIT; specs are busted's.
std = "luajit"
max_line_length = 120
max_string_line_length = false
unused_secondaries = true
files["spec"] = { std = "luajit+busted" }
files["spec/support"] = { std = "luajit+busted" }
-- The entrance is called with the words of the command line; templates and specs read the same globals as everything else.
exclude_files = { "build", "var", "static/node_modules", "**/node_modules" }
