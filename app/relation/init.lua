-- Any table as rows to read and change by hand: what the tables are, lists of them, one row, what a picker offers, changes
-- with their history and their undoing. Who may do this is the routes' and the flows' business.

local catalog = require "relation.catalog.store"
local change = require "relation.change"
local history = require "relation.history.store"
local pick = require "relation.pick.store"
local rows = require "relation.rows.store"
local sentence = require "relation.rules.sentence"

local relation = {}

relation.catalog, relation.estimates = catalog.catalog, catalog.estimates
relation.page, relation.count = rows.page, rows.count
relation.find, relation.count_referrers = rows.find, rows.count_referrers
relation.offers, relation.label = pick.offers, pick.label
relation.history, relation.newest = history.list, history.newest
relation.forget_of = history.forget_of
relation.insert, relation.update, relation.delete, relation.undo = change.insert, change.update, change.delete, change.undo
relation.sentence = sentence.of

--- So many days a change can be looked up and taken back.
local KEEP = 400

---@return integer gone
function relation.sweep() return history.sweep(KEEP) end

return relation
