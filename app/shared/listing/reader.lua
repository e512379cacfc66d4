-- What a store has of a list: the rows of the asked page, how many there are, and all of them for a file.
--
--   store.list, store.count, store.all = reader.of(pg.slow_rows, LIST)
--   store.list(mall_id, ask)   the statement's own parameters come first

local reader = {}

-- Runs the statement that an ask makes of the base by this method.
local function by(method, run, base)
  return function(...)
    local n = select("#", ...)
    local ask, given = select(n, ...), { ... }
    local sql, args = ask[method](ask, base, unpack(given, 1, n - 1))
    return run(sql, unpack(args, 1, args.n))
  end
end

--- The functions of a store.
---@param run fun(sql: string, ...): table[]  how a statement is run: pg.slow_rows, since lists may take long
---@param base string  SELECT … FROM … WHERE … to which conditions can be added with AND
---@return fun(...): table[] list
---@return fun(...): integer count
---@return fun(...): table[] all
function reader.of(run, base)
  local count = by("count", run, base)
  return by("select", run, base), function(...) return count(...)[1].count end, by("all", run, base)
end

return reader
