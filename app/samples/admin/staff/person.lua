-- One of the staff.

local people = require "samples.admin.people"

local crumbs = { { name = "직원", url = "/admin/staff" }, { name = "김하나" } }

local function sample(person, may_change, oneself)
  return { person = person, may_change = may_change, oneself = oneself, choices = people.choices,
    role_options = people.role_options,
    form = { values = { mall_id = "" }, errors = {} }, page = { title = person.name, crumbs = crumbs } }
end

return { full = sample(people.owner, true, false), closed = sample(people.closed, true, false), least = sample(people.owner,
  false, true) }
