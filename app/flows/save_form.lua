-- A form of the back office is saved: read by its shape, written at the version it was opened at, and, where somebody else
-- was faster, merged. Only what both changed differently is asked about.

local editing = require "shared.editing"

local save_form = {}

-- Whoever is overtaken that often in one request is told so.
local TRIES = 3

---@class save_form.job
---@field fields editing.field[]
---@field form shape_form
---@field title string        of what is edited, for the page that asks
---@field action string       where the form is sent to
---@field cancel_url string
---@field save fun(values: table, version: integer|nil): any, fault|nil  form.stale has what stands there now as `current`,
---  any other may have sentences for `fields`
---@field again fun(form: editing.form): integer, string[], string       the form's page with what is wrong
---@field done fun(saved: any): integer, string[], string

---@param ctx context
---@param job save_form.job
---@return integer|nil, string[]|fault, string|nil
function save_form.run(ctx, job)
  local sent = ctx.form_fields
  for try = 1, TRIES do
    local values, errors = ctx:form(job.form, sent)
    if not values then return job.again(editing.again(job.fields, sent, errors)) end
    local saved, refused = job.save(values, editing.version(sent))
    if saved then return job.done(saved) end
    if refused.fields then return job.again(editing.again(job.fields, sent, refused.fields)) end
    if refused.code ~= "form.stale" then return nil, refused end
    local view = editing.conflict(job.fields, sent, refused.current, job)
    if #view.choices > 0 or try == TRIES then return ctx:render("admin/conflict", view, 409) end
    sent = editing.merged(view)
  end
end

return save_form
