local pg = require "pg"

local store = {}

function store.balance(id) return pg.row("SELECT abalance FROM pgbench_accounts WHERE aid = $1", id).abalance end

return store
