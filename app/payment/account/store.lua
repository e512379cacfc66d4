-- Accounts at providers that are to take no more money, and what became of closing them.

local pg = require "pg"

local store = {}

--- Those that may still be open, the oldest first. One that was seen is asked for at once; of one that nobody saw the window
--- may still be open for a while. What no answer came to is asked again soon, what a person has to see to once a day.
---@param limit integer
---@return { mall_id: string, id: string }[]
function store.left(limit)
  return pg.slow_rows([[
    SELECT mall_id, id FROM payment
    WHERE method = 'virtual_account' AND account_closed_at IS NULL AND captured_amount = 0
      AND status IN ('failed', 'expired', 'quarantined') AND created_at > now() - interval '62 days'
      AND (account_number IS NOT NULL
        OR requested_at IS NOT NULL AND coalesce(approving_at, requested_at) < now() - interval '1 hour')
      AND (account_asked_at IS NULL OR account_asked_at < now() - CASE account_problem
        WHEN 'unanswered' THEN interval '10 minutes' WHEN '' THEN interval '1 hour' ELSE interval '1 day' END)
    ORDER BY created_at LIMIT $1]], limit)
end

--- Nothing can come there any more.
---@param tx pg.tx
---@param mall_id string
---@param id string
function store.closed(tx, mall_id, id)
  tx:rows([[UPDATE payment SET account_closed_at = now(), account_asked_at = now(), account_problem = '', account_problem_text = ''
    WHERE mall_id = $1 AND id = $2]], mall_id, id)
end

--- It is not known to be closed.
---@param tx pg.tx
---@param mall_id string
---@param id string
---@param problem "unanswered"|"refused"|"foreign"|"no_contract"|""
---@param text string|nil  the provider's
---@return boolean  whether that is news
function store.open(tx, mall_id, id, problem, text)
  return tx:row([[
    WITH before AS (SELECT account_problem FROM payment WHERE mall_id = $1 AND id = $2 FOR UPDATE)
    UPDATE payment p SET account_closed_at = NULL, account_asked_at = now(), account_problem = $3, account_problem_text = $4
    FROM before WHERE p.mall_id = $1 AND p.id = $2
    RETURNING before.account_problem <> $3 AS is_news]], mall_id, id, problem, text or "").is_news
end

return store
