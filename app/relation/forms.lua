-- What is typed beside the columns themselves: those make their own forms.

local shape = require "shared.shape"

local forms = {}

forms.unmask = shape.form { shape.text("why", { label = "사유", min = 2, max = 200 }) }
forms.why = shape.form { shape.text("why", { label = "사유", max = 200, required = false, default = "" }) }

return forms
