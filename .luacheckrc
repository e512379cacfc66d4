-- Sijang runs in LuaJIT; specs are busted's. Lengths are counted in bytes, of which Hangul takes three a letter: specs and
-- the demo malls' texts get more room.
std = "luajit"
max_line_length = 125
max_string_line_length = false
self = false
files["spec"] = { std = "luajit+busted", max_line_length = 160 }
files["app/seed"] = { max_line_length = false }
files["bindings/meta"] = { unused_args = false, ignore = { "241" } } -- stubs for editors: nothing in them runs
exclude_files = { "build", "var", "**/node_modules" }
